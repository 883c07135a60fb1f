import { randomUUID } from 'node:crypto'

/** A refusal of Entra ID: the OAuth word, the AADSTS number inside it, and the HTTP status. */
export interface Refusal {
  readonly ok: false
  readonly error: OAuthError
  readonly code: number
  readonly words: string
  readonly status: 400 | 401
  readonly suberror?: string
}

type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'login_required'
  | 'access_denied'

function refusal(error: OAuthError, code: number, words: string): Refusal {
  return { ok: false, error, code, words, status: error === 'invalid_client' ? 401 : 400 }
}

/** The refusals this emulator can give, each with Microsoft's number (graph §A.3). */
export const refuse = {
  tenantUnknown: (segment: string): Refusal =>
    refusal(
      'invalid_request',
      90002,
      `Tenant '${segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    ),
  appUnknown: (clientId: string, tenant: string): Refusal =>
    refusal(
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant}'.`,
    ),
  redirectMismatch: (redirectUri: string, clientId: string): Refusal =>
    refusal(
      'invalid_request',
      50011,
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
    ),
  parameterMissing: (name: string): Refusal =>
    refusal(
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${name}'.`,
    ),
  responseTypeDisabled: (type: string): Refusal =>
    refusal(
      'unsupported_response_type',
      700054,
      `response_type '${type}' is not enabled for the application.`,
    ),
  challengeSize: (): Refusal =>
    refusal('invalid_request', 501491, 'The code_challenge has an invalid size or method.'),
  pkceRequired: (): Refusal =>
    refusal('invalid_request', 9002325, 'Proof Key for Code Exchange is required for this client.'),
  signInRequired: (): Refusal =>
    refusal('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.'),
  declined: (): Refusal => refusal('access_denied', 65004, 'User declined to sign in.'),
  secretWrong: (clientId: string): Refusal =>
    refusal('invalid_client', 7000215, `Invalid client secret provided for app '${clientId}'.`),
  secretMissing: (): Refusal =>
    refusal(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  secretUnwanted: (): Refusal =>
    refusal(
      'invalid_client',
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ),
  assertionUnknown: (): Refusal =>
    refusal(
      'invalid_client',
      700027,
      'No certificate is registered to check the client assertion.',
    ),
  grantUnknown: (): Refusal =>
    refusal('invalid_grant', 70000, 'Provided grant is invalid or malformed.'),
  grantExpired: (): Refusal =>
    refusal(
      'invalid_grant',
      70008,
      'The provided authorization code or refresh token has expired.',
    ),
  codeRedeemed: (): Refusal =>
    refusal('invalid_grant', 54005, 'OAuth2 Authorization code was already redeemed.'),
  replyAddressDiffers: (): Refusal =>
    refusal(
      'invalid_grant',
      500112,
      'The reply address does not match the reply address provided when requesting the authorization code.',
    ),
  otherTenant: (): Refusal =>
    refusal('invalid_grant', 700005, 'Provided grant is intended to use against another tenant.'),
  verifierWrong: (): Refusal =>
    refusal(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    ),
  scopeNotDefault: (scope: string): Refusal =>
    refusal(
      'invalid_scope',
      1002012,
      `The provided value for scope '${scope}' is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`,
    ),
  grantTypeUnknown: (type: string): Refusal =>
    refusal(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${type}'.`,
    ),
  assertionBad: (): Refusal =>
    refusal('invalid_grant', 50013, 'Assertion failed signature validation.'),
  assertionAudience: (): Refusal =>
    refusal(
      'invalid_grant',
      500131,
      'Assertion audience does not match the Client app presenting the assertion.',
    ),
} as const

/** The JSON body of a refusal, field for field as Entra ID sends it. */
export interface RefusalBody {
  readonly error: string
  readonly error_description: string
  readonly error_codes: readonly number[]
  readonly timestamp: string
  readonly trace_id: string
  readonly correlation_id: string
  readonly error_uri: string
  readonly suberror?: string
}

/** Writes a refusal as Entra ID words it; the correlation id is the client's own, if it gave one. */
export function refusalBody(
  refused: Refusal,
  at: { readonly nowMs: number; readonly correlationId: string | undefined },
): RefusalBody {
  const trace = randomUUID()
  const correlation = at.correlationId ?? randomUUID()
  const timestamp = `${new Date(at.nowMs).toISOString().slice(0, 19).replace('T', ' ')}Z`
  return {
    error: refused.error,
    error_description: `AADSTS${refused.code}: ${refused.words} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [refused.code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${refused.code}`,
    ...(refused.suberror === undefined ? {} : { suberror: refused.suberror }),
  }
}
