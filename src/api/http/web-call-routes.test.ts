import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { begunWebCall, problem, webCallMessage, type WebCallMessage } from '#contract'
import { fakeWebCalls, fakeWebCallToken } from '../../engine/ports/fake-web-calls.ts'
import { webCallCloseCodes } from '../live/web-call-sockets.ts'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

const site = 'https://shop.example'
const call = { tenant: 'acme', entry: 'shop' }

function ask(
  { server }: ApiRehearsal,
  headers: Readonly<Record<string, string>>,
  body: object = call,
): Promise<Response> {
  return fetch(`${server.url}/api/web-calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

async function codeOf(answer: Response): Promise<string> {
  return answer.ok ? 'ok' : problem.parse(await answer.json()).code
}

test('our own page and pages of the entry’s sites may call, and nobody else', async () => {
  const webCalls = fakeWebCalls([site])
  await using api = await rehearseApi({}, { webCalls })
  const own = await ask(api, { origin: api.server.url })
  expect(begunWebCall.parse(await own.json())).toMatchObject({ token: fakeWebCallToken })
  const theirs = await ask(api, { origin: site, 'sec-fetch-site': 'cross-site' })
  expect([theirs.status, theirs.headers.get('access-control-allow-origin')]).toEqual([201, site])
  const strangers = [
    { origin: 'https://evil.example' },
    { origin: `${site}.evil.example` },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    {},
  ]
  for (const headers of strangers) {
    const answer = await ask(api, headers)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(await codeOf(answer)).toBe('cross-site')
  }
  expect(webCalls.asked).toHaveLength(2)
})

test('each refusal has a code, a remedy, and a time to wait where waiting helps', async () => {
  const webCalls = fakeWebCalls()
  await using api = await rehearseApi({}, { webCalls })
  const headers = { origin: api.server.url }
  const refusals = [
    ['unknown-entry', 404, 'not-found', null],
    ['consent-needed', 422, 'consent-needed', null],
    ['too-often', 429, 'too-often', '3'],
    ['too-many-from-here', 429, 'too-many-from-here', '3'],
    ['entry-full', 503, 'entry-full', '3'],
  ] as const
  for (const [refusal, status, code, wait] of refusals) {
    webCalls.refusal = refusal
    const answer = await ask(api, headers)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, wait])
    expect(problem.parse(await answer.json())).toMatchObject({ code, remedy: expect.any(String) })
  }
})

test('the words a customer agreed to are passed on, and a mere yes is refused', async () => {
  const webCalls = fakeWebCalls()
  await using api = await rehearseApi({}, { webCalls })
  const headers = { origin: api.server.url }
  const consented = 'This call may be recorded.'
  expect(await codeOf(await ask(api, headers, { ...call, consented }))).toBe('ok')
  expect(await codeOf(await ask(api, headers, { ...call, consented: true }))).toBe('misshapen')
  expect(webCalls.asked.map(asked => asked.consented)).toEqual([consented])
})

test('a name is passed on as it is said, and one with hidden letters is refused', async () => {
  const webCalls = fakeWebCalls()
  await using api = await rehearseApi({}, { webCalls })
  const headers = { origin: api.server.url }
  expect(await codeOf(await ask(api, headers, { ...call, name: '  Zoë O’Neil ' }))).toBe('ok')
  const bad = ['', 'a'.repeat(61), 'Jane\u202eeoD', 'Jane\nDoe', 'Jane\u0000']
  for (const name of bad) {
    expect(await codeOf(await ask(api, headers, { ...call, name }))).toBe('misshapen')
  }
  expect(webCalls.asked.map(({ name }) => name)).toEqual(['Zoë O’Neil'])
})

test('whoever floods is held back by address; a proxy’s word counts only where it is ours', async () => {
  const webCalls = fakeWebCalls()
  const limits = { requestsPerAddressPerSecondMax: 2 }
  await using open = await rehearseApi(limits, { webCalls })
  const headers = { origin: open.server.url }
  const codes = async (api: ApiRehearsal, from: (nth: number) => string): Promise<string[]> => {
    const asked: string[] = []
    for (let nth = 0; nth < 8; nth += 1) {
      const way = { origin: api.server.url, 'x-forwarded-for': from(nth) }
      asked.push(await codeOf(await ask(api, way)))
    }
    return asked
  }
  // Six may come at once after quiet; made-up addresses before a stranger's change nothing.
  const flood = await codes(open, nth => `203.0.113.${nth}`)
  expect(flood).toEqual([...Array.from({ length: 6 }, () => 'ok'), 'too-often', 'too-often'])
  await using behind = await rehearseApi(limits, {
    webCalls,
    isProxy: address => address.endsWith('127.0.0.1') || address === '192.0.2.5',
  })
  const many = await codes(behind, nth => `198.51.100.1, 203.0.113.${nth}, 192.0.2.5`)
  expect(many).toEqual(Array.from({ length: 8 }, () => 'ok'))
  expect(webCalls.asked.at(-1)?.source).toBe('203.0.113.7')
  expect(await codeOf(await fetch(`${open.server.url}/api/web-calls/acme/shop`, { headers }))).toBe(
    'too-often',
  )
})

test('the page of a call may be framed by the entry’s sites alone, and its script be loaded by all', async () => {
  await using api = await rehearseApi({}, { webCalls: fakeWebCalls([site]) })
  const policy = async (path: string): Promise<string> =>
    (await api.get(path)).headers.get('content-security-policy')?.split('; ').at(-1) ?? ''
  expect(await policy('/call/acme/shop')).toBe(`frame-ancestors 'self' ${site}`)
  expect(await policy('/call/acme/nowhere')).toBe(`frame-ancestors 'self'`)
  expect(await policy('/')).toBe(`frame-ancestors 'self'`)
  const whose = async (path: string): Promise<string | null> =>
    (await api.get(path)).headers.get('cross-origin-resource-policy')
  expect([await whose('/web-call.js'), await whose('/')]).toEqual(['cross-origin', 'same-origin'])
})

interface Page {
  readonly ws: WebSocket
  readonly heard: WebCallMessage[]
  readonly closed: Promise<number>
  readonly say: (message: object | string) => void
}

async function openPage({ server }: ApiRehearsal): Promise<Page> {
  const ws = new WebSocket(`${server.url}/api/web-calls/live`.replace('http', 'ws'))
  const heard: WebCallMessage[] = []
  ws.on('message', data => {
    heard.push(webCallMessage.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : '')))
  })
  const closed = new Promise<number>(resolve => {
    ws.on('close', resolve)
  })
  await once(ws, 'open')
  const say = (message: object | string): void =>
    ws.send(typeof message === 'string' ? message : JSON.stringify(message))
  return { ws, heard, closed, say }
}

test('a socket has the one call of its token, and is closed where it shows none or another', async () => {
  const webCalls = fakeWebCalls()
  await using api = await rehearseApi({ messagesPerSocketPerSecondMax: 10 }, { webCalls })
  const page = await openPage(api)
  page.say({ do: 'describe', sdp: 'before it joined' })
  page.say({ do: 'join', token: fakeWebCallToken })
  page.say({ do: 'describe', sdp: 'v=0' })
  page.say({ do: 'hang-up' })
  page.ws.close()
  await page.closed
  expect(page.heard).toEqual([
    { say: 'state', at: 'ready' },
    { say: 'sound', sdp: 'answer to v=0' },
  ])
  const guess = await openPage(api)
  guess.say({ do: 'join', token: 'b-token-of-another-call' })
  expect(await guess.closed).toBe(webCallCloseCodes.gone)
  for (const nonsense of ['no JSON', { do: 'join' }, { do: 'listen' }]) {
    const stranger = await openPage(api)
    stranger.say(nonsense)
    expect(await stranger.closed).toBe(webCallCloseCodes.misbehaved)
  }
  expect(webCalls.done).toEqual(['describe v=0', 'hang-up', 'lost'])
})

test('a socket that shows nothing, says too much or comes too late is cut off', async () => {
  const webCalls = fakeWebCalls()
  const limits = { webCallSocketsMax: 1, webCallJoinMsMax: 10_000 }
  await using api = await rehearseApi(limits, { webCalls })
  const silent = await openPage(api)
  const second = new WebSocket(`${api.server.url}/api/web-calls/live`.replace('http', 'ws'))
  const [refused] = await once(second, 'error')
  expect(String(refused)).toContain('429')
  api.clock.pass(10_000)
  expect(await silent.closed).toBe(webCallCloseCodes.gone)
  const flood = await openPage(api)
  flood.say({ do: 'join', token: fakeWebCallToken })
  for (let nth = 0; nth < 60; nth += 1) flood.say({ do: 'describe', sdp: `v=${nth}` })
  expect(await flood.closed).toBe(webCallCloseCodes.misbehaved)
  expect(webCalls.done.length).toBeLessThan(40)
})
