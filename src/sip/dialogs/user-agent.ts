import type { Credentials } from '../calls.ts'
import type { SipClock, SipDecision } from '../endpoint/endpoint-options.ts'
import type { RequestParts, ResponseParts } from '../messages/build.ts'
import type { SipRequest, SipResponse } from '../messages/message.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import type { SipTarget } from '../transport/points.ts'
import type { Peer } from '../transport/wire.ts'

/** A request of ours and everything needed to send it, again if need be. */
export interface OutgoingRequest {
  readonly parts: RequestParts
  /** Next hops in order of preference. */
  readonly targets: readonly SipTarget[]
  /** Our Contact URI; the word `auto` takes the listening point the request leaves from. */
  readonly contact?: string
  /** The user of a Contact that is `auto`. */
  readonly contactUser?: string | undefined
  /** The CSeq number of a second try after a challenge. */
  readonly nextCseq?: () => number
  readonly credentials?: Credentials | undefined
  readonly timeoutMs?: number | undefined
  /** Statuses that move on to the next hop (RFC 3263 §4.3). */
  readonly failoverStatuses?: readonly number[] | undefined
}

/** The request as it went out last, and where to. */
export interface SentRequest {
  readonly request: SipRequest
  readonly peer: Peer
}

/** Why a request got no answer at all. */
export type Silence = 'timeout' | 'transport-failed' | 'unresolved'

/** Who waits for the answers to a request. */
export interface RequestUser {
  onResponse(response: SipResponse, sent: SentRequest): void
  onSilence(silence: Silence, detail: string): void
}

/** A request being sent. */
export interface PendingRequest {
  /** What went out last; undefined while the name is still being looked up. */
  sent(): SentRequest | undefined
  /** No further hops, and no answer to a challenge: what is out already decides. */
  settle(): void
}

/** Who a dialog's requests are for. */
export interface DialogOwner {
  readonly localTag: string
  receive(transaction: ServerTransaction): void
  /** The ACK of a 2xx, which is no part of the INVITE's transaction (RFC 3261 §13.2.2.4). */
  acknowledge(ack: SipRequest): void
  /** The far end took an INVITE back that is not answered yet (RFC 3261 §9.2). */
  cancelled(transaction: ServerTransaction, cancel: SipRequest): void
}

/** The user agent core (RFC 3261 §8) as calls see it: everything they need from the endpoint round them. */
export interface UserAgent {
  readonly clock: SipClock
  readonly token: () => string
  /** Dialogs by {@link dialogKey}. */
  readonly dialogs: Map<string, DialogOwner>
  request(outgoing: OutgoingRequest, user: RequestUser): PendingRequest
  /** Sends the CANCEL of a request that went out (RFC 3261 §9.1). */
  cancel(sent: SentRequest, reason: string | undefined): void
  /** Stops waiting for the final response of an INVITE (RFC 3261 §9.1). */
  forget(sent: SentRequest): void
  /** Sends the ACK of a 2xx, best to who took its INVITE; the returned function sends it again (RFC 3261 §13.2.2.4). */
  acknowledge(parts: RequestParts, target: SipTarget | undefined, taker: Peer): () => void
  respond(transaction: ServerTransaction, parts: ResponseParts): void
  /** Our Contact for a far end that came in this way. */
  contactFor(peer: Peer): string
  decided(what: SipDecision, callId: string, detail: string): void
  /** Calls, to be ended when the endpoint closes. */
  readonly calls: Set<{ shutDown(): void }>
}

/** The methods we understand, for Allow (RFC 3261 §20.5). */
export const allowedMethods: readonly string[] = [
  'INVITE',
  'ACK',
  'CANCEL',
  'BYE',
  'OPTIONS',
  'INFO',
  'UPDATE',
  'PRACK',
  'REFER',
  'NOTIFY',
]

/** The extensions we understand, for Supported and against Require (RFC 3261 §8.2.2.3). */
export const supportedExtensions: readonly string[] = ['timer', 'replaces', 'norefersub']

/** What a caller may require of us beyond that: reliable provisionals we send when told to, and never ask for. */
export const understoodExtensions: readonly string[] = [...supportedExtensions, '100rel']
