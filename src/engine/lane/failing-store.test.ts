import { expect, test } from 'vitest'
import type { InputBody } from '#core'
import { toId } from '#core'
import type { JournalEntry, JournalPort } from '../ports/journal.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import { memoryRecords } from '../ports/memory-records.ts'
import type { RecordsPort } from '../ports/records.ts'
import { factsWaitingMax } from './keeper.ts'
import { ann, config, openFloor, openWithAnn, tenant, wordsKept } from './rehearse-lane.ts'

class Trouble extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** A journal whose next appends go wrong in the ways that are listed. */
function troubled(journal: JournalPort): {
  readonly journal: JournalPort
  readonly next: (...ways: readonly ('locked' | 'written-and-lost' | 'disk-full')[]) => void
} {
  const ways: string[] = []
  return {
    next: (...more) => void ways.push(...more),
    journal: {
      ...journal,
      async append(to, entries) {
        const way = ways.shift()
        if (way === undefined || way === 'written-and-lost') await journal.append(to, entries)
        if (way !== undefined) throw new Trouble(way === 'disk-full' ? way : 'locked')
      },
    },
  }
}

async function readAll(journal: JournalPort): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for await (const entry of journal.read(tenant, 1)) entries.push(entry)
  return entries
}

test('An append that was written though it failed is neither lost nor written twice', async () => {
  const { journal, next } = troubled(memoryJournal())
  const floor = await openFloor({ journal })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  next('written-and-lost')
  const taken = floor.lane.submit({ kind: 'agent-signed-in', agent: ann })
  await floor.clock.pass(5_000)
  expect(await taken).toMatchObject({ ok: true })
  expect((await readAll(journal)).map(({ input }) => input.kind)).toEqual([
    'tenant-configured',
    'agent-signed-in',
  ])
  await floor.lane.close()
})

test('A journal that is busy is tried again, and the lane never stops', async () => {
  const { journal, next } = troubled(memoryJournal())
  const floor = await openFloor({ journal })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  next('locked', 'locked', 'written-and-lost')
  const taken = floor.lane.submit({ kind: 'agent-signed-in', agent: ann })
  await floor.clock.pass(5_000)
  expect(await taken).toMatchObject({ ok: true })
  expect(floor.lane.standing()).toBe('runs')
  expect(await readAll(journal)).toHaveLength(2)
  await floor.lane.close()
})

test('A lane that stopped opens again, and calls that are still there go on', async () => {
  const { journal, next } = troubled(memoryJournal())
  const floor = await openWithAnn({ journal })
  floor.channel.phone('+441632960001', { does: 'answer', afterMs: 7_000 })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(4_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('reserved')
  next('disk-full')
  await expect(floor.lane.submit({ kind: 'time-passed' })).rejects.toThrow('has stopped: disk-full')
  expect(floor.lane.standing()).toBe('stopped')
  await floor.clock.pass(2_000)
  expect(floor.lane.standing()).toBe('runs')
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('reserved')
  await floor.clock.pass(5_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('talking')
  floor.channel.hangUp(leg)
  await floor.clock.pass(40_000)
  expect(wordsKept(floor).at(-1)).toMatch(/^Closed after .*: handled by an agent$/)
  expect(floor.lane.counts()).toMatchObject({ ordersOut: 0, interactions: 0 })
  await floor.lane.close()
  expect(floor.clock.timers()).toBe(0)
})

test('A result that comes while the lane is stopped is taken when it is open again', async () => {
  const { journal, next } = troubled(memoryJournal())
  const floor = await openWithAnn({ journal })
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(4_000)
  next('disk-full', 'disk-full')
  await expect(floor.lane.submit({ kind: 'time-passed' })).rejects.toThrow('disk-full')
  await floor.clock.pass(60_000)
  expect(floor.lane.standing()).toBe('runs')
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('talking')
  await floor.lane.close()
})

test('While the lane has more than it can do, new calls are refused and those under way go on', async () => {
  const inner = memoryJournal()
  const held: { gate?: Promise<void>; open?: () => void } = {}
  const floor = await openWithAnn({
    journal: {
      ...inner,
      async append(to, entries) {
        await held.gate
        await inner.append(to, entries)
      },
    },
  })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  held.gate = new Promise(resolve => {
    held.open = resolve
  })
  floor.channel.press(leg, '1')
  await floor.clock.pass(10)
  floor.channel.press(leg, '2')
  await floor.clock.pass(3_000)
  const arrival: InputBody = {
    kind: 'interaction-arrived',
    channel: 'voice',
    leg: toId('c9'),
    from: '+441632960998',
    to: '+441632960100',
    trunk: 'fake',
  }
  await expect(floor.lane.submit(arrival)).rejects.toMatchObject({ code: 'lane-overloaded' })
  floor.channel.hangUp(leg)
  held.open?.()
  await floor.clock.pass(40_000)
  expect(wordsKept(floor).at(-1)).toMatch(/handled by an agent$/)
  await expect(floor.lane.submit(arrival)).resolves.toMatchObject({ ok: true })
  await floor.lane.close()
})

test(
  'Records that were away for long are caught up with, in bounded memory',
  { timeout: 30_000 },
  async () => {
    let away = false
    const records = memoryRecords()
    const failing: RecordsPort = {
      ...records,
      keep: async (to, facts) => {
        if (away) throw new Trouble('unreachable')
        await records.keep(to, facts)
      },
    }
    const floor = await openWithAnn({ records, failing })
    const turn = (state: 'available' | 'not-ready'): void => {
      void floor.lane.submit({ kind: 'agent-state-set', agent: ann, state, reason: 'tea' })
    }
    away = true
    for (let times = 0; times < factsWaitingMax / 2 + 10; times += 1) {
      turn('not-ready')
      turn('available')
    }
    await floor.clock.pass(1_000)
    away = false
    turn('not-ready')
    await floor.clock.pass(60_000)
    await floor.lane.close()
    const again = await openFloor({
      journal: floor.journal,
      clock: floor.clock,
      channel: floor.channel,
    })
    await again.lane.close()
    expect(records.facts(tenant).length).toBeGreaterThan(factsWaitingMax)
    expect(records.facts(tenant)).toEqual(again.records.facts(tenant))
  },
)
