import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { wavHeader } from '../recording/wav.ts'
import { loadItems } from './load-items.ts'
import { mixFrames } from './mix.ts'
import { fillFromPlayer, openPlayer, playedMs } from './player.ts'
import type { LoadedItem } from './player.ts'
import { openPromptCache } from './prompt-cache.ts'

const folder = await mkdtemp(join(tmpdir(), 'mixer-'))
afterAll(() => rm(folder, { recursive: true }))

const sound = (length: number, value: number): LoadedItem => ({
  kind: 'pcm',
  samples: new Int16Array(length).fill(value),
})

test('voices add up and never wrap round', () => {
  const into = new Int16Array(3)
  mixFrames([Int16Array.of(30_000, -30_000, 5), Int16Array.of(10_000, -10_000, -2)], into)
  expect([...into]).toEqual([32_767, -32_768, 3])
})

test('items follow each other without a gap, inside a frame', () => {
  const player = openPlayer('p', [sound(100, 1), sound(100, 2)], { loop: false, mix: false })
  const into = new Int16Array(160)
  expect(fillFromPlayer(player, into)).toBe(true)
  expect([into[99], into[100], into[159]]).toEqual([1, 2, 2])
  expect(fillFromPlayer(player, into)).toBe(true)
  expect([into[39], into[40]]).toEqual([2, 0])
  expect(fillFromPlayer(player, into)).toBe(false)
  expect(playedMs(player)).toBe(25)
})

test('a loop begins again within the frame, and one of nothing ends', () => {
  const into = new Int16Array(160)
  const looped = openPlayer('p', [sound(150, 1), sound(1, 9)], { loop: true, mix: false })
  fillFromPlayer(looped, into)
  expect([into[149], into[150], into[151]]).toEqual([1, 9, 1])
  const nothing = openPlayer('q', [sound(0, 1)], { loop: true, mix: false })
  expect(fillFromPlayer(nothing, into)).toBe(false)
})

test('a tone runs on over frames without a click', () => {
  const player = openPlayer('p', [{ kind: 'tone', hz: [440], samples: 400 }], {
    loop: false,
    mix: false,
  })
  const all = Int16Array.from({ length: 3 }, () => 0).length
  const whole: number[] = []
  for (let frame = 0; frame < all; frame += 1) {
    const into = new Int16Array(160)
    fillFromPlayer(player, into)
    whole.push(...into)
  }
  const steps = whole.slice(1, 400).map((sample, index) => Math.abs(sample - (whole[index] ?? 0)))
  // The steepest step of a sine is 2πf/rate of its amplitude.
  expect(Math.max(...steps)).toBeLessThanOrEqual(Math.ceil((2 * Math.PI * 440 * 8_000) / 8_000) + 1)
})

const monoWav = (samples: number): Buffer => {
  const header = wavHeader(samples * 2)
  header.writeUInt16LE(1, 22)
  return Buffer.concat([header, Buffer.alloc(samples * 2, 1)])
}

test('files are read once, again when they change, and the oldest goes when it is full', async () => {
  const cache = openPromptCache({ bytesMax: 3_000, fileBytesMax: 2_000 })
  const file = async (name: string, samples: number): Promise<string> => {
    await writeFile(join(folder, name), monoWav(samples))
    return join(folder, name)
  }
  const [one, two] = [await file('one.wav', 800), await file('two.wav', 600)]
  const first = await cache.load(one)
  expect(await cache.load(one)).toBe(first)
  await utimes(one, 1, 1)
  expect(await cache.load(one)).not.toBe(first)
  await cache.load(two)
  expect(cache.bytes()).toBe(2_800)
  await cache.load(await file('three.wav', 500))
  expect(cache.bytes()).toBe(2_200)
  expect(await cache.load(await file('large.wav', 1_500))).toMatchObject({
    reason: 'file-too-large',
  })
  expect(await cache.load(join(folder, 'none.wav'))).toMatchObject({ reason: 'file-missing' })
})

const badItems = [
  { items: [], reason: 'bad-request' },
  { items: [{ kind: 'tone', hz: [5_000], ms: 100 }], reason: 'bad-request' },
  { items: [{ kind: 'tone', hz: [], ms: 100 }], reason: 'bad-request' },
  { items: [{ kind: 'silence', ms: Number.NaN }], reason: 'bad-request' },
  { items: [{ kind: 'silence', ms: 1e9 }], reason: 'bad-request' },
  { items: [{ kind: 'file', file: '/no/such/prompt.wav' }], reason: 'file-missing' },
] as const

test.for(badItems)('a play of $items is refused', async ({ items, reason }) => {
  const cache = openPromptCache({ bytesMax: 1, fileBytesMax: 1 })
  expect(await loadItems(items, cache)).toMatchObject({ ok: false, reason })
})
