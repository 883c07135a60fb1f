import type { TenantId } from '#core'
import type { Clock, Log, Tell } from '#engine'
import type { Speech } from '#assist'
import type { MediaEngine, MediaEvent } from '#media'
import type { CallerIdPolicy, Credentials, IncomingCall, SipEndpoint, SipTarget } from '#sip'
import type { Phones } from '../softphone/phones.ts'
import type { SignalTrace } from '../trace/open-trace.ts'

/** What the voice channel is built from. SIP and media are opened by whoever builds it, and handed over. */
export interface VoiceOptions {
  readonly tenants: readonly VoiceTenant[]
  readonly trunks: readonly VoiceTrunk[]
  /** A trunk's targets in the order in which they are to be tried now. */
  readonly targets: (trunk: VoiceTrunk) => readonly SipTarget[]
  readonly sip: () => SipEndpoint
  readonly media: () => MediaEngine
  readonly speech: Pick<Speech, 'speak'>
  readonly tell: Tell
  readonly clock: Clock
  readonly log: Log
  /** Our version, as Microsoft wants to read it in X-MS-SBC. */
  readonly version: string
  /** Recordings lie here, by tenant and month. */
  readonly recordingsFolder: string
  /** A fresh id for an incoming leg, in characters an id may have. */
  readonly newLegName: () => string
  /** Browsers that are agents' phones; where it is left out, there are none. */
  readonly phones?: Phones
  /** Keeps the signalling of calls; where it is left out, nobody does. */
  readonly trace?: SignalTrace
}

/** A tenant as calls find it. */
export interface VoiceTenant {
  readonly tenant: TenantId
  readonly numbers: { readonly has: (number: string) => boolean }
  /** Trunks its customers call in on. */
  readonly trunksIn: readonly string[]
  /** At what its agents may take calls now; at both where it is left out. */
  readonly agentPhones?: () => 'both' | 'teams' | 'browser'
  /** The trunk to its agents' phones. */
  readonly agentsTrunk: string
}

/** A SIP connection, as far as calls need to know it. */
export type VoiceTrunk = CarrierTrunk | DirectRoutingTrunk

/** Who is shown on a trunk's calls out, and whom its calls in are taken to be from. */
export interface TrunkCallerId extends CallerIdPolicy {
  /** Takes the caller's number from P-Asserted-Identity: only from whoever vouches for it (RFC 3325 §5). */
  readonly trust: boolean
}

/** A carrier: known by where it calls from. */
export interface CarrierTrunk {
  readonly kind: 'carrier'
  readonly id: string
  /** Addresses and blocks, as `192.0.2.0/24`. */
  readonly peers: readonly string[]
  readonly target?: SipTarget
  readonly callerId?: TrunkCallerId
  /** What answers its challenges (RFC 3261 §22). */
  readonly credentials?: Credentials
  /** Where it wants to be told of our address. */
  readonly registrar?: TrunkRegistrar
  /** Hears keys as tones in the voice too, for carriers without RFC 4733. */
  readonly inbandDigits?: boolean
}

/** A carrier's registrar, and for how long it is to remember us. */
export interface TrunkRegistrar {
  readonly target: SipTarget
  /** The carrier's domain: our account is a user of it. */
  readonly domain: string
  readonly expiresSeconds: number
}

/** Microsoft's SIP proxies: known by our own name on the trunk, reached over TLS with SRTP alone. */
export interface DirectRoutingTrunk {
  readonly kind: 'direct-routing'
  readonly id: string
  /** The paired name of this SBC: Microsoft finds the tenant by it in our Contact. */
  readonly fqdn: string
  readonly port: number
  /** Who may call in by our name beside Microsoft's own networks: an emulator, an SBC in between. */
  readonly peers?: readonly string[]
  readonly proxies: readonly SipTarget[]
  /** Who carries out a transfer by a Teams user; Microsoft where it is left out. */
  readonly transfers?: 'by-microsoft' | 'by-parley'
  readonly callerId?: TrunkCallerId
}

/** What the channel hears from the parts below it: main connects these to the endpoint and the engine. */
export interface VoiceEars {
  /** Whether this address is one of a trunk's far end. */
  readonly isPeer: (address: string) => boolean
  readonly onInvite: (call: IncomingCall) => void
  readonly onMediaEvent: (event: MediaEvent) => void
}
