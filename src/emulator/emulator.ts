import type { TeamsClient } from './clients/teams-client.ts'
import type { SbcAddress } from './config.ts'
import type { GraphFault } from './graph/open-graph.ts'
import type { PersonPresence } from './graph/presences.ts'
import type { Violation } from './rules/violation.ts'
import type { ProxyFault } from './direct-routing/switchboard.ts'
import type { EmulatorPages } from './pages/open-pages.ts'
import type { PageOptions } from './pages/page-world.ts'
import type { TrafficPlan } from './phones/plan-traffic.ts'
import type { Traffic } from './phones/run-traffic.ts'
import type { PlacedCall, PlannedCall } from './phones/script.ts'

/** A key and its certificate chain, as PEM text, with the authority that vouches for it. */
export interface IssuedIdentity {
  readonly key: string
  /** The leaf first, then the authority: Microsoft wants the whole chain sent. */
  readonly cert: string
  readonly ca: string
}

/** Where Entra ID is served. */
export interface EntraAddresses {
  /** `https://127.0.0.1:port`: token, keys, discovery; the issuer's origin. */
  readonly origin: string
  /** `host:port`, as MSAL's knownAuthorities wants it. */
  readonly knownAuthority: string
  /** `http://127.0.0.1:port`: the page people see. */
  readonly signInOrigin: string
}

/** How many of each thing are open. All but the listeners are zero when nothing is going on. */
export interface EmulatorCounts {
  readonly proxyConnections: number
  readonly proxyTransactions: number
  readonly proxyDialogs: number
  readonly clientCalls: number
  readonly callerCalls: number
  readonly mediaLegs: number
  readonly timers: number
}

/** One line of what the emulator saw or did. */
export type EmulatorLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void

/** A running stand-in for Microsoft's cloud and the phone network. */
export interface Emulator extends AsyncDisposable {
  /** The private authority's certificate (PEM), to be trusted by whatever is tested. */
  readonly authority: string
  readonly entra: EntraAddresses
  /** Where Microsoft Graph is served, over https; `/v1.0` follows. */
  readonly graph: { readonly origin: string }
  /** Where the SIP proxy listens, and the name its certificate proves. */
  readonly directRouting: {
    readonly host: string
    readonly port: number
    readonly servername: string
  }
  /** The carrier's own SIP address, the source of its calls. */
  readonly carrier: {
    readonly host: string
    readonly udpPort: number
    readonly tcpPort: number
  }
  /** A certificate for these names, such as a paired SBC needs; good for so many days, where a negative number makes an expired one. */
  issue(names: readonly string[], days?: number): Promise<IssuedIdentity>
  /** Says where an SBC's name leads from now on. */
  pointSbc(fqdn: string, address: SbcAddress): void
  /** Makes the proxy fail in this way from now on, or no longer. */
  setProxyFault(fault: ProxyFault | undefined): void
  /** Makes Graph fail in this way from now on, or no longer. */
  setGraphFault(fault: GraphFault | undefined): void
  /** Sets a person's presence, as somebody at the own Teams client does. */
  setPresence(personId: string, presence: PersonPresence): void
  /** FQDNs that are paired and alive: their OPTIONS were answered and they answered ours. */
  activeSbcs(): readonly string[]
  /** The Teams client of a person with a number. Throws for anybody else. */
  client(personId: string): TeamsClient
  clients(): readonly TeamsClient[]
  /** Dials from the phone network. */
  call(plan: PlannedCall): PlacedCall
  /** Whether a number is in a call that it made over the phone network. */
  isCalling(number: string): boolean
  /** Keeps calling by a seeded plan until stopped, or until the emulator closes. */
  startTraffic(plan: TrafficPlan): Traffic
  /** The pages on which people take part: a phone, a Teams client, a panel. */
  pages(options: PageOptions): EmulatorPages
  violations(): readonly Violation[]
  forgetViolations(): void
  counts(): EmulatorCounts
  close(): Promise<void>
}
