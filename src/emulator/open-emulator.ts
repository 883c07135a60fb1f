import { PersonClients } from './clients/open-client.ts'
import type { CallInHand } from './clients/offered-call.ts'
import { systemClock } from './clock.ts'
import type { EmulatorClock } from './clock.ts'
import { checkConfig } from './config.ts'
import type { EmulatedMedia, EmulatorConfig, EmulatorPorts } from './config.ts'
import { openProxy } from './direct-routing/open-proxy.ts'
import type { OutboundUser } from './direct-routing/outbound-call.ts'
import type { Proxy } from './direct-routing/open-proxy.ts'
import type { Emulator, EmulatorCounts, EmulatorLog } from './emulator.ts'
import { openEntra } from './entra/open-entra.ts'
import type { Entra } from './entra/open-entra.ts'
import { openGraph } from './graph/open-graph.ts'
import type { Graph } from './graph/open-graph.ts'
import { Presences } from './graph/presences.ts'
import { openPages } from './pages/open-pages.ts'
import { openPhoneNetwork } from './phones/open-phone-network.ts'
import type { PhoneNetwork } from './phones/open-phone-network.ts'
import { runTraffic } from './phones/run-traffic.ts'
import { openAuthority } from './pki/authority.ts'
import type { Authority } from './pki/authority.ts'
import { issueIdentity } from './pki/issue.ts'
import type { DeclineMemory } from './rules/decline-memory.ts'
import type { SoundStudio } from './sound/sound-leg.ts'
import { openStudio } from './sound/open-studio.ts'
import type { Speak } from './sound/sound.ts'
import { openTimers } from './timers.ts'
import type { Timers } from './timers.ts'

/** What the emulator needs from whoever opens it. */
export interface EmulatorOptions {
  readonly log: EmulatorLog
  /** Where the authority's key is kept, so that it need be trusted once only. */
  readonly dataFolder: string
  readonly clock?: EmulatorClock
  /** Shared by emulators that are datacenters of one Microsoft. */
  readonly declined?: DeclineMemory
  /** A voice for what simulated people say; without it they hum. */
  readonly speak?: Speak
}

/** The names Microsoft's proxies go by (direct-routing §1.1). */
const proxyNames = [
  'sip.pstnhub.microsoft.com',
  'sip2.pstnhub.microsoft.com',
  'sip3.pstnhub.microsoft.com',
  'localhost',
]

/** Media processors' own range (direct-routing §1.2). */
const mediaPorts = { from: 49_152, to: 53_247 } as const

/** Teams' own period of asking (direct-routing §1.5). */
const optionsIntervalMsDefault = 60_000

interface World {
  readonly authority: Authority
  readonly clock: EmulatorClock
  readonly timers: Timers
  readonly studio: SoundStudio
  readonly clients: ReadonlyMap<string, PersonClients>
  readonly sbcs: Map<string, { readonly host: string; readonly port?: number }>
  readonly entra: Entra
  readonly presences: Presences
  readonly graph: Graph
  readonly proxy: Proxy
  readonly phones: PhoneNetwork
}

/** Opens the whole emulated world: authority, Entra ID, SIP proxy with Teams clients, phone network. */
export async function openEmulator(
  config: EmulatorConfig,
  options: EmulatorOptions,
): Promise<Emulator> {
  checkConfig(config)
  const opened: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const shut of opened.splice(0).toReversed()) await shut()
  }
  try {
    const world = await openWorld(config, options, shut => opened.push(shut))
    return emulatorOver(config, world, {
      log: options.log,
      opened: shut => opened.push(shut),
      close,
    })
  } catch (error) {
    await close()
    throw error
  }
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked for before it was opened')
  return part
}

/** The configuration with nothing left to guess. */
interface Settings {
  readonly host: string
  readonly ports: Required<EmulatorPorts>
  readonly media: Required<EmulatedMedia>
  readonly optionsIntervalMs: number
}

function settingsOf(config: EmulatorConfig): Settings {
  return {
    host: config.host ?? '127.0.0.1',
    ports: { entra: 0, signIn: 0, graph: 0, directRouting: 0, carrier: 0, ...config.ports },
    media: { workers: 1, ports: mediaPorts, ...config.media },
    optionsIntervalMs: config.optionsIntervalMs ?? optionsIntervalMsDefault,
  }
}

