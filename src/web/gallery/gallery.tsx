import { worldApi } from '../emulator/world.ts'
import { createRoot, type Root } from 'react-dom/client'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { browserClock } from '../model/clock.ts'
import { languages, themeChoices } from '../model/settings.ts'
import { App } from '../shell/app.tsx'
import { type AppModel, createAppModel } from '../shell/app-model.ts'
import '../shell/base.css'
import { auditAt, checkedAt, configAt, promptsAt, trunksAt, versionsAt } from './admin-views.ts'
import { crowdAt, dayAt, wallAt, wallboardsAt, whyNotAt } from './board-views.ts'
import { deskCases, peopleAt } from './desk-views.ts'
import { type Answer, type Asked, createStandIn, type StandIn } from './stand-in.ts'
import { flowsAt } from './interaction-views.ts'
import { traceAt } from './trace-views.ts'
import { forbidden, gone, type Views, viewsAt } from './views.ts'
import { twoVoices } from './voices.ts'
import { StandInEvents } from './world-views.ts'

/**
 * The whole app over a made-up server, one scene after another, for eyes and screenshots:
 * `npx vite src/web`, then /gallery/gallery.html#page=/board&desk=offer&language=ru&state=lost.
 * What follows the # says which scene; another one there shows another, without loading anything,
 * and where only the theme or the language is another, what is shown stays and is drawn anew.
 */
type Wished = URLSearchParams

const voices = URL.createObjectURL(twoVoices(12))
/** When a scene's line opens, or breaks where it is to be seen broken. */
const lineMs = { opens: 50, breaks: 200 }

