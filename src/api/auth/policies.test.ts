import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { liveMessage, problem } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

/**
 * Attempts over HTTP, one a line: who, what, and the answer. Interaction 1 of acme is with anna
 * and was never ben's; globex has interactions of its own that acme never saw.
 */
const attempts = `
  nobody      GET  /api/me                                401 signed-out
  nobody      GET  /api/desk                              401 signed-out
  nobody      GET  /api/board                             401 signed-out
  nobody      GET  /api/interactions                      401 signed-out
  nobody      GET  /api/interactions/{anna}               401 signed-out
  nobody      GET  /api/interactions/{anna}/recordings/r1 401 signed-out
  nobody      GET  /api/interactions/{anna}/trace         401 signed-out
  nobody      GET  /api/interactions/{anna}/export.json   401 signed-out
  nobody      POST /api/desk/sign-in                      401 signed-out
  nobody      POST /api/interactions/{anna}/hang-up       401 signed-out
  forged      GET  /api/me                                401 signed-out
  stranger    GET  /api/me                                401 signed-out

  nobody      GET  /api/people                            401 signed-out
  nobody      GET  /api/agents/acme-anna/day              401 signed-out
  nobody      GET  /api/interactions/{anna}/why-not/acme-ben 401 signed-out
  acme-ben    GET  /api/agents/acme-anna/day              403 not-allowed
  acme-ben    GET  /api/agents/acme-ben/day               200 day
  acme-sue    GET  /api/agents/acme-anna/day              200 day
  acme-ben    GET  /api/interactions/{anna}/why-not/acme-ben 403 not-allowed
  acme-sue    GET  /api/interactions/{anna}/why-not/acme-ben 200 something
  globex-sue  GET  /api/agents/acme-anna/day              404 not-found
  globex-sue  GET  /api/interactions/{anna}/why-not/acme-ben 404 not-found
  nobody      POST /api/agents/acme-anna/state            401 signed-out
  nobody      POST /api/agents/acme-anna/wrap-up/end      401 signed-out
  nobody      POST /api/interactions/{anna}/move          401 signed-out
  nobody      POST /api/interactions/{anna}/rank          401 signed-out
  nobody      POST /api/interactions/{anna}/monitor       401 signed-out
  nobody      POST /api/interactions/{anna}/monitor/end   401 signed-out
  nobody      POST /api/interactions/{anna}/take-over     401 signed-out
  nobody      POST /api/interactions/{anna}/mute          401 signed-out
  nobody      POST /api/interactions/{anna}/keys          401 signed-out
  nobody      POST /api/interactions/{anna}/recording/pause 401 signed-out

  acme-ben    POST /api/agents/acme-anna/state            403 not-allowed
  acme-anna   POST /api/agents/acme-anna/state            403 not-allowed
  acme-ben    POST /api/agents/acme-anna/wrap-up/end      403 not-allowed
  acme-ben    POST /api/interactions/{anna}/move          403 not-allowed
  acme-ben    POST /api/interactions/{anna}/rank          403 not-allowed
  acme-ben    POST /api/interactions/{anna}/monitor       403 not-allowed
  acme-anna   POST /api/interactions/{anna}/monitor       403 not-allowed
  acme-ben    POST /api/interactions/{anna}/monitor/end   403 not-allowed
  acme-ben    POST /api/interactions/{anna}/take-over     403 not-allowed
  acme-ben    POST /api/interactions/{anna}/mute          409 not-your-interaction
  acme-ben    POST /api/interactions/{anna}/keys          409 not-your-interaction
  acme-ben    POST /api/interactions/{anna}/recording/pause 409 not-your-interaction
  acme-ben    POST /api/interactions/{anna}/recording/resume 409 not-your-interaction
  acme-sue    POST /api/interactions/{anna}/mute          403 no-desk
  acme-sue    POST /api/interactions/{anna}/keys          403 no-desk
  acme-sue    POST /api/interactions/{anna}/recording/pause 403 no-desk
  acme-sue    POST /api/interactions/{anna}/monitor/end   409 not-monitored
  acme-sue    POST /api/agents/acme-ben/wrap-up/end       409 not-in-wrap-up
  acme-sue    POST /api/interactions/{anna}/rank          409 not-waiting
  acme-sue    POST /api/interactions/{anna}/move          409 not-waiting
  acme-sue    POST /api/agents/globex-anna/state          409 unknown-agent

  globex-sue  POST /api/agents/acme-anna/state            409 unknown-agent
  globex-sue  POST /api/agents/acme-anna/wrap-up/end      409 unknown-agent
  globex-sue  POST /api/interactions/{anna}/move          409 unknown-interaction
  globex-sue  POST /api/interactions/{anna}/rank          409 unknown-interaction
  globex-sue  POST /api/interactions/{anna}/monitor       409 unknown-interaction
  globex-sue  POST /api/interactions/{anna}/monitor/end   409 unknown-interaction
  globex-sue  POST /api/interactions/{anna}/take-over     409 unknown-interaction
  globex-anna POST /api/interactions/{anna}/mute          409 unknown-interaction
  globex-anna POST /api/interactions/{anna}/keys          409 unknown-interaction
  globex-anna POST /api/interactions/{anna}/recording/pause 409 unknown-interaction

  acme-ben    GET  /api/interactions/{anna}               403 not-allowed
  acme-ben    GET  /api/interactions/{anna}/recordings/r1 403 not-allowed
  acme-ben    GET  /api/interactions/{anna}/trace         403 not-allowed
  acme-ben    GET  /api/interactions/{anna}/flows         403 not-allowed
  acme-anna   GET  /api/interactions/{anna}/export.json   403 not-allowed
  acme-anna   GET  /api/interactions/{anna}/export.pcapng 403 not-allowed
  acme-anna   GET  /api/interactions/{anna}/export.test.ts 403 not-allowed
  acme-ben    POST /api/interactions/{anna}/hang-up       409 not-your-interaction
  acme-ben    POST /api/interactions/{anna}/wrap-up       409 not-in-wrap-up
  acme-ben    POST /api/interactions/{anna}/wrap-up/extend 409 not-in-wrap-up
  acme-ben    POST /api/interactions/{anna}/wrap-up/skip  409 not-in-wrap-up
  acme-ben    POST /api/offers/{offer}/decline            409 not-your-offer
  acme-ben    GET  /api/interactions                      200 nothing
  acme-ben    GET  /api/interactions?customer=%2B441632960123 200 nothing
  acme-ben    GET  /api/board                             200 board

  acme-sue    GET  /api/desk                              403 no-desk
  acme-sue    POST /api/desk/sign-in                      403 no-desk
  acme-sue    POST /api/desk/state                        403 no-desk
  acme-sue    POST /api/interactions/{anna}/hang-up       403 no-desk
  acme-sue    POST /api/interactions/{anna}/wrap-up       403 no-desk
  acme-sue    POST /api/interactions/{anna}/wrap-up/extend 403 no-desk
  acme-sue    POST /api/interactions/{anna}/wrap-up/skip  403 no-desk
  acme-sue    POST /api/offers/{offer}/decline            403 no-desk
  acme-sue    GET  /api/interactions/{anna}               200 interaction

  globex-sue  GET  /api/interactions/{anna}               404 not-found
  globex-sue  GET  /api/interactions/{anna}/recordings/r1 404 not-found
  globex-sue  GET  /api/interactions/{anna}/trace         404 not-found
  globex-sue  GET  /api/interactions/{anna}/flows         404 not-found
  globex-sue  GET  /api/interactions/{anna}/export.json   404 not-found
  globex-sue  GET  /api/interactions/{anna}/export.pcapng 404 not-found
  globex-sue  GET  /api/interactions/{anna}/export.test.ts 404 not-found
  globex-sue  GET  /api/interactions                      200 nothing
  globex-anna GET  /api/interactions/{anna}               404 not-found
  globex-anna POST /api/interactions/{anna}/hang-up       409 unknown-interaction
  globex-anna POST /api/interactions/{anna}/wrap-up       409 unknown-interaction
  globex-anna POST /api/offers/{offer}/decline            409 not-your-offer

  nobody      GET  /api/admin/config                      401 signed-out
  nobody      GET  /api/admin/prompts                     401 signed-out
  acme-anna   GET  /api/admin/config                      403 not-allowed
  acme-anna   POST /api/admin/check                       403 not-allowed
  acme-sue    GET  /api/admin/config                      403 not-allowed
  acme-sue    PUT  /api/admin/config                      403 not-allowed
  acme-sue    PUT  /api/admin/config/tenant               403 not-allowed
  acme-sue    PUT  /api/admin/files                       403 not-allowed
  acme-sue    POST /api/admin/check                       403 not-allowed
  acme-sue    GET  /api/admin/versions                    403 not-allowed
  acme-sue    GET  /api/admin/versions/1                  403 not-allowed
  acme-sue    POST /api/admin/versions/1/restore          403 not-allowed
  acme-sue    GET  /api/admin/audit                       403 not-allowed
  acme-sue    GET  /api/admin/trunks                      403 not-allowed
  acme-sue    GET  /api/admin/prompts                     403 not-allowed
  acme-sue    GET  /api/admin/prompts/welcome             403 not-allowed
  acme-sue    PUT  /api/admin/prompts/welcome             403 not-allowed
  acme-sue    POST /api/admin/prompts/welcome/speak       403 not-allowed
  acme-sue    DELETE /api/admin/prompts/welcome           403 not-allowed
  acme-ada    PUT  /api/admin/files                       403 not-allowed
  acme-ada    GET  /api/admin/versions                    200 nothing
`

