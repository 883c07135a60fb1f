import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { browserClock } from '../model/clock.ts'
import { languages, themeChoices } from '../model/settings.ts'
import { App } from '../shell/app.tsx'
import { createAppModel } from '../shell/app-model.ts'
import '../shell/base.css'
import { deskCases } from './desk-views.ts'
import { type Answer, type Asked, createStandIn } from './stand-in.ts'
import { gone, viewsAt } from './views.ts'
import { twoVoices } from './voices.ts'

/**
 * The whole app over a made-up server, one scene after another, for eyes and screenshots:
 * `npx vite src/web`, then /gallery/gallery.html?page=/board&desk=offer&language=ru&state=lost.
 */
const wished = new URLSearchParams(location.search)
const views = viewsAt(Date.now(), URL.createObjectURL(twoVoices(12)))
const state = wished.get('state')
const desk = deskCases.find(name => name === wished.get('desk')) ?? 'available'

function answer({ method, path }: Asked): Answer | undefined | 'unreachable' {
  if (path === '/api/me') {
    if (state === 'signed-out') return { status: 401, body: gone }
    if (state === 'unreachable') return 'unreachable'
    return state === 'loading' ? undefined : { body: views.me }
  }
  if (method === 'POST') return { status: 409, body: gone }
  if (path === '/api/desk') return { body: views.desks[desk] }
  if (path === '/api/board') return { body: views.board }
  if (path === '/api/interactions/i-1') return { body: views.interaction }
  if (path.startsWith('/api/interactions?')) return { body: views.list }
  return { status: 404, body: { ...gone, status: 404 } }
}

const standIn = createStandIn(browserClock, answer)
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
if (state === 'lost') setTimeout(standIn.cut, 500)
else setTimeout(standIn.open, 300)

const place = document.getElementById('app')
if (place === null) throw new Error('The gallery has no place for the app.')
const { hook } = memoryLocation({ path: wished.get('page') ?? '/' })
createRoot(place).render(
  <Router hook={hook}>
    <App model={model} />
  </Router>,
)
