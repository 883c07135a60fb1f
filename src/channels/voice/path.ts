import type { AgentId } from '#core'
import { webCustomer } from '#core'
import type {
  ExtraHeaders,
  IncomingRefer,
  OutgoingInvite,
  SipTarget,
  Trunk,
  TrunkProfile,
} from '#sip'
import {
  carrierProfile,
  directRoutingProfile,
  directRoutingReferProfile,
  inviteOn,
  parseUri,
} from '#sip'
import type { VoiceLeg } from './legs.ts'
import type { VoiceTenant, VoiceTrunk } from './voice-options.ts'

/** A way to a phone: how its sound must be protected, and the INVITE once the sound is described. */
export interface Path {
  readonly inbandDigits: boolean
  readonly trunk: string
  readonly profile: TrunkProfile
  readonly srtp: 'off' | 'sdes'
  readonly invite: (sdp: string) => OutgoingInvite
}

/** Whom to call, and who it is that calls. */
export interface Calling {
  /** Whose phone it is; a number outside is called by the way customers come. */
  readonly agent?: AgentId
  readonly to: string
  readonly from: string
  readonly fromName?: string
}

/** What the planner knows: the trunks, and the order in which their targets answer at present. */
export interface Ways {
  readonly trunks: readonly VoiceTrunk[]
  readonly targets: (trunk: VoiceTrunk) => readonly SipTarget[]
  readonly version: string
}

/**
 * Plans the way to a phone: to an agent's by the tenant's trunk to its agents, to a number outside by
 * the first of its customers' trunks that can call out, or, where none can, by the agents' as well.
 * A tenant whose trunk cannot call out is told so, and not merely left without an answer.
 */
export function planPath(
  ways: Ways,
  tenant: VoiceTenant,
  calling: Calling,
): Path | { readonly impossible: string } {
  const name = calling.agent === undefined ? outwards(ways, tenant) : tenant.agentsTrunk
  const trunk = ways.trunks.find(one => one.id === name)
  if (trunk === undefined) return { impossible: `there is no trunk ${name}` }
  const sip = sipTrunk(trunk, ways.version)
  if (sip === undefined) return { impossible: `trunk ${trunk.id} has no target to call` }
  return {
    trunk: trunk.id,
    inbandDigits: hearsInband(trunk),
    profile: sip.profile,
    srtp: sip.profile.srtp === 'always' ? 'sdes' : 'off',
    invite: sdp => wordInvite(sip, { ...calling, sdp }, ways.targets(trunk)),
  }
}

/** Whether keys are to be heard in the voice too; Teams sends them as events alone (direct-routing reference §3.2). */
export function hearsInband(trunk: VoiceTrunk): boolean {
  return trunk.kind === 'carrier' && trunk.inbandDigits === true
}

/** What a trunk wants said, and what it must never be sent. */
export function profileOf(trunk: VoiceTrunk): TrunkProfile {
  if (trunk.kind === 'carrier') return carrierProfile
  return trunk.transfers === 'by-parley' ? directRoutingReferProfile : directRoutingProfile
}

/** What a certified SBC says it is, in requests, answers and OPTIONS (direct-routing reference §2.1). */
export function sbcHeaders({ kind }: VoiceTrunk, version: string): ExtraHeaders {
  return kind === 'direct-routing' ? { 'X-MS-SBC': `Parley/Parley/${version}` } : {}
}

/**
 * What an answer of ours says beside the sound. On Direct Routing our Contact is the paired name, whatever
 * the listener calls itself: Microsoft refuses an address there (direct-routing reference §1.6, §2.2).
 */
export function answerHeaders(trunk: VoiceTrunk, version: string): ExtraHeaders {
  if (trunk.kind === 'carrier') return {}
  const contact = `<sip:${trunk.fqdn}:${trunk.port};transport=tls>`
  return { ...sbcHeaders(trunk, version), Contact: contact }
}