interface World {
  readonly api: ApiRehearsal
  readonly places: Readonly<Record<string, string>>
}

/** Anna of acme talks; nobody else does anything. */
async function annaTalks(api: ApiRehearsal): Promise<World> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  api.acme.answer()
  const made = api.acme.facts.find(fact => fact.kind === 'offer-made')
  return { api, places: { '{anna}': made?.interaction ?? '', '{offer}': made?.offer ?? '' } }
}

async function attempt({ api, places }: World, line: string): Promise<string> {
  const [who = '', method = '', place = ''] = line.trim().split(/\s+/)
  const path = place.replace(/\{\w+\}/, name => places[name] ?? '')
  const cookie = await cookieOf(api, who)
  const answer = await ask(api, method, { path, cookie })
  return [who, method, place, answer.status, await gist(answer)].join(' ')
}

function ask(
  api: ApiRehearsal,
  method: string,
  { path, cookie }: { readonly path: string; readonly cookie: string },
): Promise<Response> {
  if (method === 'GET') return api.get(path, cookie)
  if (method === 'PUT' || method === 'DELETE') return api.ask(method, path, cookie, bodyFor(path))
  return api.post(path, cookie, bodyFor(path))
}

async function cookieOf(api: ApiRehearsal, who: string): Promise<string> {
  if (who === 'nobody') return ''
  if (who === 'forged') return 'parley_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  return api.signIn(who)
}

