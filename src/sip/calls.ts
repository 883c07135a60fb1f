import type { Address } from './messages/address.ts'
import type { SipSource, SipTarget } from './transport/points.ts'

/** Extra header fields by name; several values make several lines. */
export type ExtraHeaders = Readonly<Record<string, string | readonly string[]>>

/** Why a call attempt of ours did not become a call. */
export type FailureCode =
  | 'rejected'
  | 'redirected'
  | 'timeout'
  | 'no-answer'
  | 'cancelled'
  | 'transport-failed'
  | 'unresolved'
  | 'unauthorized'
  | 'endpoint-closed'

/** How a call attempt of ours failed. Every attempt fails or is answered; after an answer it ends. */
export interface CallFailure {
  readonly code: FailureCode
  /** The far end's status, or the one RFC 3261 §8.1.3.1 puts in the place of silence (408) and faults (503). */
  readonly status: number
  readonly reason: string
  /** ITU-T Q.850 cause of the Reason header (RFC 3326), when the far end gave one. */
  readonly q850?: number
  readonly retryAfterMs?: number
  /** Where a 3xx points to, in the far end's order. */
  readonly contacts?: readonly string[]
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Why a call that was taken up is over. */
export type EndCause =
  | 'bye'
  | 'cancelled'
  | 'rejected'
  | 'replaced'
  | 'ack-timeout'
  | 'session-expired'
  | 'dialog-gone'
  | 'transport-failed'
  | 'timeout'
  | 'endpoint-closed'

/** How a call ended, and on whose word. */
export interface CallEnd {
  readonly by: 'far-end' | 'us' | 'error'
  readonly cause: EndCause
  readonly status?: number
  readonly q850?: number
  readonly text?: string
}

/** A provisional answer; each To tag is another early dialog (a fork). */
export interface CallProgress {
  readonly status: number
  readonly toTag: string | undefined
  readonly sdp?: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** The answer that made the call. */
export interface CallAnswer {
  readonly sdp: string | undefined
  readonly toTag: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** The ACK of a 200. One that answers an INVITE without an offer holds ours, and the ACK owes the answer to it. */
export interface Acknowledgement {
  readonly owed: boolean
  readonly sdp?: string
}

/** What we say to a changed offer: the answer (or our offer, when theirs was empty), or a refusal. */
export type ReinviteReply =
  | { readonly kind: 'accept'; readonly sdp: string }
  | { readonly kind: 'refuse'; readonly status: number; readonly reason?: string }

/**
 * Makes the description of an offer. It is asked anew at each try: between two of them the far end's own offer may
 * have been answered, and a description of before that is stale (RFC 3264 §8). Undefined takes the offer back.
 */
export type Describe = () => string | undefined | Promise<string | undefined>

/** What became of our own re-INVITE. */
export type ReinviteResult =
  | { readonly kind: 'answered'; readonly sdp: string | undefined }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly reason: string
      readonly retryAfterMs?: number
    }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'over' }

/** The far end asks us to call somebody else (RFC 3515); we report how that goes in NOTIFY. */
export interface IncomingRefer {
  readonly referTo: Address
  readonly referredBy: string | undefined
  /** The dialog the new call shall replace (RFC 3891), read out of the Refer-To. */
  readonly replaces: DialogId | undefined
  header(name: string): string | undefined
  /** Sends 202 and the first NOTIFY (100 Trying). */
  accept(): void
  reject(status: number, reason?: string): void
  /** Sends a sipfrag NOTIFY; a final status ends the subscription. */
  notify(status: number, reason?: string): void
}

/** The three strings that name a dialog from the side that speaks (RFC 3261 §12). */
export interface DialogId {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
}

/**
 * What a call tells its owner. Exactly one of `onFailed` and `onEnded` comes, once, and nothing after it.
 * `onFailed` is for calls of ours that were never answered; every other call ends with `onEnded`.
 */
export interface CallHandlers {
  onProgress?(progress: CallProgress): void
  onAnswered?(answer: CallAnswer): void
  /** The ACK of a 200 of ours arrived. */
  onAcknowledged?(ack: Acknowledgement): void
  onFailed?(failure: CallFailure): void
  onEnded(end: CallEnd): void
  /** A re-INVITE or UPDATE with an offer; without this handler they are refused with 488. */
  onReinvite?(offer: { readonly sdp: string | undefined }): ReinviteReply | Promise<ReinviteReply>
  /** The far end described its sound in its answer to a session refresh of ours: its key or address may be new. */
  onRefreshed?(answer: { readonly sdp: string }): void
  /** Without this handler REFER is refused with 603. */
  onRefer?(refer: IncomingRefer): void
  /** An INVITE that asks to take this call's place (RFC 3891). Accepting it ends this call as `replaced`. */
  onReplaced?(by: IncomingCall): void
  /** A key was pressed, and told by INFO, as carriers do that have no RFC 4733. */
  onKey?(key: { readonly digit: string; readonly durationMs: number | undefined }): void
}

/** How we hang up; the cause travels in a Reason header (RFC 3326). */
export interface HangUp {
  readonly q850?: number
  readonly text?: string
  readonly headers?: ExtraHeaders
}

/** What an INVITE says, in a form that needs no SIP to read. */
export interface InviteView {
  readonly requestUri: string
  readonly from: Address
  readonly to: Address
  readonly contact: Address | undefined
  readonly sdp: string | undefined
  readonly source: SipSource
  header(name: string): string | undefined
  headers(name: string): readonly string[]
}

/** What a far end must never be sent inside a call, and how hold is worded to it: its trunk's profile says so. */
export interface DialogRules {
  readonly neverSends: readonly string[]
  /** The methods our Allow names inside the call and in the answer; all we understand where it is left out. */
  readonly allow?: readonly string[]
  readonly hold: 'inactive' | 'sendonly'
}

/** A call between us and one far end, either way round. */
export interface Call {
  readonly callId: string
  /** The dialog once there is one: what a Replaces header of another call names. */
  dialog(): DialogId | undefined
  hangUp(how?: HangUp): void
  /** Offers the changed session. Glare is resolved inside (RFC 3261 §14.1). Never rejects. */
  reinvite(describe: Describe): Promise<ReinviteResult>
}

/** A call that came to us. 100 Trying was already sent (RFC 3261 §8.2.6.1). */
export interface IncomingCall extends Call {
  readonly invite: InviteView
  /** Who hears about this call from now on; called at once, inside `onInvite`. */
  handle(handlers: CallHandlers): void
  ring(how?: {
    readonly status?: 180 | 181 | 182 | 183
    readonly sdp?: string
    readonly headers?: ExtraHeaders
  }): void
  accept(answer: {
    readonly sdp: string
    readonly headers?: ExtraHeaders
    readonly rules?: DialogRules
  }): void
  reject(why: {
    readonly status: number
    readonly reason?: string
    readonly headers?: ExtraHeaders
    readonly q850?: number
    readonly retryAfterMs?: number
  }): void
}

/** A call we make. */
export interface OutgoingCall extends Call {
  /** Gives up before the answer (RFC 3261 §9.1). A 200 that crosses it is acknowledged and hung up here. */
  cancel(how?: { readonly reason?: string }): void
}

/** Name and secret for a carrier that challenges us (RFC 3261 §22, RFC 8760). */
export interface Credentials {
  readonly username: string
  readonly password: string
  readonly realm?: string
}

/** Everything one INVITE of ours says and where it goes. */
export interface OutgoingInvite {
  /** Next hops in order of preference; when absent the Request-URI (or first Route) is resolved. */
  readonly targets?: readonly SipTarget[]
  readonly requestUri: string
  readonly from: { readonly uri: string; readonly displayName?: string }
  readonly to: { readonly uri: string; readonly displayName?: string }
  /** Our Contact URI; Direct Routing wants the paired FQDN here, never an address. */
  readonly contact?: string
  readonly sdp: string
  readonly callId?: string
  readonly headers?: ExtraHeaders
  /** A pre-loaded route set (RFC 3261 §8.1.1.1), outbound proxy first. */
  readonly routes?: readonly string[]
  readonly allow?: readonly string[]
  readonly supported?: readonly string[]
  readonly credentials?: Credentials
  readonly rules?: DialogRules
  /** Session timer to ask for (RFC 4028). */
  readonly sessionExpiresSeconds?: number
  /** Without any response in this time the next target is tried; Timer B when left out. */
  readonly firstResponseMsMax?: number
  /** Without an answer in this time the call is cancelled and fails as `no-answer`; 180 s when left out. */
  readonly answerMsMax?: number
  /** Statuses that move on to the next target; 503 alone when left out (RFC 3263 §4.3). */
  readonly failoverStatuses?: readonly number[]
}
