import 'reflect-metadata'
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** What a test lets the directory do next. */
export interface StandInMood {
  /** Claims put over the right ones; undefined takes one away. */
  claims: JWTPayload
  /** An error of the token endpoint, as Entra words it. */
  refusal:
    | { readonly status: number; readonly error: string; readonly description: string }
    | undefined
  /** Signs with a key that is not published. */
  isForged: boolean
}

/** A directory of one app for tests, over https with a certificate of its own. */
export interface EntraStandIn extends AsyncDisposable {
  readonly origin: string
  /** PEM of the certificate to trust. */
  readonly certificate: string
  readonly mood: StandInMood
  /** What the token endpoint was sent last. */
  readonly asked: () => URLSearchParams
}

/** The one tenant and person of the stand-in. */
export const standInTenant = '11111111-2222-4333-8444-555555555555'
export const standInPerson = 'aaaaaaaa-0000-4000-8000-000000000001'
/** The app's client id. */
export const standInClient = 'cccccccc-0000-4000-8000-000000000001'

interface World {
  readonly origin: () => string
  readonly published: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey }
  readonly unpublished: CryptoKey
  readonly mood: StandInMood
  asked: URLSearchParams
}

/** Opens the stand-in. The code it takes is the nonce, so that a test needs no page. */
export async function openEntraStandIn(): Promise<EntraStandIn> {
  const identity = await selfSigned()
  const published = await generateKeyPair('RS256')
  const { privateKey: unpublished } = await generateKeyPair('RS256')
  let origin = ''
  const world: World = {
    origin: () => origin,
    published,
    unpublished,
    mood: { claims: {}, refusal: undefined, isForged: false },
    asked: new URLSearchParams(),
  }
  const server = createServer(identity, (request, response) => {
    answer(world, request, response).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  origin = `https://127.0.0.1:${portOf(server.address())}`
  return {
    origin,
    certificate: identity.cert,
    mood: world.mood,
    asked: () => world.asked,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve())
      })
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', world.origin())
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const say = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  if (pathname.endsWith('/openid-configuration')) return say(200, discovery(world))
  if (pathname.endsWith('/keys')) return say(200, await keys(world))
  world.asked = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
  const { refusal } = world.mood
  if (refusal !== undefined) {
    const { error, description } = refusal
    return say(refusal.status, { error, error_description: description })
  }
  say(200, await tokens(world))
}

/** The page of the browser is on http, as it is in the emulator; all else is on https. */
function discovery(world: World): object {
  const organizations = `${world.origin()}/organizations`
  return {
    issuer: `${world.origin()}/{tenantid}/v2.0`,
    authorization_endpoint: 'http://127.0.0.1:9/organizations/oauth2/v2.0/authorize',
    token_endpoint: `${organizations}/oauth2/v2.0/token`,
    end_session_endpoint: `${organizations}/oauth2/v2.0/logout`,
    jwks_uri: `${organizations}/discovery/v2.0/keys`,
  }
}

async function keys({ published }: World): Promise<object> {
  const key = await exportJWK(published.publicKey)
  return { keys: [{ ...key, kid: 'one', use: 'sig', alg: 'RS256' }] }
}

async function tokens(world: World): Promise<object> {
  const now = Math.floor(Date.now() / 1000)
  const { mood, published, unpublished, asked } = world
  const right = {
    iss: `${world.origin()}/${standInTenant}/v2.0`,
    aud: standInClient,
    sub: 'pairwise',
    tid: standInTenant,
    oid: standInPerson,
    nonce: asked.get('code') ?? '',
    name: 'Anna Lind',
    preferred_username: 'anna@contoso.example',
    ver: '2.0',
    iat: now,
    nbf: now,
    exp: now + 3600,
  }
  const idToken = await new SignJWT({ ...right, ...mood.claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'JWT' })
    .sign(mood.isForged ? unpublished : published.privateKey)
  const about = JSON.stringify({ uid: standInPerson, utid: standInTenant })
  return {
    token_type: 'Bearer',
    scope: 'openid profile',
    expires_in: 3599,
    access_token: 'opaque',
    id_token: idToken,
    client_info: Buffer.from(about).toString('base64url'),
  }
}

async function selfSigned(): Promise<{ key: string; cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=127.0.0.1',
      keys: pair,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
    },
    crypto,
  )
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
  return { key: pem(key), cert: certificate.toString('pem') }
}

function pem(key: Buffer): string {
  const lines = key.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return address.port
}
