import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openVoice } from '#channels'
import type { AgentId, TenantConfig } from '#core'
import type { Lane } from '#engine'
import { openLane, systemClock } from '#engine'
import type { MediaEngine } from '#media'
import { openMedia } from '#media'
import type { SipEndpoint } from '#sip'
import { openSipEndpoint } from '#sip'
import { openStore } from '#store'
import { ports } from './children.ts'
import { countSpent } from './counting.ts'
import type { Count } from './counting.ts'

/**
 * The server's half: everything between the wire and the store, and a count for every line that
 * it is sent.
 */
export async function serve(config: TenantConfig): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-calls-'))
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const clock = systemClock()
  const late: { lane?: Lane; sip?: SipEndpoint; media?: MediaEngine } = {}
  const target = { transport: 'udp', host: '127.0.0.1', port: ports.agents } as const
  const carrier = { kind: 'carrier', id: 'carrier', peers: ['127.0.0.1'], target } as const
  const { tenant } = config
  const numbers = new Set(config.numbers.map(({ address }) => address))
  const voice = openVoice({
    tenants: [{ tenant, numbers, trunksIn: ['carrier'], agentsTrunk: 'carrier' }],
    trunks: [carrier],
    targets: () => [target],
    version: '1.0.0',
    sip: () => must(late.sip),
    media: () => must(late.media),
    speech: { speak: () => Promise.reject(new Error('nobody speaks here')) },
    tell: (_, input) => must(late.lane).submit(input),
    clock,
    log,
    recordingsFolder: folder,
    newLegName: () => `c-${crypto.randomUUID()}`,
  })
  const store = stack.use(await openStore({ file: join(folder, 'bench.db') }, { log }))
  const lane = await openLane(tenant, { ...store, channel: voice, clock, log })
  late.lane = lane
  stack.defer(() => lane.close())
  await lane.submit({ kind: 'tenant-configured', config })
  for (const { id } of config.agents) await signIn(lane, id)
  late.media = stack.use(
    await openMedia({
      workers: 1,
      address: '127.0.0.1',
      ports: { from: 0, to: 0 },
      log,
      onEvent: voice.onMediaEvent,
    }),
  )
  late.sip = stack.use(
    await openSipEndpoint({
      listen: [{ transport: 'udp', host: '127.0.0.1', port: ports.server }],
      clock: { now: () => performance.now(), setTimer: clock.setTimer },
      token: () => crypto.randomUUID(),
      userAgent: 'Parley',
      onInvite: voice.onInvite,
      limits: { requestsPerSourcePerSecondMax: 10_000 },
    }),
  )
  await answerCounts(lane)
}

const log = (): void => undefined

async function signIn(lane: Lane, agent: AgentId): Promise<void> {
  await lane.submit({ kind: 'agent-signed-in', agent })
  await lane.submit({ kind: 'agent-state-set', agent, state: 'available' })
}

async function answerCounts(lane: Lane): Promise<void> {
  let talks = 0
  lane.onFacts(facts => {
    talks += facts.filter(fact => fact.kind === 'talk-started').length
  })
  let at = performance.now()
  const spent = countSpent()
  for await (const _ of createInterface({ input: process.stdin })) {
    const now = performance.now()
    const rssMb = process.memoryUsage().rss / 2 ** 20
    const count: Count = { spent: spent(), ms: now - at, talks, rssMb }
    process.stdout.write(`${JSON.stringify(count)}\n`)
    talks = 0
    at = now
  }
}

function must<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
}
