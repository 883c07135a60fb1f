import type { AppRegistration, EmulatedPerson, EmulatedTenant } from '../config.ts'
import type { EntraWorld } from '../entra/entra-world.ts'
import { sameText } from './grants.ts'
import type { Grant } from './grants.ts'
import { refuse } from '../entra/refusal.ts'
import type { Refusal } from '../entra/refusal.ts'
import {
  appTokenClaims,
  clientInfo,
  grantedScope,
  idTokenClaims,
  tokenSecondsMax,
  userTokenClaims,
} from './claims.ts'
import type { TokenSubject } from './claims.ts'

/** A token request: the form, and the credentials of a Basic header if it came that way. */
export interface TokenRequest {
  readonly segment: string
  readonly form: URLSearchParams
  readonly basic: { readonly clientId: string; readonly secret: string } | undefined
}

/** The tokens, or why there are none. */
export type TokenAnswer =
  | { readonly ok: true; readonly body: Readonly<Record<string, string | number>> }
  | Refusal

interface Client {
  readonly clientId: string
  readonly candidates: readonly {
    readonly tenant: EmulatedTenant
    readonly app: AppRegistration
  }[]
}

/** `POST /{tenant}/oauth2/v2.0/token` (graph §A.3 to §A.5). */
export async function answerTokenRequest(
  world: EntraWorld,
  request: TokenRequest,
): Promise<TokenAnswer> {
  const client = proveClient(world, request)
  if ('ok' in client) return client
  const grantType = request.form.get('grant_type')
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(world, request.form, client)
    case 'refresh_token':
      return refresh(world, request.form, client)
    case 'client_credentials':
      return appOnly(world, request.form, client)
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return onBehalfOf(world, request.form, client)
    case null:
      return refuse.parameterMissing('grant_type')
    default:
      return refuse.grantTypeUnknown(grantType)
  }
}

function proveClient(world: EntraWorld, request: TokenRequest): Client | Refusal {
  const { form, basic, segment } = request
  const audience = world.directory.audience(segment)
  if (audience.length === 0) return refuse.tenantUnknown(segment)
  const clientId = basic?.clientId ?? form.get('client_id')
  if (clientId === null) return refuse.parameterMissing('client_id')
  const candidates = audience.flatMap(tenant => {
    const app = world.directory.app(tenant, clientId)
    return app === undefined ? [] : [{ tenant, app }]
  })
  const [first] = candidates
  if (first === undefined) return refuse.appUnknown(clientId, audience[0]?.name ?? segment)
  const presented = basic?.secret ?? form.get('client_secret') ?? undefined
  const fault = secretFault(first.app, presented, form.has('client_assertion'))
  return fault ?? { clientId, candidates }
}

function secretFault(
  app: AppRegistration,
  presented: string | undefined,
  asserted: boolean,
): Refusal | undefined {
  if (app.secret === undefined) {
    return presented === undefined && !asserted ? undefined : refuse.secretUnwanted()
  }
  if (asserted) return refuse.assertionUnknown()
  if (presented === undefined) return refuse.secretMissing()
  return sameText(app.secret, presented) ? undefined : refuse.secretWrong(app.clientId)
}

async function redeemCode(
  world: EntraWorld,
  form: URLSearchParams,
  client: Client,
): Promise<TokenAnswer> {
  const code = form.get('code')
  if (code === null) return refuse.parameterMissing('code')
  const redirectUri = form.get('redirect_uri')
  if (redirectUri === null) return refuse.parameterMissing('redirect_uri')
  const redeemed = world.grants.redeemCode({
    code,
    clientId: client.clientId,
    redirectUri,
    verifier: form.get('code_verifier') ?? undefined,
  })
  if (!redeemed.ok) return redeemed
  return personTokens(world, client, redeemed.grant, redeemed.grant.nonce)
}

