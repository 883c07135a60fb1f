import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { anna, ask, contoso, openEntraUnderTest, parleyApp } from '../entra/entra-harness.ts'
import type { Answer, EntraUnderTest } from '../entra/entra-harness.ts'
import { openDirectory } from '../entra/directory.ts'
import { graphEndpoints } from './endpoints.ts'
import { openGraph } from './open-graph.ts'
import type { Graph } from './open-graph.ts'
import { Presences } from './presences.ts'
import { openThrottle, presenceRequestsMax, presenceWindowMs } from './throttle.ts'

const tenant = contoso.directoryId
const ben = 'aaaaaaaa-0000-4000-8000-000000000002'
const nobody = 'aaaaaaaa-0000-4000-8000-00000000ffff'
const readAll = 'https://graph.microsoft.com/Presence.Read.All'
const [batch, bulk] = ['/v1.0/communications/getPresencesByUserId', { ids: [anna.id] }]

/** An app of the same organisation that nobody granted anything. */
const poorApp = { clientId: 'cccccccc-0000-4000-8000-000000000009', secret: 'poor' }
const world = {
  ...contoso,
  apps: [...contoso.apps, { ...poorApp, name: 'Poor', redirectUris: [parleyApp.redirectUri] }],
}

let under: EntraUnderTest
let graph: Graph
const calls = new Set<string>()
const presences = new Presences(id => calls.has(id))

beforeAll(async () => {
  under = await openEntraUnderTest(world)
  const { clock, entra, identity } = under
  const at = { host: '127.0.0.1', port: 0, identity, clock, log: () => undefined }
  const { readToken } = entra
  graph = await openGraph({ ...at, tenants: [world], presences, readToken })
})
afterAll(async () => {
  await graph.close()
  await under[Symbol.asyncDispose]()
})
beforeEach(() => {
  graph.setFault(undefined)
  calls.clear()
})

const graphItself = 'https://graph.microsoft.com/.default'

async function tokenOf(form: Record<string, string>): Promise<string> {
  const url = `${under.entra.addresses.origin}/${tenant}/oauth2/v2.0/token`
  const { body } = await ask(url, { ca: under.ca, form })
  const { access_token: token }: Record<string, string> = JSON.parse(body)
  return token ?? ''
}

/** An app alone. */
function appToken(app: typeof poorApp = parleyApp, scope = graphItself): Promise<string> {
  const { clientId, secret } = app
  const who = { client_id: clientId, client_secret: secret }
  return tokenOf({ ...who, scope, grant_type: 'client_credentials' })
}

/** Anna, by the app. */
async function annasToken(scope: string): Promise<string> {
  const query = new URLSearchParams({
    client_id: parleyApp.clientId,
    response_type: 'code',
    redirect_uri: parleyApp.redirectUri,
    scope,
  })
  const page = `${under.entra.addresses.signInOrigin}/${tenant}/oauth2/v2.0/authorize?${query}`
  const chosen = await ask(page, { form: { person: `${tenant}/${anna.id}` } })
  const code = new URL(chosen.headers.location ?? '').searchParams.get('code') ?? ''
  const { clientId, secret, redirectUri } = parleyApp
  const who = { client_id: clientId, client_secret: secret, redirect_uri: redirectUri }
  return tokenOf({ ...who, code, scope, grant_type: 'authorization_code' })
}

function get(path: string, token: string, json?: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'client-request-id': 'ours' }
  return ask(`${graph.origin}${path}`, { ca: under.ca, headers, ...(json ? { json } : {}) })
}

function gist({ status, body }: Answer): string {
  const { error }: { error?: { code: string; message: string } } = JSON.parse(body)
  return error === undefined ? `${status}` : `${status} ${error.code}: ${error.message}`
}

