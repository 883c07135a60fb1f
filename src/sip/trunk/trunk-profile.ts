import type { Credentials, DialogRules, ExtraHeaders, OutgoingInvite } from '../calls.ts'
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
  /** SRTP in every description of ours; otherwise where the far end offers it. */
  readonly srtp: 'always' | 'as-offered'
  /** The direction attribute that means hold in our offers. */
  readonly hold: 'inactive' | 'sendonly'
  /** Whether a party who is put aside is told so by a re-INVITE; otherwise only its sound stops. */
  readonly signalsHold: boolean
  /** What becomes of a REFER: it is refused, or followed by a call to the proxy that sent it. */
  readonly refer: 'refuse' | 'follow'
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

/** Who is shown to those we call on a trunk (RFC 3323, RFC 3325). */
export interface CallerIdPolicy {
  /** The caller's own number, nobody, or one number for every call. */
  readonly show:
    | { readonly kind: 'caller' | 'nobody' }
    | { readonly kind: 'number'; readonly number: string }
  /** Names the number in P-Asserted-Identity, for a carrier that checks it or bills by it. */
  readonly assert: boolean
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
  /** The caller's number as it is, where this is left out. */
  readonly callerId?: CallerIdPolicy
  /** What answers a challenge of the far end. */
  readonly credentials?: Credentials
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
  const { profile, theirHost } = trunk
  const called = numberUri(profile, call.calledNumber, theirHost)
  const shown = shownCaller(trunk, call)
  return {
    targets,
    requestUri: called,
    to: { uri: called },
    from: shown.from,
    contact: contactOn(trunk, shown.user),
    sdp: call.sdp,
    headers: { ...trunk.headers, ...shown.headers, ...allowedHeaders(call.headers) },
    allow: profile.allow,
    supported: profile.supported,
    rules: rulesOf(profile),
    failoverStatuses: profile.failoverStatuses,
    firstResponseMsMax: profile.firstResponseMsMax,
    ...(profile.sessionExpiresSeconds === undefined
      ? {}
      : { sessionExpiresSeconds: profile.sessionExpiresSeconds }),
    ...(trunk.credentials === undefined ? {} : { credentials: trunk.credentials }),
    ...(call.answerMsMax === undefined ? {} : { answerMsMax: call.answerMsMax }),
  }
}

/** What a trunk's profile says of a call's inside, for calls of ours and for answers alike. */
export function rulesOf({ neverSends, hold, allow }: TrunkProfile): DialogRules {
  return { neverSends, hold, allow }
}

/** A caller who withheld the number is called so everywhere. */
const nobody = 'anonymous'

/**
 * The caller as the trunk's policy shows them. Nobody is shown as RFC 3323 §4.1 words it, and the
 * wish for privacy travels along; who is asserted is told to the carrier alone (RFC 3325 §9.1).
 */
function shownCaller(
  { profile, ourHost, callerId }: Trunk,
  { callerNumber, callerName }: TrunkCall,
): {
  readonly from: OutgoingInvite['from']
  readonly user: string
  readonly headers: ExtraHeaders
} {
  const { show = { kind: 'caller' }, assert = false } = callerId ?? {}
  const number = show.kind === 'number' ? show.number : callerNumber
  const asserted: ExtraHeaders =
    assert && number !== nobody
      ? { 'P-Asserted-Identity': `<${numberUri(profile, number, ourHost)}>` }
      : {}
  if (show.kind === 'nobody' || number === nobody) {
    return {
      from: { uri: `sip:${nobody}@${nobody}.invalid`, displayName: 'Anonymous' },
      user: nobody,
      headers: { ...asserted, Privacy: 'id' },
    }
  }
  const name = show.kind === 'caller' ? callerName : undefined
  return {
    from: {
      uri: numberUri(profile, number, ourHost),
      ...(name === undefined ? {} : { displayName: name }),
    },
    user: number,
    headers: asserted,
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