/** What is at a path, apart from who asks. */
function found(path: string, wished: Wished, views: Views): Answer | undefined {
  const { pathname, searchParams } = new URL(path, location.href)
  const now = Date.now()
  const crowd = Number(wished.get('crowd') ?? 0)
  const isEmpty = wished.get('state') === 'empty'
  const desk = deskCases.find(name => name === wished.get('desk')) ?? 'available'
  const places: readonly (readonly [RegExp, () => unknown])[] = [
    [/^\/api\/desk$/, () => views.desks[desk]],
    [/^\/api\/board$/, () => boardOf(views, now, isEmpty ? 'empty' : crowd)],
    [/^\/api\/agents\/[^/]+\/day$/, () => dayAt(now)],
    [/^\/wall\//, () => wallAt(now)],
    [/^\/api\/wallboards$/, () => wallboardsAt(now)],
    [/\/why-not\//, () => whyNotAt(now)],
    [/^\/api\/people$/, () => peopleAt(now, searchParams.get('q') ?? '')],
    [/^\/api\/interactions\/i-1$/, () => views.interaction],
    [/\/i-1\/trace$/, () => traceAt(views.interaction.row.arrivedAt)],
    [/\/i-1\/flows$/, () => flowsAt(views.interaction.at)],
    [
      /^\/api\/interactions$/,
      () => (isEmpty ? { rows: [] } : views.lists[searchParams.has('cursor') ? 1 : 0]),
    ],
    [/^\/auth\/ways$/, () => ({ emulated: wished.get('tour') === 'on' })],
    [/^\/api\/admin\/config$/, () => configAt(now)],
    [/^\/api\/admin\/check$/, () => checkedAt(now)],
    [/^\/api\/admin\/versions\/\d+$/, () => checkedAt(now)],
    [/^\/api\/admin\/trunks$/, () => trunksAt(now)],
    [/^\/api\/admin\/versions$/, () => versionsAt(now)],
    [/^\/api\/admin\/prompts$/, () => (isEmpty ? { rows: [], voices: [] } : promptsAt(now))],
    [/^\/api\/admin\/audit$/, () => auditAt(now)],
  ]
  const body = places.find(([place]) => place.test(pathname))?.[1]()
  return body === undefined ? undefined : { body }
}

function boardOf({ board }: Views, at: number, size: number | 'empty'): Views['board'] {
  if (size === 'empty') return { ...board, queues: [], agents: [], interactions: [] }
  return size > 0 ? crowdAt(at, size) : board
}

function answerOf(wished: Wished): (asked: Asked) => Answer | undefined | 'unreachable' {
  const views = viewsAt(Date.now(), voices)
  const state = wished.get('state')
  const role = wished.get('page')?.startsWith('/admin') === true ? 'admin' : views.me.role
  const { agent, ...person } = views.me
  const me = {
    ...person,
    ...(state !== 'no-agent' && { agent }),
    role,
    emulated: wished.get('tour') === 'on',
  }
  return ({ method, path }) => {
    if (path === '/api/me') {
      if (state === 'signed-out') return { status: 401, body: gone }
      if (state === 'unreachable') return 'unreachable'
      return state === 'loading' ? undefined : { body: me }
    }
    if (method === 'POST' && path !== '/api/admin/check') return { status: 409, body: gone }
    if (state === 'slow') return undefined
    if (state === 'forbidden') return { status: 403, body: forbidden }
    return found(path, wished, views) ?? { status: 404, body: { ...gone, status: 404 } }
  }
}

function dress({ settings }: AppModel, wished: Wished): void {
  const theme = themeChoices.find(choice => choice === wished.get('theme'))
  const language = languages.find(choice => choice === wished.get('language'))
  settings.change({ ...(theme && { theme }), ...(language && { language }) })
}

function modelOf(wished: Wished, standIn: StandIn): AppModel {
  // The made-up recording is the browser's own: it is fetched in truth.
  const model = createAppModel({
    ...standIn.ports,
    fetch: (input, init) =>
      typeof input === 'string' && input.startsWith('blob:')
        ? fetch(input, init)
        : standIn.ports.fetch(input, init),
  })
  dress(model, wished)
  return model
}

const place = document.getElementById('app')
if (place === null) throw new Error('The gallery has no place for the app.')

/** What is shown: the scene without its clothes, and what it is drawn from. */
interface Shown {
  readonly scene: string
  readonly root: Root
  readonly model: AppModel
}

let shown: Shown | undefined
let timer: number | undefined

/** A scene apart from what may change while it is shown. */
function sceneOf(wished: Wished): string {
  const bare = new URLSearchParams(wished)
  bare.delete('theme')
  bare.delete('language')
  return bare.toString()
}

function mark(asked: string): void {
  document.documentElement.dataset['scene'] = asked
}

/** Shows the scene the address says, and writes on the page when its line is up or broken. */
function show(into: HTMLElement): void {
  const asked = location.hash.slice(1)
  const wished = new URLSearchParams(asked)
  const scene = sceneOf(wished)
  delete document.documentElement.dataset['scene']
  if (shown?.scene === scene) {
    dress(shown.model, wished)
    mark(asked)
    return
  }
  const isLost = wished.get('state') === 'lost'
  const standIn = createStandIn(browserClock, answerOf(wished))
  clearTimeout(timer)
  shown?.root.unmount()
  const root = createRoot(into)
  const model = modelOf(wished, standIn)
  shown = { scene, root, model }
  const path = wished.get('page') ?? '/'
  const { hook } = memoryLocation({ path })
  root.render(
    <Router hook={hook}>
      <App model={model} />
    </Router>,
  )
  timer = window.setTimeout(
    () => {
      if (isLost) standIn.cut()
      else standIn.open()
      mark(asked)
    },
    isLost ? lineMs.breaks : lineMs.opens,
  )
}

// Wishes to the emulated world are granted: whoever dials there is in a call that is under way.
const realFetch = globalThis.fetch
globalThis.fetch = (input, init) =>
  typeof input === 'string' && input.startsWith(worldApi)
    ? Promise.resolve(Response.json({ callId: 'c-2' }))
    : realFetch(input, init)
// The emulated world is heard by events, and asked for by nobody who signed in.
Object.defineProperty(globalThis, 'EventSource', { value: StandInEvents })
addEventListener('hashchange', () => show(place))
show(place)
