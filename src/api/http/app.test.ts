import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { boardView, deskView, interactionPage, interactionView, meView, problem } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

const openApiDocument = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.looseObject({}) }))),
})

async function talkWithAnna(api: ApiRehearsal): Promise<string> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  api.acme.answer()
  return anna
}

test('an agent signs in, takes a call, hangs up and files it, and sees each step on the desk', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  const steps: string[] = []
  const desk = async (response: Promise<Response>): Promise<string> => {
    const answer = await response
    expect(answer.status).toBe(200)
    const view = deskView.parse(await answer.json())
    const work = view.offer?.interaction ?? view.talk?.interaction ?? view.wrapUp?.interaction
    steps.push([view.state, work ?? '-'].join(' '))
    return work ?? ''
  }
  await desk(api.get('/api/desk', anna))
  await desk(api.post('/api/desk/sign-in', anna))
  await desk(api.post('/api/desk/state', anna, { state: 'available' }))
  api.acme.call('+441632960123')
  const id = await desk(api.get('/api/desk', anna))
  const offered = deskView.parse(await (await api.get('/api/desk', anna)).json())
  expect(offered.offer?.why.candidates).toEqual([
    {
      agent: { id: 'acme-anna', name: 'anna of acme' },
      verdict: 'chosen',
      why: expect.stringContaining('free for'),
    },
    { agent: { id: 'acme-ben', name: 'ben of acme' }, verdict: 'excluded', why: 'signed out' },
  ])
  api.acme.answer()
  await desk(api.get('/api/desk', anna))
  await desk(api.post(`/api/interactions/${id}/hang-up`, anna))
  await desk(
    api.post(`/api/interactions/${id}/wrap-up`, anna, { disposition: 'solved', note: 'done' }),
  )
  expect(steps).toEqual([
    'signed-out -',
    'not-ready -',
    'available -',
    `reserved ${id}`,
    `talking ${id}`,
    `wrap-up ${id}`,
    'available -',
  ])
})

test('every view fits the shape that is published for it', async () => {
  await using api = await rehearseApi()
  const anna = await talkWithAnna(api)
  const read = async (path: string): Promise<unknown> => (await api.get(path, anna)).json()
  expect(meView.parse(await read('/api/me'))).toMatchObject({ role: 'agent', agent: 'acme-anna' })
  const board = boardView.parse(await read('/api/board'))
  expect(board.queues[0]).toMatchObject({
    agents: { available: 0, talking: 1, signedOut: 1 },
    today: { offered: 1, answered: 1 },
  })
  const page = interactionPage.parse(await read('/api/interactions'))
  const view = interactionView.parse(await read(`/api/interactions/${page.rows[0]?.id}`))
  expect(view.timeline.map(entry => entry.kind)).toContain('talk-started')
  expect(view.timeline.find(entry => entry.kind === 'decision-made')?.decision?.rule).toMatch(
    /idle longest/,
  )
})

test('what the core refuses is a problem with its code, words and remedy', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  const answer = await api.post('/api/desk/state', anna, { state: 'available' })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(problem.parse(await answer.json())).toMatchObject({
    status: 409,
    code: 'not-signed-in',
    remedy: 'sign in first',
  })
})

async function faults(response: Response): Promise<unknown> {
  expect(response.status).toBe(400)
  return problem.parse(await response.json()).faults
}

test('a request that does not fit its shape is told which key and why', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  const body = { state: 'asleep', reason: '', mood: 'fine' }
  expect(await faults(await api.post('/api/desk/state', anna, body))).toEqual([
    { in: 'body', key: 'state', words: expect.stringContaining('available') },
    { in: 'body', key: 'reason', words: expect.stringContaining('1') },
    { in: 'body', key: 'mood', words: 'is not a key that is known here' },
  ])
  expect(await faults(await api.get('/api/interactions?limit=0', anna))).toMatchObject([
    { in: 'query', key: 'limit' },
  ])
  expect(await faults(await api.get('/api/interactions?cursor=x', anna))).toMatchObject([
    { in: 'query', key: 'cursor' },
  ])
  const filed = { disposition: 'Not An Id' }
  expect(await faults(await api.post('/api/interactions/1/wrap-up', anna, filed))).toMatchObject([
    { in: 'body', key: 'disposition' },
  ])
  expect(await faults(await api.get('/api/interactions/NO', anna))).toMatchObject([
    { in: 'path', key: 'id' },
  ])
})

test('malformed, wordless and oversized bodies are refused before anything is done', async () => {
  await using api = await rehearseApi({ bodyBytesMax: 1000 })
  const anna = await api.signIn('acme-anna')
  const send = async (body: string, type: string): Promise<unknown> => {
    const answer = await fetch(`${api.server.url}/api/desk/state`, {
      method: 'POST',
      headers: { cookie: anna, origin: api.server.url, 'content-type': type },
      body,
    })
    const { status, code } = problem.parse(await answer.json())
    return `${status} ${code}`
  }
  expect([
    await send('{', 'application/json'),
    await send('state=available', 'text/plain'),
    await send(JSON.stringify({ state: 'a'.repeat(2000) }), 'application/json'),
  ]).toEqual(['400 unreadable', '415 not-json', '413 too-large'])
})