test('an app with the permission is told the presences of many, as they are set and as calls make them', async () => {
  presences.choose(ben, 'do-not-disturb')
  calls.add(anna.id).add(ben)
  const answer = await get(batch, await appToken(), { ids: [anna.id, ben.toUpperCase(), nobody] })
  expect(JSON.parse(answer.body)).toEqual({
    '@odata.context':
      'https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.presence)',
    value: [
      { id: anna.id, availability: 'Busy', activity: 'InACall' },
      { id: ben.toUpperCase(), availability: 'DoNotDisturb', activity: 'DoNotDisturb' },
      { id: nobody, availability: 'PresenceUnknown', activity: 'PresenceUnknown' },
    ],
  })
  expect(answer.headers).toMatchObject({ 'client-request-id': 'ours' })
  expect(answer.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('one person is found by id and by user name, at either address', async () => {
  const token = await appToken()
  presences.choose(anna.id, 'in-a-meeting')
  for (const path of [
    `/v1.0/users/${anna.id}/presence`,
    `/v1.0/users/${anna.userName}/presence`,
    `/v1.0/communications/presences/${anna.id}`,
  ]) {
    const { body } = await get(path, token)
    expect(JSON.parse(body)).toMatchObject({ id: anna.id, activity: 'InAMeeting' })
  }
})

test('who may not is refused in Graph’s words: no token, a broken one, one for others, an old one, one without the permission', async () => {
  const good = await appToken()
  const forged = `${good.slice(0, -8)}${good.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`
  const url = `${graph.origin}${batch}`
  expect([
    gist(await ask(url, { ca: under.ca, json: bulk })),
    gist(await get(batch, 'no-token', bulk)),
    gist(await get(batch, forged, bulk)),
    gist(await get(batch, await appToken(parleyApp, `api://${parleyApp.clientId}/.default`), bulk)),
    gist(await get(batch, await appToken(poorApp), bulk)),
    gist(await get(batch, await annasToken('https://graph.microsoft.com/User.Read'), bulk)),
    gist(await get(batch, await annasToken(readAll), bulk)),
  ]).toEqual([
    '401 InvalidAuthenticationToken: Access token is empty.',
    '401 InvalidAuthenticationToken: CompactToken parsing failed with error code: 80049217',
    '401 InvalidAuthenticationToken: Access token validation failure. Invalid signature.',
    '401 InvalidAuthenticationToken: Access token validation failure. Invalid audience.',
    '403 Authorization_RequestDenied: Insufficient privileges to complete the operation.',
    '403 Authorization_RequestDenied: Insufficient privileges to complete the operation.',
    '200',
  ])
  under.later(3_700_000)
  expect(gist(await get(batch, good, bulk))).toBe(
    '401 InvalidAuthenticationToken: Lifetime validation failed, the token is expired or not yet valid.',
  )
})

test('a person may see the own presence with the smaller permission, and nobody else’s', async () => {
  const token = await annasToken('https://graph.microsoft.com/Presence.Read')
  expect((await get(`/v1.0/users/${anna.id}/presence`, token)).status).toBe(200)
  expect((await get(`/v1.0/users/${ben}/presence`, token)).status).toBe(403)
})

const many = (count: number) => ({ ids: Array.from({ length: count }, () => anna.id) })

test('a question that is none is refused: too many people, nobody, no ids, an unknown person, an unknown address', async () => {
  const token = await appToken()
  expect([
    gist(await get(batch, token, many(650))),
    gist(await get(batch, token, many(651))),
    gist(await get(batch, token, many(0))),
    gist(await get(batch, token, { ids: ['anna'] })),
    gist(await get(batch, token, { people: [] })),
    gist(await get(`/v1.0/users/${nobody}/presence`, token)),
    gist(await get('/v1.0/me/wishes', token)),
  ]).toEqual([
    '200',
    '400 BadRequest: More than 650 user ids were given.',
    '400 BadRequest: The ids collection must not be empty.',
    "400 BadRequest: 'anna' is not a valid user id.",
    expect.stringMatching(/^400 BadRequest: Unable to read JSON request payload/),
    expect.stringMatching(/^404 Request_ResourceNotFound/),
    "400 BadRequest: Resource not found for the segment 'wishes'.",
  ])
})

test('who asks more than 1,500 times in half a minute is told how long to wait', async () => {
  const { clock, entra } = under
  const { readToken } = entra
  const now = (): number => clock.now()
  const app = graphEndpoints({
    directory: openDirectory([world]),
    presences,
    throttle: openThrottle(now),
    onDemand: () => undefined,
    log: () => undefined,
    readToken,
    now,
  })
  const headers = { authorization: `Bearer ${await appToken()}` }
  const once = async (): Promise<Response> =>
    app.request(`/v1.0/users/${anna.id}/presence`, { headers })
  for (let asked = 0; asked < presenceRequestsMax; asked += 1) {
    expect((await once()).status).toBe(200)
  }
  const refused = await once()
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
  under.later(presenceWindowMs)
  expect((await once()).status).toBe(200)
})

test('on demand everybody is refused, and told how long to wait', async () => {
  const token = await appToken()
  graph.setFault({ isOverloaded: true })
  const refused = [await get(batch, token, bulk), await get(batch, token, bulk)]
  expect(refused.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
    [429, '5'],
    [503, '5'],
  ])
})
