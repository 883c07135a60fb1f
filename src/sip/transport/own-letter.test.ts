import { expect, test } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import type { FakeClock } from '../fake-clock.ts'
import { letterEveryMs, letterLostMs, OwnLetter } from './own-letter.ts'

function scene(): { clock: FakeClock; sent: Buffer[]; letter: OwnLetter } {
  const clock = createFakeClock()
  const sent: Buffer[] = []
  return {
    clock,
    sent,
    letter: new OwnLetter(
      () => clock.now(),
      bytes => void sent.push(bytes),
    ),
  }
}

function newest(sent: readonly Buffer[]): Buffer {
  const last = sent.at(-1)
  if (last === undefined) throw new Error('nothing was sent')
  return last
}

test('the wait is how long the last letter was under way, or the one that is out if it is longer', async () => {
  const { clock, letter, sent } = scene()
  expect(letter.waitMs()).toBe(0)
  await clock.advance(40)
  expect([letter.take(newest(sent)), letter.waitMs()]).toEqual([true, 40])
  expect([letter.waitMs(), sent.length]).toEqual([40, 2])
  await clock.advance(90)
  expect([letter.waitMs(), sent.length]).toEqual([90, 2])
})

test('where no letter ever came back nothing is known, and nothing is claimed', async () => {
  const { clock, letter, sent } = scene()
  letter.waitMs()
  await clock.advance(10 * letterLostMs)
  expect(letter.waitMs()).toBe(0)
  expect(sent).toHaveLength(2)
})

test('a letter that was lost is written anew, and one that is old tells nothing more', async () => {
  const { clock, letter, sent } = scene()
  letter.waitMs()
  await clock.advance(5)
  letter.take(newest(sent))
  await clock.advance(letterEveryMs)
  letter.waitMs()
  await clock.advance(letterLostMs + 1)
  expect([letter.waitMs(), sent.length]).toEqual([0, 3])
})

test('nobody else writes our letters, and each is taken once', () => {
  const { letter, sent } = scene()
  letter.waitMs()
  expect(letter.take(Buffer.alloc(16))).toBe(false)
  expect(letter.take(Buffer.from('OPTIONS sip:a SIP/2.0'))).toBe(false)
  expect([letter.take(newest(sent)), letter.take(newest(sent))]).toEqual([true, false])
})
