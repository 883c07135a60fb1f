import type { Address } from './address.ts'
import type { Via } from './via.ts'

/** One header field as it was written, with the lower-case full name it is looked up by (`f` → `from`). */
export interface Header {
  readonly name: string
  readonly key: string
  readonly value: string
}

/** The sequence number and method that order requests inside a dialog (RFC 3261 §20.16). */
export interface CSeq {
  readonly number: number
  readonly method: string
}

/** The five fields every request and response carries, parsed once (RFC 3261 §8.1.1). */
export interface Essentials {
  readonly via: Via
  readonly from: Address
  readonly to: Address
  readonly callId: string
  readonly cseq: CSeq
}

/** What stands on the wire of a request: start line, header fields, body bytes. */
export interface PlainRequest {
  readonly kind: 'request'
  readonly method: string
  /** Kept byte for byte: an in-dialog request must repeat the peer's Contact exactly. */
  readonly requestUri: string
  readonly headers: readonly Header[]
  readonly body: Buffer
}

/** What stands on the wire of a response: start line, header fields, body bytes. */
export interface PlainResponse {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
  readonly headers: readonly Header[]
  readonly body: Buffer
}

/** A message that may be printed; nothing is promised about what its fields say. */
export type PlainMessage = PlainRequest | PlainResponse

/** A request whose essential fields were checked (RFC 3261 §8.1.1). */
export interface SipRequest extends PlainRequest, Essentials {}

/** A response whose essential fields were checked. */
export interface SipResponse extends PlainResponse, Essentials {}

/** A message that was parsed and checked. */
export type SipMessage = SipRequest | SipResponse
