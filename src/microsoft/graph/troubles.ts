import { AuthError } from '@azure/msal-node'
import { GraphError } from '@microsoft/microsoft-graph-client'
import { DirectoryUnknownError } from '../entra/directory.ts'
import { MicrosoftUnreachableError } from '../network.ts'

/** Why Microsoft Graph told us nothing: for programs, and in words with what to do next. */
export interface GraphTrouble {
  readonly code:
    | 'permission-missing'
    | 'app-not-consented'
    | 'tenant-unknown'
    | 'secret-wrong'
    | 'token-refused'
    | 'sign-in-refused'
    | 'sign-in-unreachable'
    | 'graph-unreachable'
    | 'graph-slow'
    | 'graph-busy'
    | 'graph-failing'
    | 'graph-refused'
    | 'answer-unreadable'
    | 'fault'
  readonly words: string
  readonly remedy: string
  /** Whether a person has to do something: it does not pass by itself. */
  readonly isLasting: boolean
  /** How long Graph asked to be left alone. */
  readonly retryAfterMs?: number
}

/** No `Retry-After` is believed beyond this: one wrong header must not silence presence for a day. */
export const retryAfterMsMax = 600_000

const itself = 'It is asked again by itself; calls go on with what was known.'
const reach =
  'See that name service, firewall and proxy of this machine let it through. It is asked again by itself.'
const consent =
  'Give the app registration the application permission Presence.Read.All of Microsoft Graph, and let an administrator of this tenant consent to it.'

/** What the failure of a token means, by Entra's own numbers (Entra error codes, read 2026-11). */
export function tokenTrouble(error: unknown): GraphTrouble {
  const cause = error instanceof AuthError ? (error.cause ?? error) : error
  if (cause instanceof DirectoryUnknownError) {
    return lasting('tenant-unknown', {
      words: `Microsoft knows no tenant by this directory id: ${cause.message}.`,
      remedy: 'Correct `directory` in the tenant’s file.',
    })
  }
  if (cause instanceof MicrosoftUnreachableError) {
    const words = 'Microsoft’s sign-in, which lets us ask, cannot be reached.'
    return { ...passing('sign-in-unreachable', words), remedy: reach }
  }
  if (!(error instanceof AuthError)) return faultOfOurs(error)
  return refusedToken(error)
}

function refusedToken(error: AuthError): GraphTrouble {
  const said = /AADSTS(\d+)[^\r\n]*/.exec(error.errorMessage)
  const words = (said?.[0] ?? error.errorCode).split(' Trace ID:')[0]?.slice(0, 300) ?? ''
  const number = said?.[1] ?? ''
  if (['7000215', '7000222', '7000218', '700027'].includes(number)) {
    return lasting('secret-wrong', {
      words: `Microsoft does not take the app’s secret: ${words}`,
      remedy: 'Make a new secret in the app registration and set PARLEY_ENTRA_CLIENT_SECRET to it.',
    })
  }
  if (['700016', '90002', '65001', '7000229', '500011'].includes(number)) {
    const told = `The app is not known in this tenant: ${words}`
    return lasting('app-not-consented', { words: told, remedy: consent })
  }
  return passing('sign-in-refused', `Microsoft gave us no token: ${words}`)
}

/** What the failure of a request means, by its status (Graph error responses, read 2026-11). */
export function requestTrouble(error: unknown): GraphTrouble {
  if (error instanceof MicrosoftUnreachableError) {
    return error.isLate
      ? passing('graph-slow', 'Microsoft Graph takes longer than we wait.')
      : {
          ...passing('graph-unreachable', `Microsoft Graph cannot be reached: ${error.message}.`),
          remedy: reach,
        }
  }
  return error instanceof GraphError ? refusedRequest(error) : faultOfOurs(error)
}

function refusedRequest(error: GraphError): GraphTrouble {
  const said = `${error.code ?? error.statusCode}: ${error.message}`.slice(0, 300)
  const retry = retryAfter(error.headers?.get('retry-after'))
  if (error.statusCode === 401) {
    return passing('token-refused', `Microsoft Graph does not take our token: ${said}`)
  }
  if (error.statusCode === 403) {
    const words = `The app may not read presence in this tenant: ${said}`
    return lasting('permission-missing', { words, remedy: consent })
  }
  if (error.statusCode === 429) {
    const words = 'Microsoft Graph says that we ask too often.'
    return { ...passing('graph-busy', words), ...retry }
  }
  if (error.statusCode >= 500) {
    return { ...passing('graph-failing', `Microsoft Graph fails: ${said}`), ...retry }
  }
  // Graph's refusals have a word of its own; the SDK puts none, or its parser's, in its place.
  const isGraphs = error.code !== null && error.code !== 'SyntaxError'
  if (error.statusCode < 400 || !isGraphs) return unreadable
  return lasting('graph-refused', {
    words: `Microsoft Graph refuses the question: ${said}`,
    remedy: 'See that the `directoryId` of each agent is an object id of this tenant.',
  })
}

/** Something answered that is not what Graph says. */
export const unreadable = passing(
  'answer-unreadable',
  'What answered in Microsoft Graph’s place did not speak as it does.',
)

/** What went wrong is none of Microsoft's doing. */
export function faultOfOurs(error: unknown): GraphTrouble {
  const words = error instanceof Error ? error.message : String(error)
  return lasting('fault', {
    words: `Asking for presence failed within Parley: ${words}`,
    remedy: 'Please report it with these words. It is asked again by itself.',
  })
}

function passing(code: GraphTrouble['code'], words: string): GraphTrouble {
  return { code, words, remedy: itself, isLasting: false }
}

function lasting(
  code: GraphTrouble['code'],
  said: { readonly words: string; readonly remedy: string },
): GraphTrouble {
  return { code, ...said, isLasting: true }
}

/** Seconds, or a moment (RFC 9110 §10.2.3). */
function retryAfter(header: string | null | undefined): { retryAfterMs?: number } {
  if (header === null || header === undefined) return {}
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now()
  return ms > 0 ? { retryAfterMs: Math.min(ms, retryAfterMsMax) } : {}
}
