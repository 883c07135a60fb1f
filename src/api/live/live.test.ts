import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { followBoard, liveCloseCodes, liveMessage, type LiveMessage } from '#contract'
import { fakeTenant } from '../fake-floor.ts'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

/** A page's socket, whose messages are taken one by one. */
interface Page extends AsyncDisposable {
  readonly ws: WebSocket
  readonly watch: (...topics: readonly string[]) => void
  /** Watches the board as a page does that holds a version of it. */
  readonly follow: (version: string) => void
  readonly next: () => Promise<LiveMessage>
  readonly heard: LiveMessage[]
  readonly closed: Promise<number>
}

async function openPage(api: ApiRehearsal, cookie: string): Promise<Page> {
  const { url } = api.server
  const ws = new WebSocket(`${url}/api/live`.replace('http', 'ws'), {
    headers: { cookie, origin: url },
  })
  const heard: LiveMessage[] = []
  const waiting: ((message: LiveMessage) => void)[] = []
  ws.on('message', data => {
    const message = liveMessage.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''))
    const wanted = waiting.shift()
    if (wanted === undefined) heard.push(message)
    else wanted(message)
  })
  const closed = new Promise<number>(resolve => {
    ws.on('close', resolve)
  })
  await once(ws, 'open')
  return {
    ws,
    heard,
    closed,
    watch: (...topics) => ws.send(JSON.stringify({ watch: topics })),
    follow: version => ws.send(JSON.stringify({ watch: ['board'], board: version })),
    next: async () =>
      heard.shift() ??
      new Promise(resolve => {
        waiting.push(resolve)
      }),
    [Symbol.asyncDispose]: async () => {
      ws.close()
      await closed
    },
  }
}

/** What a request for a socket is answered that gets none. */
async function refusalOf(api: ApiRehearsal, cookie: string): Promise<number | undefined> {
  const { url } = api.server
  const ws = new WebSocket(`${url}/api/live`.replace('http', 'ws'), {
    headers: { cookie, origin: url },
  })
  return new Promise(resolve => {
    ws.on('open', () => resolve(undefined))
    ws.on('unexpected-response', (_, response) => {
      resolve(response.statusCode)
      ws.terminate()
    })
    ws.on('error', () => undefined)
  })
}

/** What a message shows, in a few words. */
function gist(message: LiveMessage): string {
  switch (message.topic) {
    case 'desk':
      return `desk ${message.view.state}`
    case 'board':
      return `board ${message.view.queues[0]?.waiting} waiting, ${message.view.agents.map(agent => agent.state).join(' ')}`
    case 'board-change':
      return `board ${message.change.queues?.put?.[0]?.waiting} waiting`
    case 'interaction':
      return `interaction ${message.view.timeline.at(-1)?.kind}`
    case 'phone':
      return `phone ${message.view.calls.length} calls`
    case 'phone-sound':
      return `phone sound ${message.answer.ok}`
    case 'refused':
      return `refused ${message.code}`
  }
}

/** Waits until the server has read what was sent before: it answers each message in turn. */
async function settled(page: Page): Promise<void> {
  const pong = once(page.ws, 'pong')
  page.ws.ping()
  await pong
}

test('a desk is told each step at once, and the first message is the whole desk', async () => {
  await using api = await rehearseApi()
  await using page = await openPage(api, await api.signIn('acme-anna'))
  const anna = await api.signIn('acme-anna')
  page.watch('desk')
  const told = [gist(await page.next())]
  await api.post('/api/desk/sign-in', anna)
  told.push(gist(await page.next()))
  await api.post('/api/desk/state', anna, { state: 'available' })
  told.push(gist(await page.next()))
  api.acme.call('+441632960123')
  told.push(gist(await page.next()))
  api.acme.answer()
  told.push(gist(await page.next()))
  expect(told).toEqual([
    'desk signed-out',
    'desk not-ready',
    'desk available',
    'desk reserved',
    'desk talking',
  ])
})

test('a note is shown on every page of the agent who writes it, and on nobody else’s', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  await using page = await openPage(api, await api.signIn('acme-anna'))
  await using other = await openPage(api, await api.signIn('acme-ben'))
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  api.acme.answer()
  page.watch('desk')
  other.watch('desk')
  await page.next()
  await other.next()
  await api.post('/api/interactions/i1/note', anna, { note: 'Wants a refund' })
  const told = await page.next()
  expect(told.topic === 'desk' && told.view.works?.map(work => work.note)).toEqual([
    'Wants a refund',
  ])
  await settled(other)
  expect(other.heard).toEqual([])
})

