import { once } from 'node:events'
import { z } from 'zod'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { liveMessage, madeWallboard, problem, type PhoneRequest } from '#contract'
import type { PhoneAsk, PhonePage, PhonesPort } from '#engine'
import { fakeWallboards } from '../../engine/ports/fake-wallboards.ts'
import { fakeWebCalls } from '../../engine/ports/fake-web-calls.ts'
import { operatorKey, rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

const customer = '+441632960123'

/** Who tries, one after the other: strangers first, and last the one who may do most. */
const people = ['globex-anna', 'globex-ada', 'acme-ben', 'acme-sue'] as const

/**
 * Every route there is, and what each of these people is answered who tries it on what is anna's of
 * acme. A route that is not in this list fails the test: whoever adds one says here who is let in.
 */
const routes = `
  GET    /api/me                                    ok ok ok ok
  GET    /api/board                                 ok ok ok ok
  GET    /api/open                                  ok ok ok ok
  GET    /api/people                                ok ok ok ok
  GET    /api/interactions                          ok ok ok ok
  GET    /api/desk                                  ok no-desk ok no-desk
  POST   /api/desk/sign-in                          ok no-desk ok no-desk
  POST   /api/desk/state                            ok no-desk ok no-desk
  POST   /api/desk/sign-out                         ok no-desk ok no-desk

  POST   /api/offers/{id}/accept                    not-your-offer no-desk not-your-offer no-desk
  POST   /api/offers/{id}/decline                   not-your-offer no-desk not-your-offer no-desk
  POST   /api/interactions/{id}/hang-up             unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/note                unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/wrap-up             unknown-interaction no-desk not-in-wrap-up no-desk
  POST   /api/interactions/{id}/wrap-up/extend      unknown-interaction no-desk not-in-wrap-up no-desk
  POST   /api/interactions/{id}/wrap-up/skip        unknown-interaction no-desk not-in-wrap-up no-desk
  POST   /api/interactions/{id}/hold                unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/resume              unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/transfer            unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/consult             unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/consult/decide      unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/mute                unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/keys                unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/recording/pause     unknown-interaction no-desk not-your-interaction no-desk
  POST   /api/interactions/{id}/recording/resume    unknown-interaction no-desk not-your-interaction no-desk

  GET    /api/interactions/{id}                     not-found not-found not-allowed ok
  GET    /api/interactions/{id}/recordings/{recording} not-found not-found not-allowed not-found
  GET    /api/interactions/{id}/trace               not-found not-found not-allowed ok
  GET    /api/interactions/{id}/flows               not-found not-found not-allowed ok
  GET    /api/interactions/{id}/export.json         not-found not-found not-allowed ok
  GET    /api/interactions/{id}/export.pcapng       not-found not-found not-allowed ok
  GET    /api/interactions/{id}/export.test.ts      not-found not-found not-allowed ok
  GET    /api/interactions/{id}/why-not/{agent}     not-allowed not-found not-allowed ok
  GET    /api/agents/{id}/day                       not-allowed not-found not-allowed ok

  DELETE /api/tasks/{id}                            not-allowed unknown-interaction not-allowed channel-cannot
  POST   /api/interactions/{id}/move                not-allowed unknown-interaction not-allowed not-waiting
  POST   /api/interactions/{id}/rank                not-allowed unknown-interaction not-allowed not-waiting
  POST   /api/interactions/{id}/monitor             not-allowed unknown-interaction not-allowed ok
  POST   /api/interactions/{id}/monitor/end         not-allowed unknown-interaction not-allowed ok
  POST   /api/interactions/{id}/take-over           not-allowed unknown-interaction not-allowed ok
  POST   /api/agents/{id}/wrap-up/end               not-allowed unknown-agent not-allowed not-in-wrap-up
  POST   /api/agents/{id}/state                     not-allowed unknown-agent not-allowed ok

  GET    /wall/{token}/figures                      ok ok ok ok
  GET    /api/web-calls/{tenant}/{entry}            ok ok ok ok
  POST   /api/web-calls                             ok ok ok ok
  GET    /api/wallboards                            not-allowed ok not-allowed ok
  POST   /api/wallboards                            not-allowed ok not-allowed ok
  DELETE /api/wallboards/{id}                       not-allowed not-found not-allowed ok

  GET    /api/admin/config                          not-allowed ok not-allowed not-allowed
  POST   /api/admin/check                           not-allowed ok not-allowed not-allowed
  PUT    /api/admin/config                          not-allowed ok not-allowed not-allowed
  PUT    /api/admin/config/{section}                not-allowed changed-meanwhile not-allowed not-allowed
  PUT    /api/admin/files                           not-allowed not-allowed not-allowed not-allowed
  GET    /api/admin/versions                        not-allowed ok not-allowed not-allowed
  GET    /api/admin/versions/{version}              not-allowed ok not-allowed not-allowed
  POST   /api/admin/versions/{version}/restore      not-allowed changed-meanwhile not-allowed not-allowed
  GET    /api/admin/audit                           not-allowed ok not-allowed not-allowed
  GET    /api/admin/trunks                          not-allowed ok not-allowed not-allowed
  GET    /api/admin/prompts                         not-allowed ok not-allowed not-allowed
  PUT    /api/admin/prompts/{name}                  not-allowed ok not-allowed not-allowed
  GET    /api/admin/prompts/{name}                  not-allowed not-found not-allowed not-allowed
  DELETE /api/admin/prompts/{name}                  not-allowed not-found not-allowed not-allowed
  POST   /api/admin/prompts/{name}/speak            not-allowed ok not-allowed not-allowed

  POST   /api/tasks                                 not-allowed ok not-allowed ok
`

interface World {
  readonly api: ApiRehearsal
  readonly places: Readonly<Record<string, string>>
  readonly token: string
}

/** Anna of acme talks with a customer, and a TV shows the floor of acme. */
async function openWorld(api: ApiRehearsal): Promise<World> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call(customer)
  api.acme.answer()
  const made = api.acme.facts.find(fact => fact.kind === 'offer-made')
  const sue = await api.signIn('acme-sue')
  const board = madeWallboard.parse(
    await (await api.post('/api/wallboards', sue, { name: 'Hall' })).json(),
  )
  const token = board.path.slice('/wall/'.length)
  const places = {
    '/api/agents/{id}': '/api/agents/acme-anna',
    '/api/offers/{id}': `/api/offers/${made?.offer ?? ''}`,
    '/api/interactions/{id}': `/api/interactions/${made?.interaction ?? ''}`,
    '/api/tasks/{id}': `/api/tasks/${made?.interaction ?? ''}`,
    '/api/wallboards/{id}': `/api/wallboards/${board.id}`,
    '{agent}': 'acme-anna',
    '{section}': 'tenant',
    '{version}': '1',
    '{name}': 'welcome',
    '{tenant}': 'acme',
    '{entry}': 'shop',
    '{token}': token,
    '{recording}': 'r1',
  }
  return { api, places, token }
}

