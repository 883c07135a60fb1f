import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { AppRegistration, EmulatedPerson, EmulatedTenant } from '../config.ts'

/** Seconds an access or ID token lives, as Entra says it: an hour, less the one it took. */
export const tokenSecondsMax = 3599

/** The application id of Microsoft Graph in every tenant. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'

/** Whom a token for Microsoft Graph is made out to. */
export const graphUri = 'https://graph.microsoft.com'

/** Scopes that ask for a kind of sign-in and not for a resource. */
const signInScopes = new Set(['openid', 'profile', 'email', 'offline_access'])

/** Everything a token is about. */
export interface TokenSubject {
  readonly origin: string
  readonly nowMs: number
  readonly tenant: EmulatedTenant
  readonly app: AppRegistration
}

/** The `sub` of a person: the same for one app, different for another (pairwise subject). */
export function pairwiseSubject(person: EmulatedPerson, clientId: string): string {
  return createHash('sha256').update(`${person.id}\n${clientId}`).digest('base64url')
}

/** The v2.0 ID token's claims (graph §A.6). */
export function idTokenClaims(
  subject: TokenSubject,
  person: EmulatedPerson,
  asked: { readonly nonce: string | undefined; readonly scope: string },
): JWTPayload {
  const roles = person.roles ?? []
  return {
    ...lifetime(subject),
    aud: subject.app.clientId,
    iss: issuerOf(subject),
    name: person.name,
    oid: person.id,
    preferred_username: person.userName,
    rh: `1.${randomBytes(12).toString('base64url')}`,
    sub: pairwiseSubject(person, subject.app.clientId),
    tid: subject.tenant.directoryId,
    ver: '2.0',
    ...(asked.scope.split(' ').includes('email') ? { email: person.userName } : {}),
    ...(asked.nonce === undefined ? {} : { nonce: asked.nonce }),
    ...(roles.length === 0 ? {} : { roles: [...roles] }),
  }
}

/** A person's access token: for our own API when the scope names it, else for Microsoft Graph. */
export function userTokenClaims(
  subject: TokenSubject,
  person: EmulatedPerson,
  scope: string,
): { readonly claims: JWTPayload; readonly header: Readonly<Record<string, string>> } {
  const own = ownScopes(scope, subject.app.clientId)
  const roles = person.roles ?? []
  if (own.length > 0) {
    return {
      header: {},
      claims: {
        ...idTokenClaims(subject, person, { nonce: undefined, scope: '' }),
        azp: subject.app.clientId,
        azpacr: subject.app.secret === undefined ? '0' : '1',
        scp: own.join(' '),
        ...(roles.length === 0 ? {} : { roles: [...roles] }),
      },
    }
  }
  const scp = scope
    .split(' ')
    .filter(one => one !== 'offline_access' && one !== '')
    .map(one => one.replace(`${graphUri}/`, ''))
  return {
    header: { nonce: randomBytes(24).toString('base64url') },
    claims: {
      ...graphClaims(subject),
      name: person.name,
      oid: person.id,
      scp: scp.join(' '),
      sub: pairwiseSubject(person, graphAppId),
      unique_name: person.userName,
      upn: person.userName,
    },
  }
}

/** An app-only token: permissions as roles, subject and object are the service principal (graph §A.4). */
export function appTokenClaims(
  subject: TokenSubject,
  resource: string,
): { readonly claims: JWTPayload; readonly header: Readonly<Record<string, string>> } {
  const principal = servicePrincipalId(subject)
  const roles = subject.app.permissions ?? []
  const who = {
    idtyp: 'app',
    oid: principal,
    sub: principal,
    ...(roles.length === 0 ? {} : { roles: [...roles] }),
  }
  if (resource === graphUri) {
    const header = { nonce: randomBytes(24).toString('base64url') }
    return { header, claims: { ...graphClaims(subject), ...who } }
  }
  return {
    header: {},
    claims: {
      ...lifetime(subject),
      ...who,
      aud: resource.replace(/^api:\/\//, ''),
      azp: subject.app.clientId,
      azpacr: '1',
      iss: issuerOf(subject),
      tid: subject.tenant.directoryId,
      ver: '2.0',
    },
  }
}

/** What the response says was granted: everything asked but the right to stay (offline_access). */
export function grantedScope(scope: string): string {
  return scope
    .split(' ')
    .filter(one => one !== '' && one !== 'offline_access')
    .join(' ')
}

/** Which account this is, in the form MSAL keys its cache by (graph §A.3). */
export function clientInfo(personId: string, tenant: EmulatedTenant): string {
  const info = { uid: personId, utid: tenant.directoryId }
  return Buffer.from(JSON.stringify(info)).toString('base64url')
}

/** `https://host/{tid}/v2.0`, the issuer of v2 tokens. */
function issuerOf(subject: TokenSubject): string {
  return `${subject.origin}/${subject.tenant.directoryId}/v2.0`
}

/** The scopes of the app's own API, named by its id or its App ID URI. */
function ownScopes(scope: string, clientId: string): readonly string[] {
  return scope
    .split(' ')
    .filter(one => !signInScopes.has(one) && one.includes(clientId))
    .map(one => one.slice(one.lastIndexOf('/') + 1))
}

/** v1 format: what Graph's own tokens look like, and why nobody else should read them. */
function graphClaims(subject: TokenSubject): JWTPayload {
  return {
    ...lifetime(subject),
    aud: graphUri,
    iss: `https://sts.windows.net/${subject.tenant.directoryId}/`,
    app_displayname: subject.app.name,
    appid: subject.app.clientId,
    appidacr: subject.app.secret === undefined ? '0' : '1',
    tid: subject.tenant.directoryId,
    ver: '1.0',
  }
}

/** One service principal per app and tenant, the same after a restart. */
function servicePrincipalId(subject: TokenSubject): string {
  const hex = createHash('sha256')
    .update(`${subject.tenant.directoryId}\n${subject.app.clientId}`)
    .digest('hex')
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(13, 16),
    hex.slice(17, 20),
    hex.slice(20, 32),
  ]
  return `${a}-${b}-4${c}-8${d}-${e}`
}

function lifetime(subject: TokenSubject): JWTPayload {
  const iat = Math.floor(subject.nowMs / 1000)
  return {
    aio: randomBytes(24).toString('base64url'),
    exp: iat + tokenSecondsMax + 1,
    iat,
    nbf: iat,
    uti: randomUUID().replaceAll('-', '').slice(0, 22),
  }
}
