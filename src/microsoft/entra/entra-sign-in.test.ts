import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openEntraSignIn, type EntraOutcome } from './entra-sign-in.ts'
import {
  openEntraStandIn,
  standInClient,
  standInPerson,
  standInTenant,
  type EntraStandIn,
} from './entra-stand-in.ts'

interface Tried {
  readonly outcome: EntraOutcome
  readonly redirectTo: URL
}

interface Turned {
  readonly authority?: string
  readonly now?: number
  readonly answer?: Readonly<Record<string, string>>
}

/** One sign-in, from the redirect to what came of it. */
async function signIn(entra: EntraStandIn, turned: Turned = {}): Promise<Tried> {
  const { now } = turned
  const client = openEntraSignIn({
    authority: turned.authority ?? `${entra.origin}/organizations`,
    clientId: standInClient,
    credential: { kind: 'secret', secret: 'a secret' },
    redirectUri: () => 'http://127.0.0.1:8080/auth/callback',
    trustedCertificate: entra.certificate,
    ...(now === undefined ? {} : { now: () => now }),
  })
  try {
    const { redirectTo, pending } = await client.begin()
    const asked = new URL(redirectTo)
    const state = asked.searchParams.get('state') ?? ''
    const code = asked.searchParams.get('nonce') ?? ''
    const outcome = await client.complete({ state, code, ...turned.answer }, pending)
    return { outcome, redirectTo: asked }
  } finally {
    client.close()
  }
}

function gist({ outcome }: Tried): string {
  return outcome.ok ? 'signed in' : `${outcome.refused.code}: ${outcome.refused.words}`
}

test('a person is led to the page the directory names, on http where it is a local one, and known afterwards', async () => {
  await using entra = await openEntraStandIn()
  const { redirectTo, outcome } = await signIn(entra)
  expect(redirectTo.origin + redirectTo.pathname).toBe(
    'http://127.0.0.1:9/organizations/oauth2/v2.0/authorize',
  )
  expect(Object.fromEntries(redirectTo.searchParams)).toMatchObject({
    response_type: 'code',
    response_mode: 'query',
    code_challenge_method: 'S256',
    client_id: standInClient,
  })
  expect(outcome).toEqual({
    ok: true,
    identity: {
      tenantDirectoryId: standInTenant,
      personDirectoryId: standInPerson,
      name: 'Anna Lind',
      userName: 'anna@contoso.example',
    },
  })
})

test('the code is exchanged with the verifier of the challenge that was sent', async () => {
  await using entra = await openEntraStandIn()
  const { redirectTo } = await signIn(entra)
  const verifier = entra.asked().get('code_verifier') ?? ''
  expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
    redirectTo.searchParams.get('code_challenge'),
  )
  expect(entra.asked().get('client_secret')).toBe('a secret')
})

test('a token that is not what it must be signs nobody in', async () => {
  await using entra = await openEntraStandIn()
  const other = '99999999-2222-4333-8444-555555555555'
  const now = Math.floor(Date.now() / 1000)
  const attempts: readonly (readonly [string, () => void, Turned?])[] = [
    ['signed by a stranger', () => (entra.mood.isForged = true)],
    ['for another app', () => (entra.mood.claims = { aud: other })],
    ['of another tenant than its issuer', () => (entra.mood.claims = { tid: other })],
    ['by another issuer', () => (entra.mood.claims = { iss: 'https://evil.example/v2.0' })],
    ['expired', () => (entra.mood.claims = { exp: now - 301 })],
    ['without a person', () => (entra.mood.claims = { oid: undefined })],
    ['with a person that is no id', () => (entra.mood.claims = { oid: 'anna' })],
    ['read an hour and more later', () => undefined, { now: (now + 3901) * 1000 }],
  ]
  const came: string[] = []
  for (const [what, turn, turned] of attempts) {
    Object.assign(entra.mood, { claims: {}, isForged: false })
    turn()
    const { outcome } = await signIn(entra, turned)
    came.push(`${what}: ${outcome.ok ? 'signed in' : outcome.refused.code}`)
  }
  expect(came).toEqual(attempts.map(([what]) => `${what}: sign-in-forged`))
  Object.assign(entra.mood, { claims: { exp: now - 200 }, isForged: false })
  expect(gist(await signIn(entra))).toBe('signed in')
})

test('a nonce of another sign-in is refused, by the SDK or by ourselves', async () => {
  await using entra = await openEntraStandIn()
  const tried = await signIn(entra, { answer: { code: 'another nonce' } })
  expect(tried.outcome.ok).toBe(false)
})

test('an answer with another state, or without a code, is not exchanged', async () => {
  await using entra = await openEntraStandIn()
  expect(gist(await signIn(entra, { answer: { state: 'another' } }))).toMatch(/^sign-in-forged/)
  expect([...entra.asked()]).toEqual([])
})

test('what Microsoft says is told in words and with a remedy', async () => {
  await using entra = await openEntraStandIn()
  const back = async (error: string, description: string): Promise<string> =>
    gist(await signIn(entra, { answer: { error, error_description: description } }))
  const exchange = async (status: number, error: string, description: string): Promise<string> => {
    entra.mood.refusal = { status, error, description }
    return gist(await signIn(entra))
  }
  const trace = '\r\nTrace ID: 1234\r\nTimestamp: 2026-11-21 05:31:14Z'
  expect([
    await back('access_denied', `AADSTS65004: User declined to consent.${trace}`),
    await back('access_denied', 'the user canceled the authentication'),
    await back('server_error', `AADSTS90033: A transient error has occurred.${trace}`),
    await exchange(400, 'invalid_grant', `AADSTS54005: already redeemed.${trace}`),
    await exchange(401, 'invalid_client', `AADSTS7000215: Invalid client secret.${trace}`),
  ]).toEqual([
    'consent-missing: Your organisation has not yet agreed that this contact center may sign you in.',
    'sign-in-cancelled: The sign-in was cancelled.',
    'sign-in-refused: Microsoft refused the sign-in: AADSTS90033: A transient error has occurred.',
    'sign-in-stale: This sign-in took too long or was completed before.',
    'sign-in-refused: Microsoft refused the sign-in: AADSTS7000215: Invalid client secret.',
  ])
})

test('a directory that is away, or not trusted, fails the beginning with a typed error', async () => {
  const entra = await openEntraStandIn()
  await entra[Symbol.asyncDispose]()
  await expect(signIn(entra)).rejects.toMatchObject({ code: 'microsoft-unreachable' })
  await using other = await openEntraStandIn()
  const distrusting = { ...other, certificate: entra.certificate }
  await expect(signIn(distrusting)).rejects.toMatchObject({ code: 'microsoft-unreachable' })
})
