import { header, valueOf } from '../messages/header.ts'
import type { Header, SipRequest } from '../messages/message.ts'

/** A key that was pressed, as an INFO request says it. */
export interface InfoKey {
  readonly digit: string
  readonly durationMs: number | undefined
}

/** What an INFO inside a call is answered with, and the key it brought. */
export interface InfoRead {
  readonly status: 200 | 400 | 415 | 469
  readonly headers: readonly Header[]
  readonly key?: InfoKey
}

const keyTypes = ['application/dtmf-relay', 'application/dtmf']

/** The sixteen keys by their numbers as events (RFC 4733 §3.2), which some senders write in their place. */
const byNumber = '0123456789*#ABCD'

/**
 * Reads what an INFO brings: a key, in one of the two forms in use before there were packages, or nothing,
 * which says the call is alive (RFC 6086 §2). Other bodies are refused with 415 (RFC 3261 §21.4.13), and
 * packages with 469, since we take none (RFC 6086 §4.2.2).
 */
export function readInfo(request: SipRequest): InfoRead {
  if (valueOf(request, 'info-package') !== undefined) {
    return { status: 469, headers: [header('Recv-Info', 'nil')] }
  }
  const type = (valueOf(request, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (request.body.length === 0) return { status: 200, headers: [] }
  if (!keyTypes.includes(type)) {
    return { status: 415, headers: [header('Accept', keyTypes.join(', '))] }
  }
  return readKey(request.body.toString('latin1'))
}

/** `Signal=5` and `Duration=160`, each on a line; or the key alone. */
function readKey(body: string): InfoRead {
  const field = (name: string): string | undefined =>
    new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(\\S*)`, 'im').exec(body)?.[1]
  const signal = (field('Signal') ?? body.trim()).toUpperCase()
  const digit = /^1[0-5]$/.test(signal) ? byNumber[Number(signal)] : signal
  // A hook flash is an event, and no key.
  if (signal === '16' || signal === '!') return { status: 200, headers: [] }
  if (digit === undefined || digit.length !== 1 || !byNumber.includes(digit)) {
    return { status: 400, headers: [] }
  }
  const duration = field('Duration') ?? ''
  const durationMs = /^\d{1,5}$/.test(duration) ? Number(duration) : undefined
  return { status: 200, headers: [], key: { digit, durationMs } }
}
