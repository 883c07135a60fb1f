import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type {
  BoardView,
  DeskView,
  InteractionPage,
  InteractionView,
  LiveMessage,
  MeView,
  OpenThingsView,
  TraceView,
} from '#contract'
import {
  boardView,
  deskView,
  interactionPage,
  interactionView,
  liveMessage,
  meView,
  openThingsView,
  problem,
  traceView,
} from '#contract'
import { until } from './until.ts'

/** An answer of the API: its status, and its body where that is JSON. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Somebody signed in, seen through the API alone. */
export interface Person {
  me(): Promise<MeView>
  desk(): Promise<DeskView>
  board(): Promise<BoardView>
  /** What is open in the whole tenant. */
  open(): Promise<OpenThingsView>
  interactions(): Promise<InteractionPage>
  interaction(id: string): Promise<InteractionView>
  recording(id: string): Promise<Buffer>
  get(path: string): Promise<unknown>
  /** Signalling and sound of an interaction; for supervisors. */
  trace(id: string): Promise<TraceView>
  post(path: string, body?: object): Promise<Answer>
  /** Puts a document, or the bytes of a sound. */
  put(path: string, body: object): Promise<Answer>
  /** Available, whatever came before. */
  ready(): Promise<void>
  away(): Promise<void>
  /** The interaction of a caller, once it is closed. */
  closed(caller: string): Promise<InteractionView>
  /** Watches the desk over the live socket as the app does; hears every message, and once of its end. */
  watchDesk(heard: (message: LiveMessage) => void, ended: () => void): WebSocket
}

type Jar = Map<string, Map<string, string>>

/**
 * Signs a person in as a browser does: by redirects to the sign-in page, a choice of who one is
 * there, and the way back, with the cookies of each origin kept apart.
 */
export async function signIn(origin: string, person: string): Promise<Person> {
  const jar: Jar = new Map()
  let at = await follow(jar, `${origin}/auth/sign-in?returnTo=/`)
  if (at.text.includes('name="person"')) {
    const value = new RegExp(`value="([^"]*/${person})"`, 'i').exec(at.text)?.[1]
    if (value === undefined) throw new Error(`the sign-in page does not know ${person}`)
    at = await follow(jar, at.url, new URLSearchParams({ person: value }))
  }
  if (!at.url.startsWith(origin)) throw new Error(`the sign-in ended at ${at.url}: ${at.text}`)
  if (!jar.get(new URL(origin).host)?.has('parley_session')) {
    throw new Error(`the sign-in gave no session: ${at.status} ${at.text.slice(0, 400)}`)
  }
  return personOver(origin, jar)
}

interface Page {
  readonly url: string
  readonly status: number
  readonly text: string
}

async function follow(jar: Jar, url: string, form?: URLSearchParams): Promise<Page> {
  let next = url
  let body = form
  for (let hop = 0; hop < 12; hop += 1) {
    const response = await fetch(next, {
      redirect: 'manual',
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie: cookiesFor(jar, next), accept: 'text/html' },
      ...(body === undefined ? {} : { body }),
    })
    keepCookies(jar, next, response.headers.getSetCookie())
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) {
      return { url: next, status: response.status, text: await response.text() }
    }
    next = new URL(location, next).href
    body = undefined
  }
  throw new Error(`too many redirects, the last to ${next}`)
}

function cookiesFor(jar: Jar, url: string): string {
  const kept = jar.get(new URL(url).host) ?? new Map<string, string>()
  return [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
}

function keepCookies(jar: Jar, url: string, lines: readonly string[]): void {
  const { host } = new URL(url)
  const kept = jar.get(host) ?? new Map<string, string>()
  jar.set(host, kept)
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0/i.test(line)) kept.delete(name)
    else kept.set(name, value)
  }
}

function personOver(origin: string, jar: Jar): Person {
  const askOnce = (method: string, path: string, body?: object): Promise<Response> => {
    const type = body instanceof Blob ? 'audio/wav' : 'application/json'
    return fetch(origin + path, {
      method,
      headers: {
        cookie: cookiesFor(jar, origin),
        origin,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    })
  }
  /** Whoever is told to wait waits, as any good client does. */
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await askOnce(method, path, body).catch(() => {
      // A server may close a kept connection in the very moment it is used again; browsers try once more.
      return askOnce(method, path, body)
    })
    if (response.status !== 429) return response
    await pause(1_000 * Number(response.headers.get('retry-after')))
    return ask(method, path, body)
  }
  /** What the API says must have the shape it publishes. */
  const get = async <T>(path: string, shape: { parse(value: unknown): T }): Promise<T> => {
    const response = await ask('GET', path)
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
    return shape.parse(await response.json())
  }
  const send = async (method: string, path: string, body?: object): Promise<Answer> => {
    const response = await ask(method, path, body)
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const post = (path: string, body?: object): Promise<Answer> => send('POST', path, body)
  const interaction = (id: string): Promise<InteractionView> =>
    get(`/api/interactions/${id}`, interactionView)
  const interactions = (): Promise<InteractionPage> =>
    get('/api/interactions?limit=200', interactionPage)
  const desk = (): Promise<DeskView> => get('/api/desk', deskView)
  const goTo = async (state: object): Promise<void> => {
    if ((await desk()).state === 'signed-out') await post('/api/desk/sign-in')
    const { status, body } = await post('/api/desk/state', state)
    if (status !== 200 && problem.parse(body).code !== 'already-so') {
      throw new Error(`the state could not be set: ${status} ${JSON.stringify(body)}`)
    }
  }
  return {
    me: () => get('/api/me', meView),
    desk,
    board: () => get('/api/board', boardView),
    open: () => get('/api/open', openThingsView),
    interactions,
    interaction,
    trace: id => get(`/api/interactions/${id}/trace`, traceView),
    recording: async id => {
      const [recording] = (await interaction(id)).recordings
      if (recording === undefined) throw new Error(`${id} has no recording`)
      const response = await ask('GET', recording.url)
      if (!response.ok) throw new Error(`no recording: ${response.status} ${await response.text()}`)
      return Buffer.from(await response.arrayBuffer())
    },
    get: async path => (await send('GET', path)).body,
    post,
    put: (path, body) => send('PUT', path, body),
    ready: () => goTo({ state: 'available' }),
    away: () => goTo({ state: 'not-ready', reason: 'Break' }),
    closed: caller =>
      until(`the interaction of ${caller} is closed`, async () => {
        const row = (await interactions()).rows.find(one => one.customer.address === caller)
        return row?.endedAt !== undefined && interaction(row.id)
      }),
    watchDesk(heard, ended) {
      const headers = { cookie: cookiesFor(jar, origin), origin }
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/live`, { headers })
      // A server that is gone ends the socket as well, and that is heard.
      socket.on('error', () => socket.close())
      socket.on('close', ended)
      socket.on('open', () => socket.send(JSON.stringify({ watch: ['desk'] })))
      socket.on('message', (data: Buffer) =>
        heard(liveMessage.parse(JSON.parse(data.toString('utf8')))),
      )
      return socket
    },
  }
}