function outwards({ trunks }: Ways, tenant: VoiceTenant): string {
  const able = tenant.trunksIn.find(id => {
    const trunk = trunks.find(one => one.id === id)
    return trunk?.kind === 'direct-routing' || trunk?.target !== undefined
  })
  return able ?? tenant.agentsTrunk
}

/**
 * A trunk as SIP sees it. On Direct Routing we go by our paired name, and the proxy by its own;
 * a carrier is called at its target, and finds our address in the Contact the endpoint writes.
 */
export function sipTrunk(trunk: VoiceTrunk, version: string): Trunk | undefined {
  const callerId = trunk.callerId === undefined ? {} : { callerId: trunk.callerId }
  if (trunk.kind === 'carrier') {
    const { target } = trunk
    if (target === undefined) return undefined
    return {
      profile: profileOf(trunk),
      targets: [target],
      ourHost: target.host,
      theirHost: target.host,
      transport: target.transport ?? 'udp',
      ...(trunk.credentials === undefined ? {} : { credentials: trunk.credentials }),
      ...callerId,
    }
  }
  const [first] = trunk.proxies
  return {
    profile: profileOf(trunk),
    targets: trunk.proxies.map(target => ({ ...target, transport: 'tls' })),
    ourHost: trunk.fqdn,
    ourPort: trunk.port,
    theirHost: first?.servername ?? first?.host ?? 'sip.pstnhub.microsoft.com',
    transport: 'tls',
    headers: sbcHeaders(trunk, version),
    ...callerId,
  }
}

/**
 * The call a REFER of Microsoft's asks for: to its proxy, whomever it leads to, with Refer-To and
 * Referred-By to the letter (direct-routing reference §2.10.1).
 */
export function referredInvite(
  ways: Ways,
  trunk: VoiceTrunk,
  given: {
    readonly refer: Pick<IncomingRefer, 'referTo' | 'referredBy'>
    readonly leg: Pick<VoiceLeg, 'way'>
    readonly offer: { readonly sdp: string }
  },
): OutgoingInvite | undefined {
  const { refer, leg, offer } = given
  const sip = sipTrunk(trunk, ways.version)
  if (sip === undefined || leg.way === undefined) return undefined
  const { from, fromName } = leg.way
  const calling = { to: '', from, sdp: offer.sdp, ...(fromName === undefined ? {} : { fromName }) }
  const invite = wordInvite(sip, calling, ways.targets(trunk))
  const { referTo, referredBy } = refer
  const { target, replaces } = targetOf(referTo.uri)
  const by = referredBy === undefined ? {} : { 'Referred-By': referredBy }
  const instead = replaces === undefined ? {} : { Replaces: replaces }
  return {
    ...invite,
    requestUri: target,
    to: { uri: target },
    headers: { ...invite.headers, ...by, ...instead },
  }
}

/**
 * Whom a Refer-To names, and the call whose place ours is to take (RFC 3515 §2.1, RFC 5589 §7.1). Header
 * fields in a URI are none of the Request-URI, and of all others none is honoured (RFC 3261 §19.1.5).
 */
function targetOf(uri: string): { readonly target: string; readonly replaces?: string } {
  const at = uri.indexOf('?')
  if (at < 0) return { target: uri }
  const replaces = parseUri(uri)?.headers.get('replaces')
  return { target: uri.slice(0, at), ...(replaces === undefined ? {} : { replaces }) }
}

function wordInvite(
  trunk: Trunk,
  { to, from, fromName, sdp }: Calling & { readonly sdp: string },
  targets: readonly SipTarget[],
): OutgoingInvite {
  // A page proves no number: on a telephone its caller is nobody.
  const callerNumber = from === webCustomer ? 'anonymous' : from
  const call = { calledNumber: to, callerNumber, sdp }
  const named = fromName === undefined ? call : { ...call, callerName: fromName }
  const { contact, ...invite } = inviteOn(trunk, named, targets)
  if (trunk.profile.name === 'carrier' || contact === undefined) return invite
  return { ...invite, contact }
}
