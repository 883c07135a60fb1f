import type { ExtraHeaders, OutgoingInvite } from '../calls.ts'
import { bracketed, escapeUser } from '../messages/uri.ts'
import type { SipTarget } from '../transport/points.ts'

/** What a kind of trunk wants said, and what it must never be sent. Data, so that a new carrier is a new record. */
export interface TrunkProfile {
  readonly name: string
  readonly allow: readonly string[]
  readonly supported: readonly string[]
  /** `+` before the digits of every number we send. */
  readonly plus: 'always' | 'as-given'
  /** Adds `;user=phone` to the URIs that hold numbers. */
  readonly userPhone: boolean
  /** The direction attribute that means hold in our offers. */
  readonly hold: 'inactive' | 'sendonly'
  /** Methods the far end does not take; nobody may send them on this trunk. */
  readonly neverSends: readonly string[]
  /** Statuses that move a call on to the next target. */
  readonly failoverStatuses: readonly number[]
  /** How long a target may stay silent before the next one is tried. */
  readonly firstResponseMsMax: number
  readonly sessionExpiresSeconds: number | undefined
  /** How often health is asked by OPTIONS. */
  readonly pingEveryMs: number
}

/** One trunk: a profile, where it leads, and the name we go by on it. */
export interface Trunk {
  readonly profile: TrunkProfile
  readonly targets: readonly SipTarget[]
  /** Host of From and Contact; for Direct Routing the paired FQDN. */
  readonly ourHost: string
  readonly ourPort?: number
  /** Host of Request-URI and To. */
  readonly theirHost: string
  readonly transport: 'udp' | 'tcp' | 'tls'
  /** Header fields for every request, such as X-MS-SBC. */
  readonly headers?: ExtraHeaders
}

/** Who calls whom with what, before any trunk has its say. */
export interface TrunkCall {
  readonly callerNumber: string
  readonly callerName?: string
  readonly calledNumber: string
  readonly sdp: string
  readonly headers?: ExtraHeaders
  readonly answerMsMax?: number
}

/** Header fields that no trunk lets through from a caller: a Replaces is refused by Microsoft (read 2022-04). */
const strippedHeaders: ReadonlySet<string> = new Set(['replaces'])

/** Words a call in the trunk's way, ready for the endpoint; `targets` may be reordered by health. */
export function inviteOn(
  trunk: Trunk,
  call: TrunkCall,
  targets: readonly SipTarget[] = trunk.targets,
): OutgoingInvite {
  const { profile, ourHost, theirHost } = trunk
  const called = numberUri(profile, call.calledNumber, theirHost)
  const caller = numberUri(profile, call.callerNumber, ourHost)
  return {
    targets,
    requestUri: called,
    to: { uri: called },
    from: {
      uri: caller,
      ...(call.callerName === undefined ? {} : { displayName: call.callerName }),
    },
    contact: contactOn(trunk, call.callerNumber),
    sdp: call.sdp,
    headers: { ...trunk.headers, ...allowedHeaders(call.headers) },
    allow: profile.allow,
    supported: profile.supported,
    failoverStatuses: profile.failoverStatuses,
    firstResponseMsMax: profile.firstResponseMsMax,
    ...(profile.sessionExpiresSeconds === undefined
      ? {}
      : { sessionExpiresSeconds: profile.sessionExpiresSeconds }),
    ...(call.answerMsMax === undefined ? {} : { answerMsMax: call.answerMsMax }),
  }
}

/** Our Contact on a trunk; OPTIONS carry it without a user (Direct Routing SIP protocol page, read 2023). */
export function contactOn(trunk: Trunk, number?: string): string {
  const user = number === undefined ? '' : `${numberUser(trunk.profile, number)}@`
  const port = trunk.ourPort === undefined ? '' : `:${trunk.ourPort}`
  const transport = trunk.transport === 'udp' ? '' : `;transport=${trunk.transport}`
  return `sip:${user}${bracketed(trunk.ourHost)}${port}${transport}`
}

function numberUri(profile: TrunkProfile, number: string, host: string): string {
  const phone = profile.userPhone && /^\+?\d+$/.test(number) ? ';user=phone' : ''
  return `sip:${numberUser(profile, number)}@${bracketed(host)}${phone}`
}

function numberUser(profile: TrunkProfile, number: string): string {
  const bare = profile.plus === 'always' && /^\d+$/.test(number) ? `+${number}` : number
  return escapeUser(bare)
}

function allowedHeaders(headers: ExtraHeaders = {}): ExtraHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !strippedHeaders.has(name.toLowerCase())),
  )
}