test('another agent’s work is not told, but the line of a shared queue is, a moment later', async () => {
  await using api = await rehearseApi()
  await using page = await openPage(api, await api.signIn('acme-ben'))
  page.watch('desk')
  await page.next()
  api.acme.call('+441632960123')
  await settled(page)
  expect(page.heard).toEqual([])
  api.clock.pass(250)
  const message = await page.next()
  expect(message.topic === 'desk' && message.view.queues[0]?.waiting).toBe(1)
})

test('the board is told four times a second at most, and only when it differs', async () => {
  await using api = await rehearseApi()
  await using page = await openPage(api, await api.signIn('acme-sue'))
  page.watch('board')
  await page.next()
  for (let calls = 0; calls < 5; calls += 1) api.acme.call('+441632960123')
  api.clock.pass(0)
  const told = [gist(await page.next())]
  for (let calls = 0; calls < 5; calls += 1) api.acme.call('+441632960123')
  api.clock.pass(249)
  await settled(page)
  expect(page.heard).toEqual([])
  api.clock.pass(1)
  told.push(gist(await page.next()))
  expect(told).toEqual([
    'board 5 waiting, signed-out signed-out signed-out signed-out',
    'board 10 waiting, signed-out signed-out signed-out signed-out',
  ])
})

test('a board that lost its socket is told what it missed, and nothing of it twice', async () => {
  await using api = await rehearseApi()
  const sue = await api.signIn('acme-sue')
  await using other = await openPage(api, sue)
  other.follow('')
  await other.next()
  const before = await openPage(api, sue)
  before.follow('')
  const whole = await before.next()
  let held = whole.topic === 'board' ? followBoard(undefined, whole) : undefined
  await before[Symbol.asyncDispose]()
  api.acme.call('+441632960123')
  api.clock.pass(250)
  await other.next()
  await using after = await openPage(api, sue)
  after.follow(held?.version ?? '')
  const missed = await after.next()
  expect(gist(missed)).toBe('board 1 waiting')
  held = missed.topic === 'board-change' ? followBoard(held, missed) : undefined
  const asked = await api.get('/api/board', sue)
  expect({ ...held?.view, at: 0 }).toEqual({ ...(await asked.json()), at: 0 })
  after.follow(held?.version ?? '')
  const nothing = await after.next()
  expect(nothing.topic === 'board-change' && nothing.from === nothing.to).toBe(true)
})

test('a board from before a restart, or somebody else’s, is answered with the whole', async () => {
  await using api = await rehearseApi()
  await using page = await openPage(api, await api.signIn('acme-sue'))
  for (const version of ['', '0b8dc2c6-0000-4000-8000-000000000000.7', 'nonsense']) {
    page.watch()
    page.follow(version)
    expect((await page.next()).topic).toBe('board')
  }
})

test('an interaction’s page grows with its facts', async () => {
  await using api = await rehearseApi()
  await using page = await openPage(api, await api.signIn('acme-sue'))
  api.acme.call('+441632960123')
  const arrived = api.acme.facts.find(fact => fact.kind === 'interaction-arrived')
  page.watch(`interaction:${arrived?.interaction}`)
  const told = [gist(await page.next())]
  const leg = arrived?.channel === 'voice' ? arrived.leg : undefined
  if (leg !== undefined) api.acme.put({ kind: 'leg-ended', leg, by: 'far-end', cause: 'BYE' })
  told.push(gist(await page.next()))
  expect(told).toEqual(['interaction decision-made', 'interaction interaction-closed'])
})

test('asking again is answered with all that is watched, so a page can see that it lives', async () => {
  await using api = await rehearseApi()
  await using page = await openPage(api, await api.signIn('acme-anna'))
  for (let asked = 0; asked < 2; asked += 1) {
    page.watch('desk', 'board')
    expect([(await page.next()).topic, (await page.next()).topic]).toEqual(['desk', 'board'])
  }
})

test('a changed configuration tells every page again what it watches, each once', async () => {
  await using api = await rehearseApi()
  await using anna = await openPage(api, await api.signIn('acme-anna'))
  await using sue = await openPage(api, await api.signIn('acme-sue'))
  anna.watch('desk')
  sue.watch('board')
  await Promise.all([anna.next(), sue.next()])
  const config = { ...fakeTenant('acme'), name: 'The new acme' }
  api.acme.put({ kind: 'tenant-configured', config })
  expect((await anna.next()).topic).toBe('desk')
  const told = await sue.next()
  expect(told.topic === 'board' && told.view.tenant.name).toBe('The new acme')
  await Promise.all([settled(anna), settled(sue)])
  expect([anna.heard, sue.heard]).toEqual([[], []])
})

