import type { EmulatorClock } from '../clock.ts'
import type { EmulatedTenant, SbcAddress } from '../config.ts'
import type { EmulatorLog, IssuedIdentity } from '../emulator.ts'
import { openDeclineMemory } from '../rules/decline-memory.ts'
import type { DeclineMemory } from '../rules/decline-memory.ts'
import { openScoreCard } from '../rules/score-card.ts'
import type { ScoreCard } from '../rules/score-card.ts'
import { openTenancy } from '../rules/tenancy.ts'
import type { Tenancy } from '../rules/tenancy.ts'
import type { SoundStudio } from '../sound/sound-leg.ts'
import { openTimers } from '../timers.ts'
import { openExchanges } from '../wire/exchanges.ts'
import { LinkError, openLinks } from '../wire/links.ts'
import type { Link, Links } from '../wire/links.ts'
import type { OutboundCall, OutboundUser } from './outbound-call.ts'
import { openPairing } from './pairing.ts'
import type { Pairing } from './pairing.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { Switchboard } from './switchboard.ts'
import type { OfferToPerson, PickedUp, PlacedOut, ProxyFault } from './switchboard.ts'

/** The port an SBC is called at when neither its address nor its Contact names one. */
const sipsPort = 5061

/** What the proxy needs. */
export interface ProxyOptions {
  readonly host: string
  readonly port: number
  readonly identity: IssuedIdentity
  readonly tenants: readonly EmulatedTenant[]
  readonly sbcs: Map<string, SbcAddress>
  readonly optionsIntervalMs: number
  /** The URI of our Record-Route; when left out, our own address, which needs no DNS to be found. */
  readonly routeUri?: string
  /** Who was declined; another datacenter's too, where there are several. */
  readonly declined?: DeclineMemory
  readonly studio: SoundStudio
  readonly clock: EmulatorClock
  readonly log: EmulatorLog
  readonly offer: OfferToPerson
}

/** The emulated SIP proxy, open. */
export interface Proxy {
  readonly port: number
  readonly scoreCard: ScoreCard
  /** Calls out of Teams; where the person's organisation has no SBC, the call fails at once. */
  place(call: PlacedOut, user: OutboundUser): OutboundCall
  /** Somebody takes the place of another in a call; undefined where there is none to take. */
  pickUp(call: PickedUp, user: OutboundUser): OutboundCall | undefined
  setFault(fault: ProxyFault | undefined): void
  activeSbcs(): readonly string[]
  counts(): {
    readonly connections: number
    readonly transactions: number
    readonly dialogs: number
    readonly timers: number
  }
  close(): Promise<void>
}

/** Opens the proxy: Microsoft's side of a Direct Routing trunk. */
export async function openProxy(options: ProxyOptions): Promise<Proxy> {
  const { clock, log, host } = options
  const timers = openTimers(clock)
  const scoreCard = loggedScoreCard(options)
  const late: { switchboard?: Switchboard; place?: Proxy['place'] } = {}
  const links = await openLinks({
    host,
    port: options.port,
    identity: options.identity,
    log,
    onMessage: (message, link) => late.switchboard?.receive(message, link),
  })
  const exchanges = openExchanges(() => `${host}:${links.port}`, timers)
  const parts: ProxyParts = {
    studio: options.studio,
    exchanges,
    timers,
    scoreCard,
    log,
    now: () => clock.now(),
    routeUri: () => options.routeUri ?? `sip:${host}:${links.port};transport=tls;lr`,
    place: (call, user) => {
      if (late.place === undefined) throw new Error('a call before the proxy was open')
      return late.place(call, user)
    },
    portOf: fqdn => options.sbcs.get(fqdn)?.port,
    reach: (fqdn, contactPort) => reach({ links, options }, fqdn, contactPort),
  }
  const pairing = openPairing(parts, options.optionsIntervalMs)
  const tenancy = openTenancy(options.tenants)
  const { offer, declined = openDeclineMemory() } = options
  const switchboard = new Switchboard(parts, { pairing, tenancy, declined, offer })
  const place: Proxy['place'] = (call, user) =>
    switchboard.place(
      { ...call, routes: routesOf(call.personId, { options, pairing, tenancy }) },
      user,
    )
  late.switchboard = switchboard
  late.place = place
  return {
    port: links.port,
    scoreCard,
    place,
    pickUp: (call, user) => switchboard.pickUp(call, user),
    setFault: fault => switchboard.setFault(fault),
    activeSbcs: () => pairing.active(),
    counts: () => ({
      connections: links.count(),
      transactions: exchanges.count(),
      dialogs: switchboard.count(),
      timers: timers.count(),
    }),
    close: async () => {
      pairing.close()
      await switchboard.close()
      timers.clear()
      await links.close()
    },
  }
}

/** Whatever is broken is a line of the log too. */
function loggedScoreCard({ clock, log }: Pick<ProxyOptions, 'clock' | 'log'>): ScoreCard {
  return openScoreCard(
    () => clock.now(),
    ({ code, words, consequence, callId }) =>
      log('warn', 'rule broken', { code, words, consequence, callId }),
  )
}

/** A connection of ours to wherever an SBC's name leads. */
async function reach(
  { links, options }: { readonly links: Pick<Links, 'open'>; readonly options: ProxyOptions },
  fqdn: string,
  contactPort: number | undefined,
): Promise<Link> {
  const address = options.sbcs.get(fqdn)
  if (address === undefined) {
    throw new LinkError('connect-failed', `Nobody knows where ${fqdn} is.`)
  }
  const port = address.port ?? contactPort ?? sipsPort
  return links.open({ fqdn, host: address.host, port })
}

/** The SBCs of a person's organisation. A trunk that does not answer is demoted, and tried last (direct-routing §1.5). */
function routesOf(
  personId: string,
  given: {
    readonly options: ProxyOptions
    readonly pairing: Pick<Pairing, 'active'>
    readonly tenancy: Tenancy
  },
): readonly string[] {
  const { options, pairing, tenancy } = given
  const alive = new Set(pairing.active())
  const tenant = tenancy.tenantOfPerson(personId)
  const theirs = [...options.sbcs].flatMap(([fqdn, { enabled = true }]) =>
    enabled && tenancy.tenantOf(fqdn) === tenant ? [fqdn] : [],
  )
  return theirs.toSorted((a, b) => Number(alive.has(b)) - Number(alive.has(a)))
}
