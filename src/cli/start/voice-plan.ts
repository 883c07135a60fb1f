import type { VoiceTenant, VoiceTrunk } from '#channels'
import type { IssuedIdentity } from '#emulator'
import type { ListenPoint, SipTarget } from '#sip'
import type { Installation, TrunkConfig } from '../config/installation.ts'

/** Where an emulated Microsoft calls from. */
const loopback = ['127.0.0.0/8', '::1']

/** The port Microsoft calls a paired SBC on where no TLS listener is configured. */
const sbcPort = 5061

/** What the voice channel and the SIP endpoint are opened with. */
export interface VoicePlan {
  readonly listen: readonly ListenPoint[]
  readonly tlsClient?: { readonly key: string; readonly cert: string; readonly ca?: string }
  readonly trunks: readonly VoiceTrunk[]
  readonly tenants: readonly VoiceTenant[]
}

/** What an emulator beside the installation brings: who we are on TLS, and where its proxy is. */
export interface EmulatedTrunk {
  readonly identity: IssuedIdentity
  readonly proxy: SipTarget
}

/**
 * Makes the plan of an installation. Keys come from its files; where an emulator runs beside it
 * and there are none, they come from the emulator, and its proxy stands in Microsoft's place.
 */
export function voicePlan(installation: Installation, emulated?: EmulatedTrunk): VoicePlan {
  const identity = emulated?.identity ?? ownIdentity(installation)
  const { listen } = installation.sip
  return {
    listen: listen.map(point => withIdentity(point, identity)),
    ...(identity === undefined ? {} : { tlsClient: identity }),
    trunks: installation.trunks.map(trunk => voiceTrunk(trunk, listen, emulated)),
    tenants: installation.tenants.map(({ config, trunks }) => ({
      tenant: config.tenant,
      numbers: new Set(config.numbers.map(number => number.address)),
      trunksIn: trunks.in,
      agentsTrunk: trunks.agents,
    })),
  }
}

/** The names the emulated authority must vouch for. */
export function pairedNames(installation: Installation): readonly string[] {
  return installation.trunks.flatMap(trunk => (trunk.kind === 'direct-routing' ? [trunk.fqdn] : []))
}

/** The port of the listener Microsoft calls. */
export function pairedPort(listen: readonly ListenPoint[]): number {
  return listen.find(point => point.transport === 'tls')?.port ?? sbcPort
}

function ownIdentity(installation: Installation): VoicePlan['tlsClient'] {
  for (const trunk of installation.trunks) {
    if (trunk.kind === 'direct-routing' && trunk.tls !== undefined) return trunk.tls
  }
  return installation.sip.listen.find(point => point.tls !== undefined)?.tls
}

function withIdentity(point: ListenPoint, identity: VoicePlan['tlsClient']): ListenPoint {
  if (point.transport !== 'tls' || point.tls !== undefined || identity === undefined) return point
  return { ...point, tls: identity }
}

function voiceTrunk(
  trunk: TrunkConfig,
  listen: readonly ListenPoint[],
  emulated: EmulatedTrunk | undefined,
): VoiceTrunk {
  if (trunk.kind === 'carrier') return trunk
  const { kind, id, fqdn, transfers = 'by-microsoft' } = trunk
  const callerId = trunk.callerId === undefined ? {} : { callerId: trunk.callerId }
  const base = { kind, id, fqdn, transfers, port: pairedPort(listen), ...callerId }
  if (emulated === undefined) return { ...base, proxies: trunk.proxies }
  return { ...base, proxies: [emulated.proxy], peers: loopback }
}
