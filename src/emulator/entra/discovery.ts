import type { EntraAddresses } from '../emulator.ts'

/**
 * The OpenID discovery document. Only what a browser visits lies on the http origin; the issuer
 * and everything a server asks are https, because MSAL refuses an http authority (graph §A.8).
 */
export function discoveryDocument(
  at: EntraAddresses,
  tenant: { readonly segment: string; readonly issuer: string },
): Readonly<Record<string, unknown>> {
  const path = `${at.origin}/${tenant.segment}`
  const page = `${at.signInOrigin}/${tenant.segment}`
  return {
    token_endpoint: `${path}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    jwks_uri: `${path}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${at.origin}/${tenant.issuer}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${at.origin}/oidc/userinfo`,
    authorization_endpoint: `${page}/oauth2/v2.0/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${page}/oauth2/v2.0/logout`,
    claims_supported: claims,
    code_challenge_methods_supported: ['S256', 'plain'],
    cloud_instance_name: at.knownAuthority,
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  }
}

const claims = 'sub iss aud exp iat nonce preferred_username name tid ver oid email roles'.split(
  ' ',
)

/** Which clouds there are, as MSAL asks before it trusts an authority it was not told to. */
export function instanceDocument(at: EntraAddresses, segment: string): object {
  return {
    tenant_discovery_endpoint: `${at.origin}/${segment}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      {
        preferred_network: at.knownAuthority,
        preferred_cache: at.knownAuthority,
        aliases: [at.knownAuthority],
      },
    ],
  }
}
