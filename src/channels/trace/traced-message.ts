import type { LegId } from '#core'
import type { TracedMessage } from '#engine'
import type { SipLogEvent, SipMessage } from '#sip'
import { valueOf } from '#sip'
import { redact } from './redact.ts'
import { sdpGist } from './sdp-gist.ts'

/** A message that went in or out, as the endpoint logs it. */
export type HeardMessage = Extract<SipLogEvent, { type: 'received' | 'sent' }>

/** A message between being heard and being handed over: what is costly is done later, in one go. */
export interface RawMessage {
  readonly at: number
  readonly nth: number
  readonly heard: HeardMessage
  readonly repeats: number | undefined
}

/** The one key of a message and its retransmissions (RFC 3261 §17.2.3), and of nothing else of the call. */
export function sameness({ type, message, bytes }: HeardMessage): string {
  const { cseq, via } = message
  const says = message.kind === 'request' ? message.method : message.status
  return `${type} ${says} ${cseq.number} ${cseq.method} ${via.params.get('branch') ?? ''} ${bytes.length}`
}

/** Makes the entry that is kept: without secrets, within its limit, its sound told in short. */
export function tracedMessage(
  { at, nth, heard, repeats }: RawMessage,
  of: {
    readonly leg: LegId
    readonly local: TracedMessage['local']
    readonly charactersMax: number
  },
): TracedMessage {
  const { message, bytes, transport, address, port } = heard
  const text = redact(bytes.toString('utf8'))
  const sdp = describesSound(message) ? sdpGist(message.body.toString('utf8')) : undefined
  return {
    kind: 'message',
    at,
    nth,
    leg: of.leg,
    direction: heard.type === 'received' ? 'in' : 'out',
    transport,
    local: of.local,
    remote: { address, port },
    callId: message.callId,
    cseq: { number: message.cseq.number, method: message.cseq.method },
    says: saysOf(message),
    ...(sdp === undefined ? {} : { sdp }),
    ...(repeats === undefined ? {} : { repeats }),
    text: text.slice(0, of.charactersMax),
    ...(text.length > of.charactersMax ? { cut: true } : {}),
  }
}

function saysOf(message: SipMessage): TracedMessage['says'] {
  return message.kind === 'request'
    ? { kind: 'request', method: message.method, uri: message.requestUri }
    : { kind: 'response', status: message.status, reason: message.reason }
}

function describesSound(message: SipMessage): boolean {
  const type = valueOf(message, 'content-type')
  return type !== undefined && /application\/sdp|multipart\//i.test(type)
}