/** What each route wants to be sent, by the end of its path. */
const bodies: Readonly<Record<string, object>> = {
  '/wrap-up': { disposition: 'solved' },
  '/state': { state: 'available' },
  '/move': { queue: 'support' },
  '/rank': { to: 'front' },
  '/monitor': { mode: 'listen' },
  '/mute': { muted: true },
  '/keys': { keys: '12' },
  '/admin/files': { files: [{ path: 'tenant.yaml', text: '' }] },
  '/config/tenant': { version: 1, value: {} },
  '/speak': { text: 'Hello' },
  '/check': { changes: { queues: [] } },
  '/restore': { version: 1 },
  '/admin/config': { version: 1, changes: { queues: [] } },
}

function bodyFor(path: string): object {
  return Object.entries(bodies).find(([end]) => path.endsWith(end))?.[1] ?? {}
}

async function gist(answer: Response): Promise<string> {
  const body: unknown = await answer.json()
  if (!answer.ok) return problem.parse(body).code
  if (typeof body !== 'object' || body === null) return 'nothing'
  if ('rows' in body) return JSON.stringify(body.rows) === '[]' ? 'nothing' : 'rows'
  if ('timeline' in body) return 'interaction'
  if ('zone' in body) return 'day'
  return 'agents' in body ? 'board' : 'something'
}

