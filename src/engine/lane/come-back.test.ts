import { expect, test } from 'vitest'
import type { JournalPort } from '../ports/journal.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import type { Floor } from './rehearse-lane.ts'
import { ann, openFloor, openWithAnn, wordsKept } from './rehearse-lane.ts'

/** A journal that refuses as many of its next appends as it is told to. */
function refusing(): { readonly journal: JournalPort; refuseNext: number } {
  const inner = memoryJournal()
  const it = {
    refuseNext: 0,
    journal: {
      ...inner,
      async append(to, entries) {
        if (it.refuseNext === 0) return inner.append(to, entries)
        it.refuseNext -= 1
        throw new Error('the disk is full')
      },
    } satisfies JournalPort,
  }
  return it
}

/** Keeps what the channel said that nobody took. */
function listenFor({ channel, lane }: Floor): readonly string[] {
  const inVain: string[] = []
  channel.tellTo((_, input) => {
    const taken = lane.submit(input)
    taken.catch(() => inVain.push('leg' in input ? `${input.kind} ${input.leg}` : input.kind))
    return taken
  })
  return inVain
}

/** Ann talks; the journal fails so many times in a row; the customer leaves while the lane is stopped. */
async function leaveWhileStopped(
  refuse: number,
  log: string[] = [],
): Promise<{ readonly floor: Floor; readonly inVain: readonly string[] }> {
  const full = refusing()
  const floor = await openWithAnn({
    journal: full.journal,
    log: (_, event) => void log.push(event),
  })
  const inVain = listenFor(floor)
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('talking')
  full.refuseNext = refuse
  await expect(floor.lane.submit({ kind: 'time-passed' })).rejects.toThrow('the disk is full')
  floor.channel.hangUp(leg)
  return { floor, inVain }
}

test('A leg that is hung up while its lane comes back has its end told in time', async () => {
  const { floor, inVain } = await leaveWhileStopped(1)
  await floor.clock.pass(2_000)
  expect(floor.lane.standing()).toBe('runs')
  // The customer's end is found out by asking; the agent's was told while the lane came back.
  expect(inVain).toEqual(['leg-ended c1'])
  expect(floor.lane.read(state => state.legs.size)).toBe(0)
  await floor.clock.pass(60_000)
  expect(wordsKept(floor).filter(words => words.includes('in time'))).toEqual([])
  expect(floor.lane.counts()).toMatchObject({ ordersOut: 0, interactions: 0 })
  await floor.lane.close()
  expect(floor.clock.timers()).toBe(0)
})

test('A lane whose journal fails while it comes back is opened again once, not twice', async () => {
  const log: string[] = []
  const { floor, inVain } = await leaveWhileStopped(2, log)
  await floor.clock.pass(20_000)
  expect(floor.lane.standing()).toBe('runs')
  expect(log.filter(event => event === 'lane-opens-again')).toHaveLength(2)
  expect(log.filter(event => event === 'lane-reopened')).toHaveLength(1)
  expect(inVain).toEqual(['leg-ended c1'])
  await floor.clock.pass(60_000)
  expect(floor.lane.counts()).toMatchObject({ ordersOut: 0, interactions: 0 })
  await floor.lane.close()
  expect(floor.clock.timers()).toBe(0)
})

test('A journal that takes nothing when a lane is first opened fails the opening, with its words', async () => {
  const full = refusing()
  const floor = await openWithAnn({ journal: full.journal })
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  await floor.lane.close()
  full.refuseNext = 1
  await expect(openFloor({ journal: full.journal, clock: floor.clock })).rejects.toThrow(
    'has stopped: the disk is full',
  )
  expect(floor.clock.timers()).toBe(0)
})
