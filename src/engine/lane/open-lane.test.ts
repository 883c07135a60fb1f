import { expect, test } from 'vitest'
import type { AgentId, InteractionId, TenantConfig, TenantId } from '#core'
import { factWords, namesOf, toId } from '#core'
import type { FakeChannel } from '../ports/fake-channel.ts'
import { fakeChannel } from '../ports/fake-channel.ts'
import type { JournalPort } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import { silentLog } from '../ports/log.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import { memoryRecords } from '../ports/memory-records.ts'
import type { VirtualClock } from '../ports/virtual-clock.ts'
import { virtualClock } from '../ports/virtual-clock.ts'
import type { Lane } from './lane.ts'
import { openLane } from './open-lane.ts'

const tenant = toId<TenantId>('contoso')
const ann = toId<AgentId>('ann')

const config: TenantConfig = {
  tenant,
  name: 'Contoso',
  language: 'en-US',
  numbers: [{ address: '+441632960100', flow: toId('main') }],
  hours: [],
  flows: [
    {
      id: toId('main'),
      name: 'Main',
      version: 'v1',
      start: toId('hello'),
      steps: {
        hello: { kind: 'say', prompts: [{ kind: 'say', text: 'Hello.' }], next: toId('sales') },
        sales: { kind: 'queue', queue: toId('sales'), closed: toId('end'), timeout: toId('end') },
        end: { kind: 'hang-up' },
      },
    },
  ],
  queues: [
    {
      id: toId('sales'),
      name: 'Sales',
      skills: [],
      priority: 3,
      music: { kind: 'file', file: 'waiting.wav' },
      ringMs: 20_000,
      afterNoAnswer: 'not-ready',
      wrapUpMs: 30_000,
      dispositions: [],
      record: true,
      serviceLevelMs: 20_000,
      waitMsMax: 600_000,
      waitingMax: 100,
    },
  ],
  agents: [
    {
      id: ann,
      name: 'Ann',
      directoryId: 'ann',
      role: 'agent',
      address: '+441632960001',
      skills: [],
      queues: [toId('sales')],
    },
  ],
  dispositions: [],
}

interface Floor {
  readonly lane: Lane
  readonly clock: VirtualClock
  readonly channel: FakeChannel
  readonly journal: JournalPort
  readonly records: ReturnType<typeof memoryRecords>
}

async function openFloor(
  past: Partial<Pick<Floor, 'journal' | 'records' | 'clock'>> & { log?: Log } = {},
): Promise<Floor> {
  const clock = past.clock ?? virtualClock()
  const channel = fakeChannel(tenant, clock)
  const journal = past.journal ?? memoryJournal()
  const records = past.records ?? memoryRecords()
  const lane = await openLane(tenant, {
    journal,
    records,
    channel,
    clock,
    log: past.log ?? silentLog,
  })
  channel.tellTo((_, input) => lane.submit(input))
  return { lane, clock, channel, journal, records }
}

async function openWithAnn(): Promise<Floor> {
  const floor = await openFloor()
  await floor.lane.submit({ kind: 'tenant-configured', config })
  await floor.lane.submit({ kind: 'agent-signed-in', agent: ann })
  await floor.lane.submit({ kind: 'agent-state-set', agent: ann, state: 'available' })
  return floor
}

function wordsKept(floor: Floor): string[] {
  return floor.records.facts(tenant).map(({ fact }) => factWords(fact, namesOf(config)))
}

test('A call runs through the lane by itself: prompt, queue, ring, talk, recording, end', async () => {
  const floor = await openWithAnn()
  floor.channel.phone('+441632960001', { does: 'answer', afterMs: 3000 })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(65_000)
  floor.channel.hangUp(leg)
  await floor.clock.pass(30_000)
  expect(floor.channel.given).toEqual([
    'answer c1',
    'play c1',
    'play c1',
    'ring i1-1',
    'connect',
    'record',
    'stop-recording',
    'hang-up i1-1',
  ])
  expect(wordsKept(floor).at(-1)).toBe('Closed after 1 min 35 s: handled by an agent')
  expect(floor.channel.counts()).toEqual({ legs: 0, open: 0 })
  expect(floor.lane.counts()).toMatchObject({ inputsWaiting: 0, ordersOut: 0, interactions: 0 })
  await floor.lane.close()
  expect(floor.clock.timers()).toBe(0)
})

