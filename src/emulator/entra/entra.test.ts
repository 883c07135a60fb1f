import { ConfidentialClientApplication } from '@azure/msal-node'
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  anna,
  ask,
  contoso,
  freshProof,
  openEntraUnderTest,
  parleyApp,
  tabApp,
} from './entra-harness.ts'
import type { Answer, EntraUnderTest } from './entra-harness.ts'

const tenant = contoso.directoryId

let under: EntraUnderTest
beforeAll(async () => {
  under = await openEntraUnderTest()
})
afterAll(() => under[Symbol.asyncDispose]())

interface Query {
  readonly [name: string]: string
}

function authorizeUrl(at: EntraUnderTest, query: Query, segment = tenant): string {
  const all = new URLSearchParams({
    client_id: parleyApp.clientId,
    response_type: 'code',
    redirect_uri: parleyApp.redirectUri,
    scope: 'openid profile email offline_access',
    state: 'st',
    nonce: 'no',
    ...query,
  })
  return `${at.entra.addresses.signInOrigin}/${segment}/oauth2/v2.0/authorize?${all}`
}

async function choose(at: EntraUnderTest, query: Query, person = anna.id): Promise<Answer> {
  return ask(authorizeUrl(at, query), { form: { person: `${tenant}/${person}` } })
}

function back(answer: Answer): URLSearchParams {
  return new URL(answer.headers.location ?? '').searchParams
}

function redeem(at: EntraUnderTest, form: Query, segment = tenant): Promise<Answer> {
  return ask(`${at.entra.addresses.origin}/${segment}/oauth2/v2.0/token`, {
    ca: at.ca,
    form: {
      client_id: parleyApp.clientId,
      client_secret: parleyApp.secret,
      redirect_uri: parleyApp.redirectUri,
      grant_type: 'authorization_code',
      ...form,
    },
  })
}

function codesOf(answer: Answer): unknown {
  const body: unknown = JSON.parse(answer.body)
  return typeof body === 'object' && body !== null && 'error_codes' in body
    ? [answer.status, 'error' in body && body.error, body.error_codes]
    : answer.body
}