function pathIn({ places }: World, path: string): string {
  return Object.entries(places).reduce((made, [place, name]) => made.replace(place, name), path)
}

/** What each route wants to be sent, by the end of its path; to the others nothing is sent. */
const bodies: Readonly<Record<string, object>> = {
  '/wrap-up': { disposition: 'solved' },
  '/note': { note: 'Called before' },
  '/state': { state: 'available' },
  '/transfer': { to: { kind: 'queue', queue: 'support' } },
  '/consult': { to: { kind: 'number', number: '+441632960777' } },
  '/consult/decide': { decision: 'return' },
  '/move': { queue: 'support' },
  '/rank': { to: 'front' },
  '/monitor': { mode: 'listen' },
  '/mute': { muted: true },
  '/keys': { keys: '12' },
  '/tasks': { title: 'Look', customer: { address: 'x' }, queue: 'support' },
  '/wallboards': { name: 'Mine' },
  '/web-calls': { tenant: 'acme', entry: 'shop' },
  '/admin/files': { files: [{ path: 'tenant.yaml', text: '' }] },
  '/config/{section}': { version: 1, value: {} },
  '/speak': { text: 'Hello' },
  '/check': { changes: { queues: [] } },
  '/restore': { version: 1 },
  '/admin/config': { version: 1, changes: { queues: [] } },
}

/** A line of the list: the route, and what each of the people is answered. */
interface Line {
  readonly route: string
  readonly answers: readonly string[]
}

function linesOf(text: string): readonly Line[] {
  return text.split('\n').flatMap(line => {
    const [method, path, ...answers] = line.trim().split(/\s+/)
    return path === undefined ? [] : [{ route: `${method} ${path}`, answers }]
  })
}

interface Attempt {
  readonly route: string
  readonly headers: Readonly<Record<string, string>>
}

async function attempt(world: World, { route, headers }: Attempt): Promise<Response> {
  const [method = '', path = ''] = route.split(' ')
  const { url } = world.api.server
  const body = Object.entries(bodies).find(([end]) => path.endsWith(end))?.[1] ?? {}
  return fetch(`${url}${pathIn(world, path)}`, {
    method,
    headers: { origin: url, 'content-type': 'application/json', ...headers },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  })
}