test('whoever asks too often is asked to wait, and the wait is said', async () => {
  await using api = await rehearseApi({ requestsPerPersonPerSecondMax: 1 })
  const anna = await api.signIn('acme-anna')
  const states: number[] = []
  for (let asked = 0; asked < 5; asked += 1) states.push((await api.get('/api/me', anna)).status)
  expect(states).toEqual([200, 200, 200, 429, 429])
  expect((await api.get('/api/me', anna)).headers.get('retry-after')).toBe('1')
  api.clock.pass(1000)
  expect((await api.get('/api/me', anna)).status).toBe(200)
})

test('a recording can be sought in: whole, in ranges, from its end, and not beyond it', async () => {
  await using api = await rehearseApi()
  const anna = await talkWithAnna(api)
  const page = interactionPage.parse(await (await api.get('/api/interactions', anna)).json())
  const id = page.rows[0]?.id ?? ''
  await api.post(`/api/interactions/${id}/hang-up`, anna)
  const view = interactionView.parse(await (await api.get(`/api/interactions/${id}`, anna)).json())
  const [recording] = view.recordings
  const path = recording?.url ?? ''
  expect((await api.get(path, anna)).status).toBe(404)
  expect((await api.get(`${path}0`, anna)).status).toBe(404)
  await writeFile(join(api.recordingsFolder, `${recording?.id}.wav`), '0123456789')
  const ask = async (range: string): Promise<string> => {
    const answer = await api.get(path, anna, range === '' ? {} : { range })
    const { headers, status } = answer
    const text = await answer.text()
    const shown = status === 416 ? [] : [headers.get('content-length'), text]
    return [status, headers.get('content-range'), ...shown].join(' ')
  }
  expect([
    await ask(''),
    await ask('bytes=2-4'),
    await ask('bytes=7-'),
    await ask('bytes=-3'),
    await ask('bytes=5-99'),
    await ask('bytes=0-1,4-5'),
    await ask('bytes=10-'),
  ]).toEqual([
    '200  10 0123456789',
    '206 bytes 2-4/10 3 234',
    '206 bytes 7-9/10 3 789',
    '206 bytes 7-9/10 3 789',
    '206 bytes 5-9/10 5 56789',
    '200  10 0123456789',
    '416 bytes */10',
  ])
  const again = await api.get(path, anna, { 'if-none-match': `"${'a'.repeat(64)}"` })
  expect([again.status, again.headers.get('content-type')]).toEqual([304, 'audio/wav'])
})

test('the app is served with tags, packed where asked, and for every address that is a page', async () => {
  await using api = await rehearseApi()
  const page = await api.get('/interactions/7')
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>Parley</title>'])
  const script = await api.get('/assets/app-1a2b.js', '', { 'accept-encoding': 'gzip' })
  expect(script.headers.get('content-encoding')).toBe('gzip')
  expect(script.headers.get('cache-control')).toMatch(/immutable/)
  expect((await script.text()).length).toBeGreaterThan(4000)
  const etag = script.headers.get('etag') ?? ''
  const known = await api.get('/assets/app-1a2b.js', '', {
    'accept-encoding': 'gzip',
    'if-none-match': etag,
  })
  expect(known.status).toBe(304)
  const missing = ['/assets/none.js', '/api/none', '/auth/none', '/%2e%2e%2fsecret.txt', '/%ff.js']
  const states = await Promise.all(missing.map(async path => (await api.get(path)).status))
  expect(states).toEqual([404, 401, 404, 404, 404])
})