test('No order leaves before its input is durable', async () => {
  const told: string[] = []
  const journal = memoryJournal()
  const watched: JournalPort = {
    ...journal,
    async append(to, entries) {
      await journal.append(to, entries)
      told.push(...entries.map(entry => entry.input.kind))
    },
  }
  const floor = await openFloor({ journal: watched })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  const given = floor.channel.given.length
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(1)
  expect(told.indexOf('interaction-arrived')).toBe(1)
  expect(floor.channel.given.length).toBeGreaterThan(given)
  await floor.lane.close()
})

test('A lane opened again on the same journal has the same state, and keeps the same facts', async () => {
  const floor = await openWithAnn()
  floor.channel.phone('+441632960001', { does: 'answer', afterMs: 3000 })
  const leg = floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  floor.channel.hangUp(leg)
  await floor.clock.pass(60_000)
  await floor.lane.close()
  const again = await openFloor({ journal: floor.journal, clock: floor.clock })
  expect(again.lane.read(state => structuredClone(state))).toEqual(
    floor.lane.read(state => structuredClone(state)),
  )
  await again.lane.close()
  expect(again.records.facts(tenant)).toEqual(floor.records.facts(tenant))
})

test('After a restart in the middle of a talk nobody is left talking to nobody', async () => {
  const floor = await openWithAnn()
  floor.channel.phone('+441632960001', { does: 'answer', afterMs: 3000 })
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(10_000)
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('talking')
  await floor.lane.close()
  const again = await openFloor({
    journal: floor.journal,
    records: floor.records,
    clock: floor.clock,
  })
  expect(again.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('wrap-up')
  await again.clock.pass(30_000)
  expect(
    again.lane.read(state => [state.interactions.size, state.legs.size, state.orders.size]),
  ).toEqual([0, 0, 0])
  expect(wordsKept(again).at(-1)).toBe('Closed after 40 s: handled by an agent')
  await again.lane.close()
})

test('After a restart while a phone rings the caller is gone and the agent is free again', async () => {
  const floor = await openWithAnn()
  floor.channel.call('+441632960999', '+441632960100')
  await floor.clock.pass(5000)
  await floor.lane.close()
  const again = await openFloor({
    journal: floor.journal,
    records: floor.records,
    clock: floor.clock,
  })
  expect(again.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('available')
  expect(again.lane.counts().interactions).toBe(0)
  await again.lane.close()
})

test('A refused input is answered with words and changes nothing', async () => {
  const floor = await openWithAnn()
  const taken = await floor.lane.submit({
    kind: 'hang-up-requested',
    agent: ann,
    interaction: toId<InteractionId>('i9'),
  })
  expect(taken).toMatchObject({ ok: false, refused: { code: 'unknown-interaction' } })
  await floor.lane.close()
})

test('A journal that fails stops the lane with an alarm; nothing is decided that is not durable', async () => {
  const alarms: string[] = []
  const journal = memoryJournal()
  let full = false
  const floor = await openFloor({
    journal: {
      ...journal,
      append: (to, entries) =>
        full ? Promise.reject(new Error('disk full')) : journal.append(to, entries),
    },
    log: (level, event) => {
      if (level === 'alarm') alarms.push(event)
    },
  })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  full = true
  await expect(floor.lane.submit({ kind: 'agent-signed-in', agent: ann })).rejects.toThrow(
    'tenant contoso has stopped: disk full',
  )
  expect(alarms).toEqual(['lane-stopped'])
  expect(floor.lane.read(state => state.agents.get(ann)?.routing.at)).toBe('signed-out')
  await floor.lane.close()
})
