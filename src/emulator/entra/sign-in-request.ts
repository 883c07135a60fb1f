import type { AppRegistration, EmulatedTenant } from '../config.ts'
import type { Directory } from './directory.ts'
import type { Challenge } from '../tokens/grants.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'

/** An authorization request that may be shown to a person (graph §A.3). */
export interface SignInRequest {
  readonly clientId: string
  /** The tenants people may come from, each with the app as registered there. */
  readonly tenants: readonly { readonly tenant: EmulatedTenant; readonly app: AppRegistration }[]
  readonly reply: ReplyTo
  readonly scope: string
  readonly nonce: string | undefined
  readonly challenge: Challenge | undefined
  readonly prompt: string | undefined
  readonly loginHint: string | undefined
  readonly clientInfo: boolean
}

/** Where and how the browser carries the answer back. */
export interface ReplyTo {
  readonly redirectUri: string
  readonly mode: 'query' | 'fragment' | 'form_post'
  readonly state: string | undefined
}

/**
 * What came of reading a request. Until the redirect address is proven, faults are shown on a page;
 * afterwards they travel back to the app (RFC 6749 §4.1.2.1).
 */
export type SignInReading =
  | { readonly kind: 'ask'; readonly request: SignInRequest }
  | { readonly kind: 'show'; readonly refusal: Refusal }
  | { readonly kind: 'reply'; readonly reply: ReplyTo; readonly refusal: Refusal }

const replyModes = ['query', 'fragment', 'form_post'] as const

/** Reads the query of the authorize page. Parameters it does not know are MSAL's own business. */
export function readSignIn(
  directory: Directory,
  segment: string,
  query: URLSearchParams,
): SignInReading {
  const audience = directory.audience(segment)
  if (audience.length === 0) return { kind: 'show', refusal: refuse.tenantUnknown(segment) }
  const clientId = query.get('client_id')
  if (clientId === null) return { kind: 'show', refusal: refuse.parameterMissing('client_id') }
  const tenants = audience.flatMap(tenant => {
    const app = directory.app(tenant, clientId)
    return app === undefined ? [] : [{ tenant, app }]
  })
  const [first] = tenants
  if (first === undefined) {
    const name = audience[0]?.name ?? segment
    return { kind: 'show', refusal: refuse.appUnknown(clientId, name) }
  }
  const redirectUri = query.get('redirect_uri') ?? ''
  const allowed = tenants.filter(({ app }) => app.redirectUris.includes(redirectUri))
  if (allowed.length === 0) {
    return { kind: 'show', refusal: refuse.redirectMismatch(redirectUri, clientId) }
  }
  return readAnswerable(query, { clientId, tenants: allowed, redirectUri })
}

function readAnswerable(
  query: URLSearchParams,
  known: Pick<SignInRequest, 'clientId' | 'tenants'> & { readonly redirectUri: string },
): SignInReading {
  const told = (name: string): string | undefined => query.get(name) ?? undefined
  const mode = replyModes.find(one => one === told('response_mode')) ?? 'query'
  const reply = { redirectUri: known.redirectUri, mode, state: told('state') }
  const challenge = readChallenge(query)
  const refusal = faultOf(query)
  if (refusal !== undefined) return { kind: 'reply', reply, refusal }
  if ('ok' in challenge) return { kind: 'reply', reply, refusal: challenge }
  if (challenge.proof === undefined && known.tenants.every(isPublic)) {
    return { kind: 'reply', reply, refusal: refuse.pkceRequired() }
  }
  const request = {
    clientId: known.clientId,
    tenants: known.tenants,
    reply,
    scope: told('scope') ?? '',
    nonce: told('nonce'),
    challenge: challenge.proof,
    prompt: told('prompt'),
    loginHint: told('login_hint'),
    clientInfo: told('client_info') === '1',
  }
  return { kind: 'ask', request }
}

function isPublic(place: SignInRequest['tenants'][number]): boolean {
  return place.app.secret === undefined
}

function faultOf(query: URLSearchParams): Refusal | undefined {
  const type = query.get('response_type')
  if (type === null) return refuse.parameterMissing('response_type')
  if (type !== 'code') return refuse.responseTypeDisabled(type)
  return query.get('scope') === null ? refuse.parameterMissing('scope') : undefined
}

/** RFC 7636 §4.2 and §4.3: 43 to 128 characters, S256 or plain. */
function readChallenge(
  query: URLSearchParams,
): { readonly proof: Challenge | undefined } | Refusal {
  const value = query.get('code_challenge')
  if (value === null) return { proof: undefined }
  const method = query.get('code_challenge_method') ?? 'plain'
  if (method !== 'S256' && method !== 'plain') return refuse.challengeSize()
  if (!/^[\w.~-]{43,128}$/.test(value)) return refuse.challengeSize()
  return { proof: { method, value } }
}