test('a person chooses who he is, and the code with its proof key buys tokens that verify', async () => {
  const { origin, signInOrigin } = under.entra.addresses
  const found = await ask(`${origin}/${tenant}/v2.0/.well-known/openid-configuration`, {
    ca: under.ca,
  })
  const document: Record<string, string> = JSON.parse(found.body)
  expect(document).toMatchObject({
    issuer: `${origin}/${tenant}/v2.0`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${signInOrigin}/${tenant}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${signInOrigin}/${tenant}/oauth2/v2.0/logout`,
  })

  const { verifier, challenge } = freshProof()
  const query = { code_challenge: challenge, code_challenge_method: 'S256' }
  const page = await ask(authorizeUrl(under, query))
  expect(page.status).toBe(200)
  expect(page.body).toContain('Choose who you are')
  expect(page.body).toContain('Anna &lt;Admin&gt; Lind')
  expect(page.body).toContain('agent, supervisor')

  const chosen = await choose(under, query)
  expect(chosen.status).toBe(302)
  expect(back(chosen).get('state')).toBe('st')
  const code = back(chosen).get('code') ?? ''
  const redeemed = await redeem(under, { code, code_verifier: verifier })
  const tokens: Record<string, string> = JSON.parse(redeemed.body)
  expect(redeemed.headers['cache-control']).toBe('no-store')
  expect(tokens).toMatchObject({
    token_type: 'Bearer',
    expires_in: 3599,
    scope: 'openid profile email',
  })
  expect(JSON.parse(Buffer.from(tokens['client_info'] ?? '', 'base64url').toString())).toEqual({
    uid: anna.id,
    utid: tenant,
  })

  const keys = await ask(document['jwks_uri'] ?? '', { ca: under.ca })
  const { payload, protectedHeader } = await jwtVerify(
    tokens['id_token'] ?? '',
    createLocalJWKSet(JSON.parse(keys.body)),
    { issuer: document['issuer'] ?? '', audience: parleyApp.clientId },
  )
  expect(protectedHeader.alg).toBe('RS256')
  expect(payload).toMatchObject({
    oid: anna.id,
    tid: tenant,
    ver: '2.0',
    nonce: 'no',
    name: anna.name,
    preferred_username: anna.userName,
    email: anna.userName,
    roles: ['agent', 'supervisor'],
  })

  const again = await redeem(under, { code, code_verifier: verifier })
  expect(codesOf(again)).toEqual([400, 'invalid_grant', [54005]])

  const renewed = await redeem(under, {
    grant_type: 'refresh_token',
    refresh_token: tokens['refresh_token'] ?? '',
    scope: `openid ${parleyApp.clientId}/access_as_user`,
  })
  const fresh: Record<string, string> = JSON.parse(renewed.body)
  expect(decodeJwt(fresh['access_token'] ?? '')).toMatchObject({
    aud: parleyApp.clientId,
    scp: 'access_as_user',
    azpacr: '1',
    sub: payload.sub,
  })
})

test.each([
  ['wrong secret', { client_secret: 'wrong' }, [401, 'invalid_client', [7000215]]],
  ['no secret', { client_secret: undefined }, [401, 'invalid_client', [7000218]]],
  ['unknown app', { client_id: 'dddddddd' }, [400, 'unauthorized_client', [700016]]],
  ['wrong verifier', { code_verifier: 'x'.repeat(43) }, [400, 'invalid_grant', [501481]]],
  ['no verifier', { code_verifier: undefined }, [400, 'invalid_grant', [501481]]],
  ['other redirect', { redirect_uri: 'http://127.0.0.1:9/x' }, [400, 'invalid_grant', [500112]]],
  ['no code', { code: undefined }, [400, 'invalid_request', [900144]]],
  ['invented code', { code: 'abc' }, [400, 'invalid_grant', [70000]]],
  ['unknown grant type', { grant_type: 'magic' }, [400, 'unsupported_grant_type', [70003]]],
] as const)('the token endpoint refuses: %s', async (_name, change, expected) => {
  const { verifier, challenge } = freshProof()
  const chosen = await choose(under, { code_challenge: challenge, code_challenge_method: 'S256' })
  const form = { code: back(chosen).get('code') ?? '', code_verifier: verifier, ...change }
  const kept = Object.entries({
    client_id: parleyApp.clientId,
    client_secret: parleyApp.secret,
    redirect_uri: parleyApp.redirectUri,
    grant_type: 'authorization_code',
    ...form,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  const answer = await ask(
    `${under.entra.addresses.origin}/${tenant}/oauth2/v2.0/token?client-request-id=abc`,
    { ca: under.ca, form: Object.fromEntries(kept) },
  )
  expect(codesOf(answer)).toEqual(expected)
  expect(answer.body).toMatch(/AADSTS\d+: .+ Correlation ID: abc Timestamp: \d{4}-\d\d-\d\d /)
})

test('codes expire after ten minutes, and tenants nobody knows are refused by number', async () => {
  await using old = await openEntraUnderTest()
  const chosen = await choose(old, {})
  old.later(600_001)
  expect(codesOf(await redeem(old, { code: back(chosen).get('code') ?? '' }))).toEqual([
    400,
    'invalid_grant',
    [70008],
  ])
  expect(codesOf(await redeem(old, { code: 'x' }, 'nobody.example'))).toEqual([
    400,
    'invalid_request',
    [90002],
  ])
})

test.each([
  ['unknown tenant', {}, 'nobody.example', 'AADSTS90002'],
  ['unknown app', { client_id: 'x' }, tenant, 'AADSTS700016'],
  ['redirect mismatch', { redirect_uri: 'http://evil.example/' }, tenant, 'AADSTS50011'],
] as const)('a fault before the redirect is proven stays on the page: %s', async (...row) => {
  const [, query, segment, words] = row
  const answer = await ask(authorizeUrl(under, query, segment))
  expect([answer.status, answer.headers.location]).toEqual([400, undefined])
  expect(answer.body).toContain(words)
})

test.each([
  ['implicit flow', { response_type: 'id_token' }, 'unsupported_response_type', 'AADSTS700054'],
  ['short challenge', { code_challenge: 'short' }, 'invalid_request', 'AADSTS501491'],
  ['silent without session', { prompt: 'none' }, 'login_required', 'AADSTS50058'],
] as const)('a fault after the redirect is proven travels back: %s', async (...row) => {
  const [, query, error, words] = row
  const params = back(await ask(authorizeUrl(under, query)))
  expect([params.get('error'), params.get('state')]).toEqual([error, 'st'])
  expect(params.get('error_description')).toContain(words)
})

test('who cancels is sent back with access_denied; form_post carries the code in a form', async () => {
  const cancelled = await ask(authorizeUrl(under, {}), { form: { person: '' } })
  expect(back(cancelled).get('error')).toBe('access_denied')
  const posted = await choose(under, { response_mode: 'form_post' })
  expect(posted.body).toMatch(/name="code" value="1\.[\w-]+"/)
  expect(posted.body).toContain(`action="${parleyApp.redirectUri}"`)
})

test('a known browser signs in silently until it signs out', async () => {
  const first = await choose(under, {})
  const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const headers = { cookie }
  expect(back(await ask(authorizeUrl(under, { prompt: 'none' }), { headers })).has('code')).toBe(
    true,
  )
  const hinted = authorizeUrl(under, { login_hint: anna.userName })
  expect((await ask(hinted, { headers })).status).toBe(302)
  const chooser = authorizeUrl(under, { prompt: 'select_account' })
  expect((await ask(chooser, { headers })).status).toBe(200)
  const signOut = `${under.entra.addresses.signInOrigin}/${tenant}/oauth2/v2.0/logout`
  const home = encodeURIComponent('http://127.0.0.1:9/bye')
  const elsewhere = encodeURIComponent('http://evil.example/')
  expect((await ask(`${signOut}?post_logout_redirect_uri=${elsewhere}`)).status).toBe(200)
  const out = await ask(`${signOut}?post_logout_redirect_uri=${home}`, { headers })
  expect(out.headers.location).toBe('http://127.0.0.1:9/bye')
  const silent = await ask(authorizeUrl(under, { prompt: 'none' }), { headers })
  expect(back(silent).get('error')).toBe('login_required')
})

test('an app gets its own token for /.default alone, and a public client must prove its key', async () => {
  const ownName = { grant_type: 'client_credentials' }
  const bad = await redeem(under, { ...ownName, scope: 'https://graph.microsoft.com/User.Read' })
  expect(codesOf(bad)).toEqual([400, 'invalid_scope', [1002012]])
  const good = await redeem(under, { ...ownName, scope: 'https://graph.microsoft.com/.default' })
  const body: Record<string, string> = JSON.parse(good.body)
  expect(Object.keys(body).toSorted()).toEqual([
    'access_token',
    'expires_in',
    'ext_expires_in',
    'token_type',
  ])
  const claims = decodeJwt(body['access_token'] ?? '')
  expect(claims).toMatchObject({ idtyp: 'app', roles: ['Presence.Read.All'], tid: tenant })
  expect(claims.sub).toBe(claims['oid'])

  const tab = { client_id: tabApp.clientId, redirect_uri: 'http://127.0.0.1:9/tab' }
  expect(back(await ask(authorizeUrl(under, tab))).get('error_description')).toContain(
    'AADSTS9002325',
  )
  const secret = await redeem(under, { ...tab, code: 'x' })
  expect(codesOf(secret)).toEqual([401, 'invalid_client', [700025]])
})

test('a person token is exchanged on his behalf, by the app it was made for', async () => {
  const chosen = await choose(under, { scope: `openid ${parleyApp.clientId}/access_as_user` })
  const first: Record<string, string> = JSON.parse(
    (await redeem(under, { code: back(chosen).get('code') ?? '' })).body,
  )
  const exchange = {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    scope: 'https://graph.microsoft.com/User.Read',
  }
  const done = await redeem(under, { ...exchange, assertion: first['access_token'] ?? '' })
  const token: Record<string, string> = JSON.parse(done.body)
  expect(decodeJwt(token['access_token'] ?? '')).toMatchObject({ oid: anna.id, scp: 'User.Read' })
  const forGraph = await redeem(under, { ...exchange, assertion: token['access_token'] ?? '' })
  expect(codesOf(forGraph)).toEqual([400, 'invalid_grant', [500131]])
  const forged = await redeem(under, { ...exchange, assertion: 'a.b.c' })
  expect(codesOf(forged)).toEqual([400, 'invalid_grant', [50013]])
})

/** MSAL's way out to the network, trusting the emulator's authority and no other. */
function trustingClient(ca: string): INetworkModule {
  const exchange = async <T>(
    url: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> => {
    const form = Object.fromEntries(new URLSearchParams(options?.body ?? ''))
    const answer = await ask(url, { ca, ...(options?.body === undefined ? {} : { form }) })
    return { headers: {}, body: JSON.parse(answer.body), status: answer.status }
  }
  return { sendGetRequestAsync: exchange, sendPostRequestAsync: exchange }
}

test("Microsoft's own MSAL signs a person in, unchanged", async () => {
  const { origin, knownAuthority } = under.entra.addresses
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: parleyApp.clientId,
      clientSecret: parleyApp.secret,
      authority: `${origin}/${tenant}`,
      knownAuthorities: [knownAuthority],
    },
    system: { networkClient: trustingClient(under.ca) },
  })
  const { verifier, challenge } = freshProof()
  const { redirectUri } = parleyApp
  const scopes = ['openid', 'profile']
  const url = await msal.getAuthCodeUrl({
    scopes,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    nonce: 'n1',
  })
  expect(url).toContain(under.entra.addresses.signInOrigin)
  const chosen = await ask(url, { form: { person: `${tenant}/${anna.id}` } })
  const code = back(chosen).get('code') ?? ''
  const result = await msal.acquireTokenByCode({
    code,
    codeVerifier: verifier,
    redirectUri,
    scopes,
    nonce: 'n1',
  })
  expect(result.account).toMatchObject({
    username: anna.userName,
    tenantId: tenant,
    homeAccountId: `${anna.id}.${tenant}`,
  })
})
