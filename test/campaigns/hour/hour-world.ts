import { openVoice } from '#channels'
import type { VoiceChannel } from '#channels'
import type { AgentId, Fact, StepId, TenantConfig } from '#core'
import { toId } from '#core'
import type { JournalPort, Lane, RecordsPort } from '#engine'
import { openLane } from '#engine'
import type { MediaEngine } from '#media'
import type { SipEndpoint, SipEndpointOptions } from '#sip'
import { openFakeMedia } from '../../../src/media/fake-media.ts'
import { openFakeEndpoint } from '../../../src/sip/fake-endpoint.ts'
import { createFakeNetwork, fair } from '../../../src/sip/transport/fake-wire.ts'
import type { Chance } from './hour-chance.ts'
import { happens } from './hour-chance.ts'
import { hourClock } from './hour-clock.ts'
import type { HourClock } from './hour-clock.ts'

/** Where the server, the callers and the agents' phones are. */
export const addresses = { server: '9.9.9.9', callers: '1.1.1.1', agents: '2.2.2.2' } as const

/** The number of the one queue. */
export const dialled = '+441632960100'

/** One packet in so many is lost, and one in so many comes twice. */
const lossRatio = 0.01

/** Everything of an hour: a whole server but for its disk, and the network to its callers and phones. */
export interface HourWorld {
  readonly clock: HourClock
  readonly lane: Lane
  readonly voice: VoiceChannel
  readonly media: MediaEngine
  readonly sip: SipEndpoint
  readonly agents: readonly AgentId[]
  /** Facts so far, by kind. */
  readonly facts: Map<string, number>
  /** Warnings and alarms, by name. */
  readonly said: Map<string, number>
  /** Inputs, and the commits they shared. */
  readonly journal: { inputs: number; commits: number }
  readonly phone: (host: string, options: Partial<SipEndpointOptions>) => Promise<SipEndpoint>
  /** Forgets what the network keeps for tests to read. */
  readonly tidy: () => void
}

/** Opens the server's own parts over a clock and a network of the hour's. */
export async function openHour(agentCount: number, chance: Chance): Promise<HourWorld> {
  const clock = hourClock()
  const sipClock = { now: clock.elapsed, setTimer: clock.setTimer }
  const network = createFakeNetwork(sipClock)
  network.weather = packet => {
    if (happens(chance, lossRatio)) return []
    const [delayMs = 10] = fair(packet)
    return happens(chance, lossRatio) ? [delayMs, 3 * delayMs] : [delayMs]
  }
  const config = company(agentCount)
  const { tenant } = config
  const late: { lane?: Lane; sip?: SipEndpoint; media?: MediaEngine } = {}
  const target = { transport: 'udp', host: addresses.agents, port: 5060 } as const
  const said = new Map<string, number>()
  const log = (_: string, name: string): void => count(said, name)
  let legs = 0
  const voice = openVoice({
    tenants: [
      {
        tenant,
        numbers: new Set([dialled]),
        trunksIn: ['carrier'],
        agentsTrunk: 'carrier',
      },
    ],
    trunks: [{ kind: 'carrier', id: 'carrier', peers: [addresses.callers], target }],
    targets: () => [target],
    version: '1.0.0',
    sip: () => must(late.sip),
    media: () => must(late.media),
    speech: { speak: () => Promise.reject(new Error('nobody speaks here')) },
    tell: (_, input) => must(late.lane).submit(input),
    clock,
    log,
    recordingsFolder: '/nowhere',
    newLegName: () => `c-${(legs += 1)}`,
  })
  const counted = { inputs: 0, commits: 0 }
  const media = openFakeMedia(clock, voice.onMediaEvent)
  const ports = { journal: countingJournal(counted), records: forgetfulRecords() }
  const lane = await openLane(tenant, { ...ports, channel: voice, clock, log })
  late.lane = lane
  late.media = media
  let tokens = 0
  const token = (): string => `t${(tokens += 1)}`
  const phone: HourWorld['phone'] = (host, options) =>
    openFakeEndpoint(network, {
      listen: [{ transport: 'udp', host, port: 5060 }],
      clock: sipClock,
      token,
      userAgent: 'hour',
      onInvite: call => call.reject({ status: 486 }),
      limits: { requestsPerSourcePerSecondMax: 10_000 },
      ...options,
    })
  const sip = await phone(addresses.server, { onInvite: voice.onInvite })
  late.sip = sip
  const facts = new Map<string, number>()
  lane.onFacts(told => told.forEach(fact => count(facts, nameOf(fact))))
  await lane.submit({ kind: 'tenant-configured', config })
  const agents = config.agents.map(({ id }) => id)
  for (const agent of agents) await lane.submit({ kind: 'agent-signed-in', agent })
  const tidy = (): void => void (network.ladder.length = 0)
  return { clock, lane, voice, media, sip, agents, facts, said, journal: counted, phone, tidy }
}

function nameOf(fact: Fact): string {
  return fact.kind === 'interaction-closed' ? `closed ${fact.outcome}` : fact.kind
}

/** Adds one to a count. */
export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function company(agentCount: number): TenantConfig {
  const end = toId<StepId>('end')
  return {
    tenant: toId('acme'),
    name: 'Acme',
    language: 'en-US',
    numbers: [{ address: dialled, flow: toId('main') }],
    hours: [],
    flows: [
      {
        id: toId('main'),
        name: 'Main',
        version: 'v1',
        start: toId('sales'),
        steps: {
          sales: { kind: 'queue', queue: toId('sales'), closed: end, timeout: end },
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
        music: { kind: 'silence', ms: 1000 },
        ringMs: 20_000,
        afterNoAnswer: 'not-ready',
        wrapUpMs: 0,
        dispositions: [],
        record: false,
        serviceLevelMs: 20_000,
        waitMsMax: 120_000,
        waitingMax: 100,
      },
    ],
    agents: Array.from({ length: agentCount }, (_, index) => ({
      id: toId<AgentId>(`agent-${index}`),
      name: `Agent ${index}`,
      directoryId: `directory-${index}`,
      role: 'agent',
      address: `+4416329${String(70_000 + index)}`,
      skills: [],
      queues: [toId('sales')],
    })),
    dispositions: [],
  }
}

/** The journal of a day nobody reads again: what the lane keeps of it shows in its memory. */
function countingJournal(counted: { inputs: number; commits: number }): JournalPort {
  return {
    append: async (_, entries) => {
      counted.inputs += entries.length
      counted.commits += 1
      // A disk answers in a later turn of the loop; what comes meanwhile shares the next commit.
      await new Promise(done => setImmediate(done))
    },
    async *read() {},
    marks: async () => [],
  }
}

function forgetfulRecords(): RecordsPort {
  let seq = 0
  return {
    keep: async (_, facts) => {
      seq = facts.at(-1)?.seq ?? seq
    },
    keptTo: async () => seq,
  }
}

function must<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
}