/** Opens everything in order; what was opened is told at once, so that a failure leaves nothing behind. */
async function openWorld(
  config: EmulatorConfig,
  options: EmulatorOptions,
  opened: (shut: () => Promise<void>) => void,
): Promise<World> {
  const { log, speak, dataFolder, declined, clock = systemClock } = options
  const { host, ports, media, optionsIntervalMs } = settingsOf(config)
  const { tenants, routeUri } = config
  const authority = await openAuthority(dataFolder, clock)
  const studio = await openStudio({ host, ...media, speak, log })
  opened(() => studio.close())
  const timers = openTimers(clock)
  opened(async () => timers.clear())
  const late: { proxy?: Proxy } = {}
  const clients = clientsOf(config, {
    timers,
    log,
    now: () => clock.now(),
    place: (call, user) => present(late.proxy).place(call, user),
    pickUp: (call, user) => present(late.proxy).pickUp(call, user),
  })
  const sbcs = new Map(Object.entries(config.sbcs))
  const [webIdentity, proxyIdentity] = await Promise.all([
    issueIdentity(authority, clock, { names: [host, 'localhost'] }),
    issueIdentity(authority, clock, { names: [...proxyNames, host] }),
  ])
  const entra = await openEntra({ tenants, host, ports, identity: webIdentity, clock, log })
  opened(() => entra.close())
  const presences = new Presences(id => clients.get(id)?.state().kind === 'talking')
  const { readToken } = entra
  const at = { host, port: ports.graph, identity: webIdentity, clock, log }
  const graph = await openGraph({ ...at, tenants, presences, readToken })
  opened(() => graph.close())
  const proxy = await openProxy({
    host,
    port: ports.directRouting,
    identity: proxyIdentity,
    tenants,
    sbcs,
    optionsIntervalMs,
    ...(routeUri === undefined ? {} : { routeUri }),
    ...(declined === undefined ? {} : { declined }),
    studio,
    clock,
    log,
    offer: (person, call) => clientOf(clients, person.id).offered(call),
  })
  late.proxy = proxy
  opened(() => proxy.close())
  const phones = await openPhoneNetwork({ host, port: ports.carrier, studio, clock, log })
  opened(() => phones.close())
  const microsoft = { entra, presences, graph, proxy }
  return { authority, clock, timers, studio, clients, sbcs, ...microsoft, phones }
}

interface Life {
  readonly log: EmulatorLog
  /** To be shut at the end, before everything opened earlier. */
  opened(shut: () => Promise<void>): void
  close(): Promise<void>
}

function emulatorOver(config: EmulatorConfig, world: World, life: Life): Emulator {
  const { log } = life
  const { authority, clock, clients, entra, graph, phones, presences } = world
  const { proxy, sbcs, studio, timers } = world
  const { host } = settingsOf(config)
  const emulator: Emulator = {
    authority: authority.pem,
    entra: entra.addresses,
    graph: { origin: graph.origin },
    directRouting: { host, port: proxy.port, servername: 'sip.pstnhub.microsoft.com' },
    carrier: { host, udpPort: phones.udpPort, tcpPort: phones.tcpPort },
    issue: (names, days) =>
      issueIdentity(authority, clock, { names, ...(days === undefined ? {} : { days }) }),
    pointSbc: (fqdn, address) => void sbcs.set(fqdn, address),
    setProxyFault: fault => proxy.setFault(fault),
    setGraphFault: fault => graph.setFault(fault),
    setPresence: (personId, presence) => presences.choose(personId, presence),
    activeSbcs: () => proxy.activeSbcs(),
    client: personId => clientOf(clients, personId),
    clients: () => [...clients.values()],
    call: plan => phones.call(plan),
    isCalling: number => phones.isCalling(number),
    startTraffic: plan => {
      const traffic = runTraffic(plan, {
        call: planned => phones.call(planned),
        isCalling: number => phones.isCalling(number),
        clock,
        log,
      })
      life.opened(() => traffic.stop('now'))
      return traffic
    },
    pages: options =>
      openPages(
        {
          emulator,
          people: config.tenants.flatMap(tenant => tenant.people),
          clients,
          presences,
          lose: share => studio.lose(share),
          slowDown: ms => entra.slowDown(ms),
          cutTrunk: isCut => phones.cut(isCut),
          admit: personId => entra.admit(personId),
          timers,
          now: () => clock.now(),
        },
        options,
      ),
    violations: () => proxy.scoreCard.violations(),
    forgetViolations: () => proxy.scoreCard.forget(),
    counts: () => countsOf(world),
    close: () => life.close(),
    [Symbol.asyncDispose]: () => life.close(),
  }
  return emulator
}

function countsOf({ clients, phones, proxy, studio, timers }: World): EmulatorCounts {
  const { connections, transactions, dialogs, timers: proxyTimers } = proxy.counts()
  const { calls, timers: phoneTimers } = phones.counts()
  return {
    proxyConnections: connections,
    proxyTransactions: transactions,
    proxyDialogs: dialogs,
    clientCalls: [...clients.values()].filter(one => one.state().kind !== 'idle').length,
    callerCalls: calls,
    mediaLegs: studio.count(),
    timers: proxyTimers + phoneTimers + timers.count(),
  }
}

function clientsOf(
  config: EmulatorConfig,
  lent: Pick<ConstructorParameters<typeof PersonClients>[0], 'timers' | 'log' | 'now'> & {
    readonly place: Proxy['place']
    readonly pickUp: Proxy['pickUp']
  },
): ReadonlyMap<string, PersonClients> {
  const people = config.tenants.flatMap(tenant => tenant.people)
  return new Map(
    people.flatMap(({ id, number, client }) => {
      if (number === undefined) return []
      const dial = (to: string, user: OutboundUser): CallInHand =>
        lent.place({ personId: id, to }, user)
      const pickUp = (from: string, user: OutboundUser): CallInHand | undefined =>
        lent.pickUp({ personId: id, from }, user)
      return [
        [
          id,
          new PersonClients({ ...lent, dial, pickUp, person: { id, number }, behaviour: client }),
        ],
      ]
    }),
  )
}

function clientOf(clients: ReadonlyMap<string, PersonClients>, personId: string): PersonClients {
  const client = clients.get(personId)
  if (client === undefined) throw new RangeError(`${personId} has no Teams client: no number.`)
  return client
}
