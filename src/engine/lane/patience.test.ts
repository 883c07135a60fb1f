import { expect, test } from 'vitest'
import type { LegId } from '#core'
import { toId } from '#core'
import type { JournalPort } from '../ports/journal.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import { patienceMs } from './patience.ts'
import { openWithAnn } from './rehearse-lane.ts'
import type { Floor } from './rehearse-lane.ts'

/** A floor in the middle of a talk, and the commits it makes from then on, by the kinds of their inputs. */
async function openInTalk(): Promise<{ readonly floor: Floor; readonly commits: string[] }> {
  const commits: string[] = []
  const journal = memoryJournal()
  const watched: JournalPort = {
    ...journal,
    append(to, entries) {
      commits.push(entries.map(({ input }) => input.kind).join(' + '))
      return journal.append(to, entries)
    },
  }
  const floor = await openWithAnn({ journal: watched })
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(20_000)
  commits.length = 0
  return { floor, commits }
}

const rings = { kind: 'leg-ringing', leg: toId<LegId>('i1-1') } as const

test('An input in no hurry waits a moment for company, and is made durable alone where none comes', async () => {
  const { floor, commits } = await openInTalk()
  const taken = floor.lane.submit(rings)
  await floor.clock.pass(patienceMs - 1)
  expect(commits).toEqual([])
  await floor.clock.pass(1)
  expect(commits).toEqual(['leg-ringing'])
  await taken
  await floor.lane.close()
})

test('What cannot wait takes along what waits before it, in the order they came', async () => {
  const { floor, commits } = await openInTalk()
  void floor.lane.submit(rings)
  await floor.clock.pass(patienceMs / 2)
  void floor.lane.submit({ kind: 'time-passed' })
  await floor.clock.pass(0)
  expect(commits).toEqual(['leg-ringing + time-passed'])
  await floor.clock.pass(patienceMs)
  expect(commits).toHaveLength(1)
  await floor.lane.close()
})

test('A lane that closes makes durable at once what waits for company', async () => {
  const { floor, commits } = await openInTalk()
  const taken = floor.lane.submit(rings)
  await floor.lane.close()
  expect(commits).toEqual(['leg-ringing'])
  await taken
  expect(floor.clock.timers()).toBe(0)
})