async function refresh(
  world: EntraWorld,
  form: URLSearchParams,
  client: Client,
): Promise<TokenAnswer> {
  const token = form.get('refresh_token')
  if (token === null) return refuse.parameterMissing('refresh_token')
  const kept = world.grants.readRefreshToken(token, client.clientId)
  if (!kept.ok) return kept
  const scope = form.get('scope') ?? kept.grant.scope
  return personTokens(world, client, { ...kept.grant, scope }, undefined)
}

async function personTokens(
  world: EntraWorld,
  client: Client,
  grant: Grant,
  nonce: string | undefined,
): Promise<TokenAnswer> {
  const place = client.candidates.find(({ tenant }) => tenant.directoryId === grant.directoryId)
  if (place === undefined) return refuse.otherTenant()
  const person = world.directory.person(place.tenant, grant.personId)
  if (person === undefined) return refuse.grantUnknown()
  const subject = subjectOf(world, place)
  const scopes = grant.scope.split(' ')
  return {
    ok: true,
    body: {
      token_type: 'Bearer',
      scope: grantedScope(grant.scope),
      expires_in: tokenSecondsMax,
      ext_expires_in: tokenSecondsMax,
      access_token: await personAccessToken(world, subject, { person, scope: grant.scope }),
      ...(scopes.includes('offline_access')
        ? { refresh_token: world.grants.issueRefreshToken(grant) }
        : {}),
      ...(scopes.includes('openid')
        ? {
            id_token: await world.signer.sign(
              idTokenClaims(subject, person, { nonce, scope: grant.scope }),
            ),
          }
        : {}),
      client_info: clientInfo(person.id, place.tenant),
    },
  }
}

async function personAccessToken(
  world: EntraWorld,
  subject: TokenSubject,
  asked: { readonly person: EmulatedPerson; readonly scope: string },
): Promise<string> {
  const { claims, header } = userTokenClaims(subject, asked.person, asked.scope)
  return world.signer.sign(claims, header)
}

/** App-only tokens come without a refresh token and without a scope (graph §A.4). */
async function appOnly(
  world: EntraWorld,
  form: URLSearchParams,
  client: Client,
): Promise<TokenAnswer> {
  const scope = form.get('scope')
  if (scope === null) return refuse.parameterMissing('scope')
  if (!scope.endsWith('/.default')) return refuse.scopeNotDefault(scope)
  const [place] = client.candidates
  if (place === undefined) return refuse.appUnknown(client.clientId, '')
  if (place.app.secret === undefined) return refuse.secretMissing()
  const resource = scope.slice(0, -'/.default'.length)
  const { claims, header } = appTokenClaims(subjectOf(world, place), resource)
  return {
    ok: true,
    body: {
      token_type: 'Bearer',
      expires_in: tokenSecondsMax,
      ext_expires_in: tokenSecondsMax,
      access_token: await world.signer.sign(claims, header),
    },
  }
}

/** A person's token for the app, exchanged for one further on (graph §A.5). App tokens are not taken. */
async function onBehalfOf(
  world: EntraWorld,
  form: URLSearchParams,
  client: Client,
): Promise<TokenAnswer> {
  const assertion = form.get('assertion')
  const scope = form.get('scope')
  if (assertion === null) return refuse.parameterMissing('assertion')
  if (scope === null) return refuse.parameterMissing('scope')
  if (form.get('requested_token_use') !== 'on_behalf_of') {
    return refuse.parameterMissing('requested_token_use')
  }
  const claims = await world.signer.read(assertion, world.clock.now())
  if (claims === undefined || claims['idtyp'] === 'app') return refuse.assertionBad()
  if (claims.aud !== client.clientId) return refuse.assertionAudience()
  const directoryId = String(claims['tid'])
  const grant = { clientId: client.clientId, directoryId, personId: String(claims['oid']), scope }
  return personTokens(world, client, grant, undefined)
}

function subjectOf(world: EntraWorld, place: Client['candidates'][number]): TokenSubject {
  return {
    origin: world.addresses().origin,
    nowMs: world.clock.now(),
    tenant: place.tenant,
    app: place.app,
  }
}
