import { expect, test } from 'vitest'
import type { Input, TenantState } from '#core'
import { step, toId } from '#core'
import { readPast, readReplacements } from '../past/read-past.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import { memoryRecords } from '../ports/memory-records.ts'
import { memorySnapshots } from '../ports/memory-snapshots.ts'
import type { JournalSlice } from '../ports/alarms.ts'
import type { JournalPort } from '../ports/journal.ts'
import { ann, config, openFloor, openWithAnn, tenant, wordsKept } from './rehearse-lane.ts'

type Step = typeof step

/** A core that breaks half-way through whatever `breaks` says, with the state already damaged. */
function breaking(breaks: (input: Input, state: TenantState) => boolean): Step {
  return (state, input) => {
    const wrong = breaks(input, state)
    if (!wrong) return step(state, input)
    step(state, input)
    state.agents.clear()
    throw new Error('the core is wrong here')
  }
}

const onKeyNine = breaking(input => input.kind === 'digit-pressed' && input.digit === '9')

function copyOf(state: TenantState): TenantState {
  return structuredClone(state)
}

test('An input that breaks an invariant ends its interaction; everybody else goes on', async () => {
  const slices: JournalSlice[] = []
  const alarms: string[] = []
  const floor = await openWithAnn({
    step: onKeyNine,
    alarms: {
      keep: async slice => {
        slices.push(slice)
        return 'slice-1'
      },
    },
    log: (level, event) => {
      if (level === 'alarm') alarms.push(event)
    },
  })
  const broken = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('talking')
  const other = floor.channel.call('+441632960998', '+441632960100')
  await floor.clock.pass(3_000)
  floor.channel.press(broken, '9')
  await floor.clock.pass(20_000)
  expect(alarms).toEqual(['invariant-broken'])
  expect(slices).toMatchObject([{ tenant, interaction: 'i1', cause: 'the core is wrong here' }])
  expect(wordsKept(floor)).toContain('Closed after 13 s: ended by a fault')
  expect(floor.lane.read(state => [...state.legs.keys()])).toContain(other)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing)).toMatchObject({
    at: 'talking',
    interaction: 'i2',
  })
  expect(floor.channel.given).toContain('hang-up c1')
  await floor.lane.close()
})

test('What replaced a broken input stands in its place in every replay, also by a core that is mended', async () => {
  const floor = await openWithAnn({ step: onKeyNine })
  const broken = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  floor.channel.press(broken, '9')
  await floor.clock.pass(100_000)
  await floor.lane.close()
  const before = floor.lane.read(copyOf)
  for (const core of [onKeyNine, step]) {
    const again = await openFloor({ journal: floor.journal, clock: floor.clock, step: core })
    expect(again.lane.read(copyOf)).toEqual(before)
    await again.lane.close()
    expect(again.records.facts(tenant)).toEqual(floor.records.facts(tenant))
  }
})

test('A process that died between a broken input and its mark makes the mark when it starts', async () => {
  const journal = memoryJournal()
  const floor = await openWithAnn({ journal, step })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  floor.channel.press(leg, '9')
  await floor.clock.pass(1_000)
  await floor.lane.close()
  expect(await journal.marks(tenant)).toEqual([])
  const again = await openFloor({ journal, clock: floor.clock, step: onKeyNine })
  expect(await journal.marks(tenant)).toMatchObject([
    { input: { kind: 'invariant-broken', interaction: 'i1' } },
  ])
  await again.clock.pass(100_000)
  expect(again.lane.read(state => [state.interactions.size, state.legs.size])).toEqual([0, 0])
  await again.lane.close()
})

test('A timer that breaks does not break every input after it', async () => {
  const floor = await openWithAnn({
    step: (state, input) => {
      const heir = state.interactions.get([...state.interactions.keys()][0] ?? toId('none'))
      const due = heir?.phase.at === 'wrap-up' && input.at >= heir.phase.since + 30_000
      if (due && input.kind !== 'invariant-broken') throw new Error('a timer is wrong')
      return step(state, input)
    },
  })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  floor.channel.hangUp(leg)
  await floor.clock.pass(31_000)
  expect(floor.lane.standing()).toBe('runs')
  expect(await floor.lane.submit({ kind: 'agent-signed-out', agent: ann })).toMatchObject({
    ok: true,
  })
  await floor.lane.close()
})

test('A state from a snapshot and the tail is the state of the whole journal', async () => {
  const snapshots = memorySnapshots()
  const floor = await openWithAnn({ snapshots })
  for (let call = 0; call < 3; call += 1) {
    const leg = floor.channel.call('+441632960999', '+441632960100')
    await floor.clock.pass(10_000)
    for (let key = 0; key < 9_000; key += 1) floor.channel.press(leg, '1')
    await floor.clock.pass(10)
    floor.channel.hangUp(leg)
    await floor.clock.pass(call === 2 ? 10 : 60_000)
  }
  await floor.lane.close()
  const kept = snapshots.all.get(tenant)
  expect(kept?.seq).toBeGreaterThan(20_000)
  const read: number[] = []
  const journal: JournalPort = {
    ...floor.journal,
    read(of, fromSeq) {
      read.push(fromSeq)
      return floor.journal.read(of, fromSeq)
    },
  }
  const past = { journal, clock: floor.clock, channel: floor.channel }
  const fast = await openFloor({ ...past, snapshots, records: floor.records })
  expect(read).toEqual([kept?.seq, (kept?.seq ?? 0) + 1])
  const slow = await openFloor({ ...past, records: floor.records })
  expect(fast.lane.read(copyOf)).toEqual(slow.lane.read(copyOf))
  await fast.lane.close()
  await slow.lane.close()
})

test('A snapshot that cannot be trusted is not: of other code, damaged, or of another journal', async () => {
  const snapshots = memorySnapshots()
  const floor = await openWithAnn({ snapshots })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  for (let key = 0; key < 21_000; key += 1) floor.channel.press(leg, '1')
  await floor.clock.pass(10)
  await floor.lane.close()
  const good = snapshots.all.get(tenant)
  if (good === undefined) throw new Error('no snapshot was kept')
  const flipped = Uint8Array.from(good.body, (byte, at) => (at === 99 ? byte ^ 1 : byte))
  const bad = [
    { ...good, version: 'of other code' },
    { ...good, body: flipped },
    { ...good, seq: good.seq - 1 },
    { ...good, seq: 1_000_000 },
  ]
  for (const snapshot of bad) {
    const ignored: string[] = []
    snapshots.all.set(tenant, snapshot)
    const again = await openFloor({
      journal: floor.journal,
      clock: floor.clock,
      channel: floor.channel,
      records: memoryRecords(),
      snapshots,
      log: (_, event) => ignored.push(event),
    })
    expect(ignored).toContain('snapshot-ignored')
    expect(again.lane.counts().interactions).toBe(1)
    await again.lane.close()
  }
})

test('The past as it counts leaves out marks and puts them where they belong', async () => {
  const journal = memoryJournal()
  await journal.append(tenant, [
    { seq: 1, input: { kind: 'tenant-configured', at: 5, config } },
    { seq: 2, input: { kind: 'time-passed', at: 6 } },
    { seq: 3, input: { kind: 'invariant-broken', at: 7, instead: 2, cause: 'a test' } },
  ])
  const replaced = await readReplacements(journal, tenant)
  const seen = []
  for await (const entry of readPast(journal, { tenant, fromSeq: 2, replaced })) seen.push(entry)
  expect(seen.map(({ input }) => input)).toEqual([
    { kind: 'invariant-broken', at: 6, instead: 2, cause: 'a test' },
    undefined,
  ])
})