const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

/** Every route there is, as the server itself publishes them. */
async function published(api: ApiRehearsal): Promise<readonly string[]> {
  const { paths } = document.parse(await (await api.get('/openapi.json')).json())
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
}

/** The answer in a word: the problem's code, or that it was given. */
async function wordOf(answer: Response): Promise<{ readonly word: string; readonly text: string }> {
  const text = await answer.text()
  return { word: answer.ok ? 'ok' : problem.parse(JSON.parse(text)).code, text }
}

/** What a person is answered on every route, and all that was said. */
async function tryAll(
  world: World,
  headers: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, { readonly word: string; readonly text: string }>> {
  const answers = new Map<string, { readonly word: string; readonly text: string }>()
  for (const { route } of linesOf(routes)) {
    answers.set(route, await wordOf(await attempt(world, { route, headers })))
  }
  return answers
}

/** What a route may need to be there at all. */
const everything = () => ({ wallboards: fakeWallboards(), webCalls: fakeWebCalls() })

/** What anybody may ask who has the link of a wallboard, or calls from a page. */
const forAnybody = [
  'GET /wall/{token}/figures',
  'GET /api/web-calls/{tenant}/{entry}',
  'POST /api/web-calls',
]

/** A test tries faster than people do. */
const unhurried = {
  requestsPerPersonPerSecondMax: 1000,
  requestsPerAddressPerSecondMax: 10_000,
} as const

test('every route there is stands in the list of who is let in, and nothing else does', async () => {
  await using api = await rehearseApi(unhurried, everything())
  const listed = linesOf(routes)
  expect(listed.map(({ route }) => route).toSorted()).toEqual((await published(api)).toSorted())
  expect(listed.filter(({ answers }) => answers.length !== people.length)).toEqual([])
})

test('each person is let in where the list says so, and nowhere else', async () => {
  await using api = await rehearseApi(unhurried, everything())
  const world = await openWorld(api)
  for (const [nth, who] of people.entries()) {
    const factsBefore = api.acme.facts.length
    const came = await tryAll(world, { cookie: await api.signIn(who) })
    const words = [...came].map(([route, { word }]) => `${who} ${route} ${word}`)
    expect(words).toEqual(
      linesOf(routes).map(({ route, answers }) => `${who} ${route} ${answers[nth]}`),
    )
    if (!who.startsWith('globex')) continue
    expect(api.acme.facts.length).toBe(factsBefore)
    const told = [...came].filter(([route]) => !route.includes('/wall/'))
    for (const [route, { text }] of told) {
      expect(`${route} ${text}`).not.toMatch(/441632960123|of acme|The acme/)
    }
  }
}, 60_000)

test('who is not signed in is let in nowhere, whatever he shows instead', async () => {
  await using api = await rehearseApi(unhurried, everything())
  const world = await openWorld(api)
  const factsBefore = api.acme.facts.length
  const shown = [
    {},
    { cookie: `parley_session=${'A'.repeat(43)}` },
    { cookie: `parley_session=${world.token}` },
    { authorization: `Bearer ${world.token}`, 'parley-tenant': 'acme' },
    { authorization: `Bearer ${operatorKey}x`, 'parley-tenant': 'acme' },
    { authorization: `Basic ${btoa(`operator:${operatorKey}`)}`, 'parley-tenant': 'acme' },
  ]
  for (const headers of shown) {
    const came = await tryAll(world, headers)
    const letIn = [...came].filter(([, { word }]) => word !== 'signed-out')
    expect(letIn.map(([route]) => route)).toEqual(forAnybody)
  }
  expect(api.acme.facts.length).toBe(factsBefore)
}, 60_000)

test('the operator’s key opens administration, and no talk, record or desk', async () => {
  await using api = await rehearseApi(unhurried, everything())
  const world = await openWorld(api)
  const factsBefore = api.acme.facts.length
  const headers = { authorization: `Bearer ${operatorKey}`, 'parley-tenant': 'acme' }
  const came = await tryAll(world, headers)
  const letIn = [...came].filter(([, { word }]) => word !== 'signed-out').map(([route]) => route)
  expect(letIn.filter(route => !route.includes(' /api/admin/'))).toEqual(forAnybody)
  expect(letIn).toContain('PUT /api/admin/files')
  expect(api.acme.facts.length).toBe(factsBefore)
})

/**
 * Everything the socket ever says, and who hears it who asks for all there is: the own desk, the own
 * floor, anna's interaction, and to be a phone that takes anna's call.
 */
const topics = `
  desk         globex-anna -                 acme-ben    -
  board        globex      globex            acme        acme
  board-change same        same              same        same
  interaction  -           -                 -           shown
  phone        shown       -                 shown       -
  phone-sound  gone,gone,gone,gone      -                 gone,gone,gone,gone      -
  refused      not-found   no-desk,not-found not-allowed no-desk
`

test('the socket tells each person what the list says, and nothing else', async () => {
  const phones = openPhones()
  const more = { ...everything(), phones }
  await using api = await rehearseApi(unhurried, more)
  const world = await openWorld(api)
  const lines = topics
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
  const known = liveMessage.options.map(option => option.shape.topic.value)
  expect(lines.map(([topic]) => topic).toSorted()).toEqual(known.toSorted())
  for (const [nth, who] of people.entries()) {
    const heard = await askForAll(world, await api.signIn(who))
    const told = lines.map(([topic = '']) => [topic, heard.get(topic) ?? '-'])
    expect([who, ...told]).toEqual([who, ...lines.map(line => [line[0], line[nth + 1]])])
  }
  expect(phones.opened).toEqual(['globex/globex-anna', 'acme/acme-ben'])
})

/** Phones that know nobody's call: they keep for whom they were opened. */
function openPhones(): PhonesPort & { readonly opened: readonly string[] } {
  const opened: string[] = []
  return {
    opened,
    open: (page: PhonePage) => {
      opened.push(`${page.tenant}/${page.agent}`)
      page.show({ calls: [], iceServers: [] })
      return {
        ask: ({ leg }: PhoneAsk) => page.heard({ ok: false, leg, code: 'gone', words: 'Gone.' }),
        lost: () => undefined,
        leave: () => undefined,
      }
    },
  }
}

/** Asks for all there is, and gives what came, in a word for each topic. */
async function askForAll(
  { api, places }: World,
  cookie: string,
): Promise<ReadonlyMap<string, string>> {
  const id = places['/api/interactions/{id}']?.split('/').at(-1) ?? ''
  const ws = new WebSocket(`${api.server.url}/api/live`.replace('http', 'ws'), {
    headers: { cookie, origin: api.server.url },
  })
  await once(ws, 'open')
  const heard = new Map<string, string>()
  const asked = ['desk', 'board', `interaction:${id}`]
  let answers = 0
  const first = Promise.withResolvers<undefined>()
  const all = new Promise<void>(resolve => {
    ws.on('message', data => {
      const text = Buffer.isBuffer(data) ? data.toString() : ''
      const [topic, word] = wordsOf(text)
      const before = heard.get(topic)
      if (word !== 'misshapen') heard.set(topic, before === undefined ? word : `${before},${word}`)
      // Each watched thing is answered once, the board once more, and then the message that is none.
      if (!topic.startsWith('phone')) answers += 1
      if (answers === asked.length) first.resolve(undefined)
      if (answers === asked.length + 2) resolve()
    })
  })
  ws.send(JSON.stringify({ watch: asked, phone: { id: 'tab-of-a-test', beside: false } }))
  for (const request of phoneRequests) ws.send(JSON.stringify({ phone: request }))
  await first.promise
  ws.send(JSON.stringify({ watch: ['board'], board: 'what it holds' }))
  ws.send('no message')
  await all
  const closed = once(ws, 'close')
  ws.close()
  await closed
  return heard
}

/** One of each thing a page may do with a call in the browser, all with a leg that is not its own. */
const phoneRequests: readonly PhoneRequest[] = [
  ...(['answer', 'renew'] as const).map(it => ({ do: it, leg: 'leg-of-anna', sdp: 'v=0' })),
  ...(['decline', 'hang-up'] as const).map(it => ({ do: it, leg: 'leg-of-anna' })),
]

function wordsOf(text: string): readonly [string, string] {
  const message = liveMessage.parse(JSON.parse(text))
  switch (message.topic) {
    case 'refused':
      return ['refused', message.code]
    case 'phone-sound':
      return ['phone-sound', message.answer.ok ? 'sound' : message.answer.code]
    case 'interaction':
    case 'phone':
      return [message.topic, 'shown']
    case 'desk':
      return ['desk', message.view.agent.id]
    case 'board':
      return ['board', message.view.tenant.name.replace('The ', '')]
    case 'board-change':
      return ['board-change', message.from === message.to ? 'same' : 'changed']
  }
}
