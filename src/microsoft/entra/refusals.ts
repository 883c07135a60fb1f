import { AuthError } from '@azure/msal-node'
import { MicrosoftUnreachableError } from '../network.ts'

/** Why a sign-in came to nothing, for programs and for the person before the page. */
export interface EntraRefusal {
  readonly code:
    | 'sign-in-cancelled'
    | 'sign-in-stale'
    | 'sign-in-forged'
    | 'sign-in-refused'
    | 'consent-missing'
    | 'sign-in-unreachable'
  readonly words: string
  readonly remedy: string
}

const startAgain = 'Sign in again.'

/** The answer belongs to no sign-in of this browser, or its token is not what it must be. */
export function forged(detail: string): EntraRefusal {
  return {
    code: 'sign-in-forged',
    words: `Microsoft’s answer could not be trusted: ${detail}.`,
    remedy: `${startAgain} If it stays so, tell whoever runs the installation.`,
  }
}

/** What the provider said on the way back (RFC 6749 §4.1.2.1), with Entra's own number in the words. */
export function refusedByProvider(error: string, description: string): EntraRefusal {
  return refusalOf(error, /AADSTS(\d+)/.exec(description)?.[1], firstLine(description))
}

/** What became of the exchange of the code for a token. Anything but the provider's word is rethrown. */
export function refusedInExchange(error: unknown): EntraRefusal {
  if (error instanceof MicrosoftUnreachableError) return unreachable
  if (!(error instanceof AuthError)) throw error
  if (error.cause instanceof MicrosoftUnreachableError || unreachableCodes.has(error.errorCode)) {
    return unreachable
  }
  const number = /AADSTS(\d+)/.exec(error.errorMessage)?.[1]
  return refusalOf(error.errorCode, number, firstLine(error.errorMessage))
}

const unreachableCodes = new Set([
  'network_error',
  'endpoints_resolution_error',
  'openid_config_error',
])
const unreachable: EntraRefusal = {
  code: 'sign-in-unreachable',
  words: 'Microsoft’s sign-in cannot be reached from this server.',
  remedy: 'Try again in a minute; if it stays so, tell whoever runs the installation.',
}

/** AADSTS numbers that mean something else than a plain no (Entra error codes, read 2026-11). */
const consentNumbers = new Set(['65001', '65004', '90094'])
const staleNumbers = new Set(['54005', '70008', '70000', '501481'])
const setupNumbers = new Set(['7000215', '7000222', '700016', '50011', '500112', '90002'])

function refusalOf(error: string, number: string | undefined, words: string): EntraRefusal {
  if (number !== undefined && consentNumbers.has(number)) {
    return {
      code: 'consent-missing',
      words: 'Your organisation has not yet agreed that this contact center may sign you in.',
      remedy: 'Ask your Microsoft 365 administrator to consent to the app.',
    }
  }
  if (error === 'access_denied') {
    return { code: 'sign-in-cancelled', words: 'The sign-in was cancelled.', remedy: startAgain }
  }
  if (number !== undefined && staleNumbers.has(number)) {
    return {
      code: 'sign-in-stale',
      words: 'This sign-in took too long or was completed before.',
      remedy: startAgain,
    }
  }
  const setUp = number !== undefined && setupNumbers.has(number)
  return {
    code: 'sign-in-refused',
    words: `Microsoft refused the sign-in: ${words === '' ? error : words}`,
    remedy: setUp
      ? 'Tell whoever runs the installation: the app’s registration and its secret do not fit.'
      : startAgain,
  }
}

/** Entra's own sentence: what the SDK puts before it and the trace ids after it say nothing to a person. */
function firstLine(description: string): string {
  const from = Math.max(0, description.indexOf('AADSTS'))
  return (description.slice(from).split(/\r?\n| Trace ID:/)[0] ?? '').slice(0, 300).trim()
}
