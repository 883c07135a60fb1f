import type { ClientBehaviour } from './clients/behaviour.ts'

/** Everything the emulated world contains, as data: organisations, people, registered apps, SBCs. */
export interface EmulatorConfig {
  readonly tenants: readonly EmulatedTenant[]
  /** Where the emulated internet finds each SBC, by FQDN: this stands for public DNS. */
  readonly sbcs: Readonly<Record<string, SbcAddress>>
  /** The address every listener binds; loopback when left out. */
  readonly host?: string
  readonly ports?: EmulatorPorts
  readonly media?: EmulatedMedia
  /** What the SBC must route by, such as `sip:sip-du-a-eu.pstnhub.microsoft.com:5061;transport=tls;lr`; the proxy's own address when left out. */
  readonly routeUri?: string
  /** How often the proxy asks a paired SBC whether it lives; 60 s when left out. */
  readonly optionsIntervalMs?: number
}

/** One Microsoft 365 organisation. */
export interface EmulatedTenant {
  /** The directory (tenant) id, a GUID. */
  readonly directoryId: string
  readonly name: string
  /** Verified domains. An SBC's FQDN, or its parent domain, must be among them. */
  readonly domains: readonly string[]
  readonly people: readonly EmulatedPerson[]
  readonly apps: readonly AppRegistration[]
  /** Numbers the administrator blocked as callers (New-CsInboundBlockedNumberPattern). */
  readonly blockedCallers?: readonly string[]
}

/** A user of the organisation; with a number he is a Teams Phone user and has a Teams client. */
export interface EmulatedPerson {
  /** The object id, a GUID. */
  readonly id: string
  readonly name: string
  /** The user principal name, `anna@contoso.example`. */
  readonly userName: string
  /** App roles assigned to him, which travel in the token's `roles`. */
  readonly roles?: readonly string[]
  /** E.164 with a plus, as in the LineURI. */
  readonly number?: string
  /** How his Teams client behaves until told otherwise. */
  readonly client?: ClientBehaviour
}

/** An app registration as consented in the tenant. */
export interface AppRegistration {
  readonly clientId: string
  readonly name: string
  /** Without a secret the app is a public client and must use PKCE. */
  readonly secret?: string
  readonly redirectUris: readonly string[]
  /** Application permissions granted by the administrator, for app-only tokens. */
  readonly permissions?: readonly string[]
}

/** Where an SBC's FQDN leads. Without a port, that of the SBC's Contact counts. */
export interface SbcAddress {
  readonly host: string
  readonly port?: number
  /** False while the trunk is drained: calls under way go on, and new ones go elsewhere (direct-routing §1.4). */
  readonly enabled?: boolean
}

/** Ports of the listeners; 0, the default, takes any free one. */
export interface EmulatorPorts {
  /** Entra ID over https, for servers. */
  readonly entra?: number
  /** The sign-in page over http, for browsers that know nothing of the emulator's authority. */
  readonly signIn?: number
  /** Microsoft Graph over https. */
  readonly graph?: number
  /** The Direct Routing proxy (TLS). */
  readonly directRouting?: number
  /** The carrier's trunk (UDP and TCP). */
  readonly carrier?: number
}

/** The RTP ports of Teams' media processors and of the phones. */
export interface EmulatedMedia {
  readonly workers?: number
  readonly ports?: { readonly from: number; readonly to: number }
}

/** Upper bounds of one emulated world. */
export const tenantsMax = 200
export const peoplePerTenantMax = 5000
export const appsPerTenantMax = 50

/** A configuration the emulator cannot make a world of. */
export class EmulatorConfigError extends Error {
  override readonly name = 'EmulatorConfigError'
  readonly code: 'too-many' | 'duplicate' | 'bad-number'

  constructor(code: EmulatorConfigError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Throws when the world cannot exist: too much of something, or two of what must be one. */
export function checkConfig({ tenants }: EmulatorConfig): void {
  if (tenants.length > tenantsMax) {
    throw new EmulatorConfigError('too-many', `More than ${tenantsMax} tenants.`)
  }
  unique(
    'domain',
    tenants.flatMap(({ domains, directoryId }) => [...domains, directoryId]),
  )
  unique(
    'person',
    tenants.flatMap(({ people }) => people.map(({ id }) => id)),
  )
  for (const tenant of tenants) checkTenant(tenant)
}

function checkTenant({ name, people, apps }: EmulatedTenant): void {
  if (people.length > peoplePerTenantMax || apps.length > appsPerTenantMax) {
    throw new EmulatorConfigError('too-many', `${name} has too many people or apps.`)
  }
  const numbers = people.flatMap(({ number }) => (number === undefined ? [] : [number]))
  const bad = numbers.find(number => !/^\+\d{1,15}$/.test(number))
  if (bad !== undefined) {
    throw new EmulatorConfigError('bad-number', `${bad} is not E.164 with a plus.`)
  }
  unique(`number of ${name}`, numbers)
  unique(
    `app of ${name}`,
    apps.map(({ clientId }) => clientId),
  )
}

function unique(what: string, values: readonly string[]): void {
  const twice = values.find((value, at) => values.indexOf(value) < at)
  if (twice !== undefined) throw new EmulatorConfigError('duplicate', `Two of ${what} ${twice}.`)
}
