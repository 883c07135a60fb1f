import { printAddress, tagOf, withTag } from './address.ts'
import type { Address } from './address.ts'
import { header, linesOf } from './header.ts'
import type { Header, SipRequest, SipResponse } from './message.ts'
import { reasonPhrase } from './reasons.ts'
import { printVia } from './via.ts'
import type { Via } from './via.ts'

/** Hops a request of ours may take (RFC 3261 §8.1.1.6). */
export const maxForwardsDefault = 70

/** Extra header fields by name; several values make several lines. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[]>>

/** Turns a record of fields into header lines. */
export function headersFrom(record: HeaderRecord = {}): readonly Header[] {
  return Object.entries(record).flatMap(([name, value]) =>
    typeof value === 'string' ? [header(name, value)] : value.map(line => header(name, line)),
  )
}

/** A body and what it is. */
export interface Body {
  readonly type: string
  readonly bytes: Buffer
}

/** An SDP body, or none. */
export function sdpBody(sdp: string | undefined): Body | undefined {
  return sdp === undefined ? undefined : { type: 'application/sdp', bytes: Buffer.from(sdp) }
}

/** What a request of ours says, before a transaction gives it its Via. */
export interface RequestParts {
  readonly method: string
  readonly requestUri: string
  readonly from: Address
  readonly to: Address
  readonly callId: string
  readonly cseqNumber: number
  readonly routes?: readonly string[]
  readonly headers?: readonly Header[]
  readonly body?: Body | undefined
}

/** Puts a request together (RFC 3261 §8.1.1). */
export function buildRequest(parts: RequestParts, via: Via): SipRequest {
  const { method, from, to, callId, body } = parts
  const cseq = { number: parts.cseqNumber, method }
  const headers: Header[] = [
    header('Via', printVia(via)),
    header('Max-Forwards', String(maxForwardsDefault)),
    header('From', printAddress(from)),
    header('To', printAddress(to)),
    header('Call-ID', callId),
    header('CSeq', `${cseq.number} ${method}`),
  ]
  for (const route of parts.routes ?? []) headers.push(header('Route', route))
  headers.push(...(parts.headers ?? []))
  if (body !== undefined) headers.push(header('Content-Type', body.type))
  const bytes = body?.bytes ?? Buffer.alloc(0)
  const { requestUri } = parts
  return { kind: 'request', method, requestUri, headers, body: bytes, via, from, to, callId, cseq }
}

/** What a response of ours adds to the request it answers. */
export interface ResponseParts {
  readonly status: number
  readonly reason?: string | undefined
  readonly toTag?: string | undefined
  readonly headers?: readonly Header[]
  readonly body?: Body | undefined
}

/**
 * Answers a request: Via, From, To, Call-ID and CSeq come back unchanged, but for the To tag (RFC 3261 §8.2.6.2);
 * Record-Route comes back where a dialog may begin (§12.1.1), Timestamp in a 100 (§8.2.6.1).
 */
export function buildResponse(request: SipRequest, parts: ResponseParts): SipResponse {
  const { status, body } = parts
  const to = answeredTo(request, parts)
  const beginsDialog = request.method === 'INVITE' && status > 100 && status < 300
  const headers = request.headers.flatMap(field => {
    if (field.key === 'to' && to !== request.to) return [header(field.name, withTagText(field, to))]
    return isEchoed(field.key, status, beginsDialog) ? [field] : []
  })
  headers.push(...(parts.headers ?? []))
  if (body !== undefined) headers.push(header('Content-Type', body.type))
  const { via, from, callId, cseq } = request
  const reason = parts.reason ?? reasonPhrase(status)
  const bytes = body?.bytes ?? Buffer.alloc(0)
  return { kind: 'response', status, reason, headers, body: bytes, via, from, to, callId, cseq }
}

/** The To of an answer: 100 Trying carries no tag of ours, everything else does (RFC 3261 §8.2.6.2). */
function answeredTo(request: SipRequest, parts: ResponseParts): Address {
  if (parts.status === 100 || parts.toTag === undefined) return request.to
  return tagOf(request.to) === undefined ? withTag(request.to, parts.toTag) : request.to
}

/** The far end's own spelling of To, with our tag behind it: nothing else of it may change. */
function withTagText(field: Header, to: Address): string {
  const bracket = field.value.includes('<')
  return bracket ? `${field.value};tag=${tagOf(to) ?? ''}` : printAddress(to)
}

function isEchoed(key: string, status: number, beginsDialog: boolean): boolean {
  if (/^(via|from|to|call-id|cseq)$/.test(key)) return true
  if (key === 'record-route') return beginsDialog
  return key === 'timestamp' && status === 100
}

/** The request with its topmost Via replaced, all others untouched. */
export function withTopVia(request: SipRequest, via: Via): SipRequest {
  const [first = '', ...more] = linesOf(request, 'via')
  const comma = first.indexOf(',')
  const rest = comma < 0 ? [] : [header('Via', first.slice(comma + 1).trim())]
  const vias = [header('Via', printVia(via)), ...rest, ...more.map(line => header('Via', line))]
  const others = request.headers.filter(field => field.key !== 'via')
  return { ...request, via, headers: [...vias, ...others] }
}