test('whoever is signed in is let in however many come from one address, strangers are held back', async () => {
  await using api = await rehearseApi({ requestsPerAddressPerSecondMax: 4 })
  const people = [await api.signIn('acme-anna'), await api.signIn('acme-ben')]
  const cookies = [...people, ...people, ...people, ...people, ...people, ...people]
  const pages = await Promise.all(cookies.map(cookie => openPage(api, cookie)))
  expect(api.server.counts().sockets).toBe(12)
  await Promise.all(pages.map(page => page[Symbol.asyncDispose]()))
  const refusals = await Promise.all(Array.from({ length: 12 }, () => refusalOf(api, '')))
  expect(new Set(refusals)).toEqual(new Set([401, 429]))
})

test('a socket ends with its session: at the sign-out, at the end of its time, and out of the configuration', async () => {
  await using api = await rehearseApi({ sessionMsMax: 60_000, heartbeatMs: 1e9 })
  const first = await api.signIn('acme-anna')
  await using signedOut = await openPage(api, first)
  expect((await api.post('/auth/sign-out', first)).status).toBe(204)
  expect(await signedOut.closed).toBe(liveCloseCodes.signedOut)

  await using outlived = await openPage(api, await api.signIn('acme-anna'))
  api.clock.pass(70_000)
  expect(await outlived.closed).toBe(liveCloseCodes.signedOut)

  await using takenOut = await openPage(api, await api.signIn('acme-anna'))
  takenOut.watch('desk')
  await takenOut.next()
  api.known.delete('acme-anna-directory-id')
  takenOut.watch('desk')
  expect(await takenOut.closed).toBe(liveCloseCodes.notAllowed)
  expect(api.server.counts().sessions).toBe(1)
})

test('a page that is open keeps its session, one that fell silent is given up', async () => {
  await using api = await rehearseApi({ sessionIdleMsMax: 30_000, heartbeatMs: 20_000 })
  await using page = await openPage(api, await api.signIn('acme-anna'))
  for (let beats = 0; beats < 4; beats += 1) {
    const ping = once(page.ws, 'ping')
    api.clock.pass(20_000)
    await ping
    await settled(page)
  }
  expect(api.server.counts()).toEqual({ sockets: 1, sessions: 1 })
  page.ws.pause()
  api.clock.pass(20_000)
  api.clock.pass(20_000)
  expect(api.server.counts().sockets).toBeLessThanOrEqual(1)
  page.ws.resume()
  expect(await page.closed).toBe(1006)
})

test('who does not read is cut off before the server remembers too much', async () => {
  await using api = await rehearseApi({ socketBufferBytesMax: 100 })
  await using page = await openPage(api, await api.signIn('acme-sue'))
  page.watch('board')
  expect(await page.closed).toBe(liveCloseCodes.slow)
})

test('messages that make no sense are refused in words, and too many end the socket', async () => {
  await using api = await rehearseApi({ messagesPerSocketPerSecondMax: 100 })
  await using page = await openPage(api, await api.signIn('acme-anna'))
  const senseless = ['{', '{"watch":"desk"}', '{"watch":["desks"]}', '{"watch":[],"x":1}']
  for (const text of [...senseless, ...senseless]) {
    page.ws.send(text)
    expect(gist(await page.next())).toBe('refused misshapen')
  }
  page.ws.send('{')
  expect(await page.closed).toBe(liveCloseCodes.misbehaved)
})

test('whoever sends without end, or more than a message may hold, is cut off', async () => {
  await using api = await rehearseApi({ messagesPerSocketPerSecondMax: 1 })
  const anna = await api.signIn('acme-anna')
  await using busy = await openPage(api, anna)
  for (let sent = 0; sent < 4; sent += 1) busy.watch()
  expect(await busy.closed).toBe(liveCloseCodes.misbehaved)
  await using large = await openPage(api, anna)
  large.ws.send('x'.repeat(5000))
  expect(await large.closed).toBe(1009)
})

test('a server that closes says goodbye to every page and leaves nothing behind', async () => {
  const api = await rehearseApi()
  const page = await openPage(api, await api.signIn('acme-anna'))
  page.watch('desk', 'board')
  await page.next()
  await api[Symbol.asyncDispose]()
  expect(await page.closed).toBe(liveCloseCodes.goingAway)
  expect(api.server.counts()).toEqual({ sockets: 0, sessions: 0 })
})