test('every answer carries the security headers, and the policy names no stranger', async () => {
  await using api = await rehearseApi()
  for (const path of ['/', '/api/me', '/api/none', '/openapi.json', '/livez']) {
    const { headers } = await api.get(path)
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self';.*frame-ancestors 'self'/,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('the OpenAPI document is made from the routes and says what each may answer', async () => {
  await using api = await rehearseApi()
  const document = openApiDocument.parse(await (await api.get('/openapi.json')).json())
  expect(document.openapi).toBe('3.1.0')
  expect(
    Object.entries(document.paths)
      .flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`))
      .toSorted(),
  ).toEqual([
    'delete /api/admin/prompts/{name}',
    'delete /api/tasks/{id}',
    'get /api/admin/audit',
    'get /api/admin/config',
    'get /api/admin/prompts',
    'get /api/admin/prompts/{name}',
    'get /api/admin/trunks',
    'get /api/admin/versions',
    'get /api/admin/versions/{version}',
    'get /api/agents/{id}/day',
    'get /api/board',
    'get /api/desk',
    'get /api/interactions',
    'get /api/interactions/{id}',
    'get /api/interactions/{id}/export.json',
    'get /api/interactions/{id}/export.pcapng',
    'get /api/interactions/{id}/export.test.ts',
    'get /api/interactions/{id}/flows',
    'get /api/interactions/{id}/recordings/{recording}',
    'get /api/interactions/{id}/trace',
    'get /api/interactions/{id}/why-not/{agent}',
    'get /api/me',
    'get /api/open',
    'get /api/people',
    'post /api/admin/check',
    'post /api/admin/prompts/{name}/speak',
    'post /api/admin/versions/{version}/restore',
    'post /api/agents/{id}/state',
    'post /api/agents/{id}/wrap-up/end',
    'post /api/desk/sign-in',
    'post /api/desk/sign-out',
    'post /api/desk/state',
    'post /api/interactions/{id}/consult',
    'post /api/interactions/{id}/consult/decide',
    'post /api/interactions/{id}/hang-up',
    'post /api/interactions/{id}/hold',
    'post /api/interactions/{id}/keys',
    'post /api/interactions/{id}/monitor',
    'post /api/interactions/{id}/monitor/end',
    'post /api/interactions/{id}/move',
    'post /api/interactions/{id}/mute',
    'post /api/interactions/{id}/note',
    'post /api/interactions/{id}/rank',
    'post /api/interactions/{id}/recording/pause',
    'post /api/interactions/{id}/recording/resume',
    'post /api/interactions/{id}/resume',
    'post /api/interactions/{id}/take-over',
    'post /api/interactions/{id}/transfer',
    'post /api/interactions/{id}/wrap-up',
    'post /api/interactions/{id}/wrap-up/extend',
    'post /api/interactions/{id}/wrap-up/skip',
    'post /api/offers/{id}/accept',
    'post /api/offers/{id}/decline',
    'post /api/tasks',
    'put /api/admin/config',
    'put /api/admin/config/{section}',
    'put /api/admin/files',
    'put /api/admin/prompts/{name}',
  ])
  expect(Object.keys(document.paths['/api/desk/state']?.post?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '400', '401', '403', '409', '429']),
  )
})

test('a failure inside is said without its inside, and is in the log', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  api.acme.onFacts(() => {
    throw new Error('the secret inside')
  })
  const answer = await api.post('/api/desk/sign-in', anna)
  const said = problem.parse(await answer.json())
  expect([said.status, said.code, said.detail]).toEqual([
    500,
    'broken',
    'Something failed inside the server. It is in the log.',
  ])
  expect(api.logged.join('\n')).toMatch(/a request failed/)
})

test('too many calls are said, and keep nobody away: those refused are told when to come again', async () => {
  await using api = await rehearseApi({}, { overload: () => ({ lastsMs: 11_500, refused: 340 }) })
  const answer = await api.get('/readyz')
  const said = 'ready; too many calls for 12 s, 340 of them refused\n'
  expect([answer.status, await answer.text()]).toEqual([200, said])
})

test('trunks that are not registered are said and make nobody unready', async () => {
  const registrations = { wanted: 3, failed: 1 }
  await using api = await rehearseApi({}, { registrations: () => registrations })
  const answer = await api.get('/readyz')
  expect([answer.status, await answer.text()]).toEqual([
    200,
    'ready; 1 of 3 trunks not registered\n',
  ])
  registrations.failed = 0
  expect(await (await api.get('/readyz')).text()).toBe('ready\n')
})

test('presence that is not heard is said and makes nobody unready', async () => {
  const parts = {
    lanes: () => ({ running: 3, stopped: [] }),
    presenceTroubles: () => ['secret-wrong', 'graph-slow', 'secret-wrong'],
  }
  await using api = await rehearseApi({}, parts)
  const answer = await api.get('/readyz')
  expect([answer.status, await answer.text()]).toEqual([
    200,
    'ready; 3 of 3 tenants without word from Teams on presence: graph-slow, secret-wrong\n',
  ])
})

test('one tenant that stopped is said and keeps nobody else out; a node of which nothing runs is not ready', async () => {
  const lanes = { running: 2, stopped: [] as string[] }
  await using api = await rehearseApi({}, { lanes: () => lanes })
  const asked = async (): Promise<readonly [number, string]> => {
    const answer = await api.get('/readyz')
    return [answer.status, await answer.text()]
  }
  expect(await asked()).toEqual([200, 'ready\n'])
  Object.assign(lanes, { running: 1, stopped: ['disk-full'] })
  expect(await asked()).toEqual([200, 'ready; 1 of 2 tenants stopped: disk-full\n'])
  Object.assign(lanes, { running: 0, stopped: ['disk-full', 'read-only'] })
  expect(await asked()).toEqual([503, 'not ready; 2 of 2 tenants stopped: disk-full, read-only\n'])
})
