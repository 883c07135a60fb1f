import type { AgentId, TenantConfig, TenantId } from '#core'
import { factWords, namesOf, toId } from '#core'
import type { FakeChannel } from '../ports/fake-channel.ts'
import { fakeChannel } from '../ports/fake-channel.ts'
import { fakeCompany, fakeFlow, fakeQueue } from '../ports/fake-company.ts'
import type { JournalPort } from '../ports/journal.ts'
import { silentLog } from '../ports/log.ts'
import { memoryJournal } from '../ports/memory-journal.ts'
import { memoryRecords } from '../ports/memory-records.ts'
import type { VirtualClock } from '../ports/virtual-clock.ts'
import { virtualClock } from '../ports/virtual-clock.ts'
import type { LaneParts } from './lane-parts.ts'
import type { Lane } from './lane.ts'
import { openLane } from './open-lane.ts'

/** The tenant of the rehearsal. */
export const tenant = toId<TenantId>('contoso')
/** Its one agent. */
export const ann = toId<AgentId>('ann')

/** One number, one greeting, one queue, one agent. */
export const config: TenantConfig = fakeCompany({
  tenant,
  flows: [
    {
      ...fakeFlow,
      start: toId('hello'),
      steps: {
        hello: { kind: 'say', prompts: [{ kind: 'say', text: 'Hello.' }], next: toId('sales') },
        ...fakeFlow.steps,
      },
    },
  ],
  queues: [{ ...fakeQueue, wrapUpMs: 30_000, record: true }],
  agents: [
    {
      id: ann,
      name: 'Ann',
      directoryId: 'ann',
      role: 'agent',
      address: '+441632960001',
      skills: [],
      queues: [fakeQueue.id],
    },
  ],
})

/** A lane on fakes alone: a clock moved by hand, phones that do as they are told. */
export interface Floor {
  readonly lane: Lane
  readonly clock: VirtualClock
  readonly channel: FakeChannel
  readonly journal: JournalPort
  readonly records: ReturnType<typeof memoryRecords>
}

/** What a floor may be given: a past, or parts that fail. */
export type FloorParts = Partial<Omit<LaneParts, 'clock' | 'records' | 'channel'>> &
  Partial<Pick<Floor, 'records' | 'clock' | 'channel'>> & {
    readonly failing?: LaneParts['records']
  }

/** Opens the lane. */
export async function openFloor(given: FloorParts = {}): Promise<Floor> {
  const clock = given.clock ?? virtualClock()
  const channel = given.channel ?? fakeChannel(tenant, clock)
  const journal = given.journal ?? memoryJournal()
  const records = given.records ?? memoryRecords()
  const { failing, ...parts } = given
  const lane = await openLane(tenant, {
    log: silentLog,
    ...parts,
    journal,
    records: failing ?? records,
    channel,
    clock,
  })
  channel.tellTo((_, input) => lane.submit(input))
  return { lane, clock, channel, journal, records }
}

/** Opens the lane with its agent available, whose phone is answered after three seconds. */
export async function openWithAnn(given: FloorParts = {}): Promise<Floor> {
  const floor = await openFloor(given)
  floor.channel.phone('+441632960001', { does: 'answer', afterMs: 3000 })
  await floor.lane.submit({ kind: 'tenant-configured', config })
  await floor.lane.submit({ kind: 'agent-signed-in', agent: ann })
  await floor.lane.submit({ kind: 'agent-state-set', agent: ann, state: 'available' })
  return floor
}

/** Everything on record, in words. */
export function wordsKept(floor: Floor): string[] {
  return floor.records.facts(tenant).map(({ fact }) => factWords(fact, namesOf(config)))
}