test('nobody does over HTTP what the policies do not allow', async () => {
  await using api = await rehearseApi()
  const world = await annaTalks(api)
  const before = api.acme.facts.length
  const lines = attempts.split('\n').filter(line => line.trim() !== '')
  const came: string[] = []
  for (const line of lines) came.push(await attempt(world, line))
  expect(came).toEqual(lines.map(line => line.trim().split(/\s+/).join(' ')))
  expect(api.acme.facts.length).toBe(before)
}, 30_000)

test('an agent sees the own interactions, and nobody else’s', async () => {
  await using api = await rehearseApi()
  const { places } = await annaTalks(api)
  const id = places['{anna}'] ?? ''
  const anna = await api.signIn('acme-anna')
  expect((await api.get(`/api/interactions/${id}`, anna)).status).toBe(200)
  for (let calls = 0; calls < 25; calls += 1) api.acme.call('+441632960199')
  const page: unknown = await (await api.get('/api/interactions?limit=2', anna)).json()
  expect(page).toMatchObject({ rows: [{ id }] })
})

/** What each person is told over the socket who asks to watch everything. */
const watched = `
  acme-anna   desk board interaction
  acme-ben    desk board not-allowed
  acme-sue    no-desk board interaction
  globex-anna desk board not-found
  globex-sue  no-desk board not-found
`

test('nobody sees over the socket what the policies do not allow', async () => {
  await using api = await rehearseApi()
  const { places } = await annaTalks(api)
  const lines = watched.split('\n').filter(line => line.trim() !== '')
  const came: string[] = []
  for (const line of lines) {
    const who = line.trim().split(/\s+/)[0] ?? ''
    const topics = ['desk', 'board', `interaction:${places['{anna}']}`]
    came.push([who, ...(await watch(api, await api.signIn(who), topics))].join(' '))
  }
  expect(came).toEqual(lines.map(line => line.trim().split(/\s+/).join(' ')))
})

async function watch(
  api: ApiRehearsal,
  cookie: string,
  topics: readonly string[],
): Promise<string[]> {
  const ws = new WebSocket(`${api.server.url}/api/live`.replace('http', 'ws'), {
    headers: { cookie, origin: api.server.url },
  })
  await once(ws, 'open')
  const told: string[] = []
  const all = new Promise<void>(resolve => {
    ws.on('message', data => {
      const message = liveMessage.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''))
      told.push(message.topic === 'refused' ? message.code : message.topic)
      if (told.length === topics.length) resolve()
    })
  })
  ws.send(JSON.stringify({ watch: topics }))
  await all
  const closed = once(ws, 'close')
  ws.close()
  await closed
  return told
}

test('what comes from another page changes nothing and opens no socket', async () => {
  await using api = await rehearseApi()
  const cookie = await api.signIn('acme-anna')
  const { url } = api.server
  const post = async (headers: Record<string, string>): Promise<number> => {
    const asked = { method: 'POST', headers: { cookie, ...headers } }
    return (await fetch(`${url}/api/desk/sign-in`, asked)).status
  }
  const open = async (headers: Record<string, string>): Promise<number> => {
    const ws = new WebSocket(`${url}/api/live`.replace('http', 'ws'), {
      headers: { cookie, ...headers },
    })
    const status = await new Promise<number>(resolve => {
      ws.on('open', () => resolve(101))
      ws.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      // Cutting off a socket that was refused is an error to its maker, and none to this test.
      ws.on('error', () => ws.terminate())
    })
    ws.terminate()
    return status
  }
  const stranger = { origin: 'https://evil.example' }
  const framed = { origin: url, 'sec-fetch-site': 'cross-site' }
  const neighbour = { origin: url, 'sec-fetch-site': 'same-site' }
  for (const headers of [{}, stranger, framed, neighbour, { origin: 'null' }]) {
    expect([await post(headers), await open(headers)]).toEqual([403, 403])
  }
  expect(await post({ 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect([await open({ origin: url }), await post({ origin: url })]).toEqual([101, 409])
})
