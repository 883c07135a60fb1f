import type { TrunkCallerId, TrunkRegistrar } from '#channels'
import type { AgentId, TenantConfig, TenantId } from '#core'
import type { EmulatorConfig } from '#emulator'
import type { MediaOptions } from '#media'
import type { Credentials, ListenPoint, SipTarget, TlsIdentity } from '#sip'
import type { Complaint } from '../reading/complaint.ts'
import type { KeptIdentity } from '../reading/read-identity.ts'
import type { PlannedTraffic } from './traffic-plan.ts'

/**
 * An installation as its files describe it, proven and complete: defaults filled in, paths made
 * absolute, keys and certificates read, secrets taken from the environment. `main.ts` builds from it.
 */
export interface Installation {
  /** The file it was read from. */
  readonly file: string
  readonly dataFolder: string
  /** PostgreSQL; the embedded database in the data folder where it is left out. */
  readonly databaseUrl?: string
  readonly http: {
    readonly host: string
    readonly port: number
    readonly publicUrl: string
    /** Addresses and blocks whose X-Forwarded-For is believed. */
    readonly proxies: readonly string[]
  }
  readonly sip: {
    readonly listen: readonly ListenPoint[]
    /** The files we are known by in TLS; none where an emulator issues them. */
    readonly identities: readonly KeptIdentity[]
  }
  readonly media: Pick<
    MediaOptions,
    'address' | 'publicAddress' | 'browserAddress' | 'ports' | 'workers'
  > & {
    /** A leg that ought to send and has not for this long is dead: no BYE will come. */
    readonly deadAfterMs: number
  }
  /** What browsers are told to find a way. */
  readonly webrtc: WebrtcConfig
  readonly trunks: readonly TrunkConfig[]
  /** Absent only beside an emulator, which brings its own. */
  readonly entra?: EntraConfig
  /** How presences are asked for; absent where nobody is asked. */
  readonly presence?: PresenceConfig
  readonly speech: { readonly cacheBytesMax: number }
  /** Whose SIP messages are kept. */
  readonly trace: 'off' | 'errors' | 'all'
  readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error'
    readonly format: 'json' | 'lines'
  }
  readonly tenants: readonly InstalledTenant[]
  readonly emulator?: EmulatorPlan
}

/** A SIP connection to a carrier or to Microsoft's SIP proxies. */
export type TrunkConfig = CarrierTrunk | DirectRoutingTrunk

/** A carrier, known by the addresses it calls from. */
export interface CarrierTrunk {
  readonly id: string
  readonly kind: 'carrier'
  /** Addresses and blocks, as `192.0.2.0/24`. */
  readonly peers: readonly string[]
  readonly target?: SipTarget
  readonly callerId?: TrunkCallerId
  readonly credentials?: Credentials
  readonly registrar?: TrunkRegistrar
  readonly inbandDigits: boolean
}

/** Microsoft's SIP proxies, tried in order. */
export interface DirectRoutingTrunk {
  readonly id: string
  readonly kind: 'direct-routing'
  readonly fqdn: string
  readonly proxies: readonly SipTarget[]
  readonly transfers?: 'by-microsoft' | 'by-parley'
  readonly callerId?: TrunkCallerId
  /** Absent only beside an emulator, which issues it. */
  readonly tls?: TlsIdentity
}

/** The servers that help browsers, and what makes credentials for those that share a secret with us. */
export interface WebrtcConfig {
  readonly iceServers: readonly IceServerConfig[]
  readonly turnSecret?: string
}

/** A STUN or TURN server. */
export interface IceServerConfig {
  readonly urls: readonly string[]
  readonly username?: string
  readonly credential?: string
}

/** How Teams is asked for presences. */
export interface PresenceConfig {
  readonly everyMs: number
  readonly unknownAfterMs: number
  /** Where Microsoft Graph answers. */
  readonly graph: string
}

/** How people sign in. */
export interface EntraConfig {
  readonly authority: string
  readonly knownAuthority?: string
  readonly clientId: string
  readonly clientSecret: string
}

/** One tenant of the installation: what the core decides by, and what the outside needs beside it. */
export interface InstalledTenant {
  readonly config: TenantConfig
  /** The directory's id in Microsoft Entra ID. */
  readonly directory: string
  /** Trunk ids: where customers call in, and the way to the agents' phones. */
  readonly trunks: { readonly in: readonly string[]; readonly agents: string }
  /** The file it was read from. */
  readonly file: string
  /** What it was read from: the tenant's own file first, then its flows, by path from its folder. */
  readonly texts: ReadonlyMap<string, string>
}

/** The emulated world to run beside this installation, and the traffic in it. */
export interface EmulatorPlan {
  readonly config: EmulatorConfig
  /** By tenant: whose app the emulation works, and who calls. */
  readonly tenants: ReadonlyMap<TenantId, EmulatedDay>
}

/** What goes on at a tenant in an emulated world. */
export interface EmulatedDay {
  readonly atWork: readonly AgentId[]
  readonly traffic?: PlannedTraffic
}

/** What became of reading an installation. Warnings do not stop a start; errors do. */
export type LoadedInstallation =
  | {
      readonly ok: true
      readonly installation: Installation
      readonly warnings: readonly Complaint[]
    }
  | { readonly ok: false; readonly complaints: readonly Complaint[] }
