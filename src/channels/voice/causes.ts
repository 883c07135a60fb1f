import type { FailureCode, HangUp } from '#core'
import type { CallEnd, CallFailure } from '#sip'
import { causeName, causeOfStatus } from './q850.ts'

/**
 * What a failed call means to a contact center. 603 from Teams is a person who said no and is
 * final (direct-routing reference §1.7); 486 and 600 are a phone in use; 480 and 408 are a phone
 * that rang for nothing; what never rang is unreachable.
 */
export function failureOf(failure: CallFailure): FailureCode {
  switch (failure.code) {
    case 'cancelled':
    case 'endpoint-closed':
      return 'gone'
    case 'no-answer':
      return 'no-answer'
    case 'timeout':
    case 'transport-failed':
    case 'unresolved':
      return 'unreachable'
    case 'redirected':
    case 'unauthorized':
      return 'refused'
    case 'rejected':
      return failureByCause(failure) ?? failureOfStatus(failure.status)
  }
}

/** Statuses that say no more than that it did not work: where they come with a cause, it says why. */
const vagueStatuses: readonly number[] = [480, 500, 503]

/** What gateways mean by 480, 500 or 503 with a Q.850 cause in the Reason (RFC 3326). */
function failureByCause({ status, q850 }: CallFailure): FailureCode | undefined {
  if (q850 === undefined || !vagueStatuses.includes(status)) return undefined
  if (q850 === 17) return 'busy'
  if (q850 === 21) return 'declined'
  if (q850 === 18 || q850 === 19) return 'no-answer'
  return q850 === 1 || q850 === 28 ? 'unreachable' : undefined
}

/** The same for a final status of the far end (RFC 3261 §21). */
export function failureOfStatus(status: number): FailureCode {
  if (status === 486 || status === 600) return 'busy'
  if (status === 603) return 'declined'
  if (status === 408 || status === 480 || status === 487) return 'no-answer'
  if (status === 404 || status === 410 || status === 484 || status === 604) return 'unreachable'
  return status >= 500 ? 'unreachable' : 'refused'
}

/**
 * A failed call in words, for the record. Where a 3xx points is named and not followed (RFC 3261
 * §8.1.3.4 leaves that to us): whoever is called would choose whom the tenant calls, at its cost.
 */
export function failureWords(failure: CallFailure): string {
  const { status, reason, q850 = causeOfStatus(status), contacts = [] } = failure
  const points = contacts.length === 0 ? '' : `; it points to ${contacts.join(', ')}`
  return `${status} ${reason}, ${causeWords(q850)}${points}`
}

/** How a call ended, in words, for the record. */
export function endWords(end: CallEnd): string {
  const cause = end.q850 ?? causesOfEnds[end.cause]
  const text = end.text === undefined || end.text === '' ? '' : `: ${end.text}`
  return `${end.cause}, ${causeWords(cause)}${text}`
}

/** The cause that stands for an end which came without one. */
const causesOfEnds: Readonly<Record<CallEnd['cause'], number>> = {
  bye: 16,
  cancelled: 16,
  rejected: 21,
  replaced: 23,
  'ack-timeout': 102,
  'session-expired': 102,
  'dialog-gone': 41,
  'transport-failed': 27,
  timeout: 102,
  'endpoint-closed': 41,
}

function causeWords(cause: number): string {
  return `Q.850 cause ${cause} (${causeName(cause)})`
}

/** The Q.850 cause that travels with a hang-up of ours (ITU-T Q.850 §2.2.7). */
export function q850Of(why: HangUp['why']): number {
  switch (why) {
    case 'ended':
    case 'not-needed':
      return 16
    case 'answered-elsewhere':
      return 26
    case 'fault':
      return 41
  }
}

/** The status a call is refused with. */
export function rejection(why: 'unknown-number' | 'overloaded'): {
  readonly status: number
  readonly q850: number
  readonly retryAfterMs?: number
} {
  return why === 'unknown-number'
    ? { status: 404, q850: 1 }
    : { status: 503, q850: 42, retryAfterMs: 5000 }
}
