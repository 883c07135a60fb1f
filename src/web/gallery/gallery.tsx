import { createRoot, type Root } from 'react-dom/client'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { browserClock } from '../model/clock.ts'
import { languages, themeChoices } from '../model/settings.ts'
import { App } from '../shell/app.tsx'
import { type AppModel, createAppModel } from '../shell/app-model.ts'
import '../shell/base.css'
import { crowdAt, dayAt, wallAt, whyNotAt } from './board-views.ts'
import { deskCases, peopleAt } from './desk-views.ts'
import { type Answer, type Asked, createStandIn, type StandIn } from './stand-in.ts'
import { flowsAt } from './interaction-views.ts'
import { traceAt } from './trace-views.ts'
import { gone, type Views, viewsAt } from './views.ts'
import { twoVoices } from './voices.ts'

/**
 * The whole app over a made-up server, one scene after another, for eyes and screenshots:
 * `npx vite src/web`, then /gallery/gallery.html#page=/board&desk=offer&language=ru&state=lost.
 * What follows the # says which scene; another one there shows another, without loading anything.
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
  const desk = deskCases.find(name => name === wished.get('desk')) ?? 'available'
  const places: readonly (readonly [RegExp, () => unknown])[] = [
    [/^\/api\/desk$/, () => views.desks[desk]],
    [/^\/api\/board$/, () => (crowd > 0 ? crowdAt(now, crowd) : views.board)],
    [/^\/api\/agents\/[^/]+\/day$/, () => dayAt(now)],
    [/^\/wall\//, () => wallAt(now)],
    [/\/why-not\//, () => whyNotAt(now)],
    [/^\/api\/people$/, () => peopleAt(now, searchParams.get('q') ?? '')],
    [/^\/api\/interactions\/i-1$/, () => views.interaction],
    [/\/i-1\/trace$/, () => traceAt(views.interaction.row.arrivedAt)],
    [/\/i-1\/flows$/, () => flowsAt(views.interaction.at)],
    [/^\/api\/interactions$/, () => views.lists[searchParams.has('cursor') ? 1 : 0]],
  ]
  const body = places.find(([place]) => place.test(pathname))?.[1]()
  return body === undefined ? undefined : { body }
}

function answerOf(wished: Wished): (asked: Asked) => Answer | undefined | 'unreachable' {
  const views = viewsAt(Date.now(), voices)
  const state = wished.get('state')
  return ({ method, path }) => {
    if (path === '/api/me') {
      if (state === 'signed-out') return { status: 401, body: gone }
      if (state === 'unreachable') return 'unreachable'
      return state === 'loading' ? undefined : { body: views.me }
    }
    if (method === 'POST') return { status: 409, body: gone }
    if (state === 'slow') return undefined
    if (state === 'forbidden') return { status: 403, body: { ...gone, status: 403 } }
    return found(path, wished, views) ?? { status: 404, body: { ...gone, status: 404 } }
  }
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
  const theme = themeChoices.find(choice => choice === wished.get('theme'))
  const language = languages.find(choice => choice === wished.get('language'))
  if (theme !== undefined) model.settings.change({ theme })
  if (language !== undefined) model.settings.change({ language })
  return model
}

const place = document.getElementById('app')
if (place === null) throw new Error('The gallery has no place for the app.')
let root: Root | undefined
let timer: number | undefined

/** Shows the scene the address says, and writes on the page when its line is up or broken. */
function show(into: HTMLElement): void {
  const asked = location.hash.slice(1)
  const wished = new URLSearchParams(asked)
  const isLost = wished.get('state') === 'lost'
  const standIn = createStandIn(browserClock, answerOf(wished))
  clearTimeout(timer)
  delete document.documentElement.dataset['scene']
  root?.unmount()
  root = createRoot(into)
  const { hook } = memoryLocation({ path: wished.get('page') ?? '/' })
  root.render(
    <Router hook={hook}>
      <App model={modelOf(wished, standIn)} />
    </Router>,
  )
  timer = window.setTimeout(
    () => {
      if (isLost) standIn.cut()
      else standIn.open()
      document.documentElement.dataset['scene'] = asked
    },
    isLost ? lineMs.breaks : lineMs.opens,
  )
}

addEventListener('hashchange', () => show(place))
show(place)
