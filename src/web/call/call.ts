import type { BegunWebCall, WebEntryView } from '#contract'
import type { Socket, SocketEvents } from '../connection/link.ts'
import { browserClock } from '../model/clock.ts'
import { preferredLanguage } from '../model/settings.ts'
import { createShelf } from '../model/shelf.ts'
import { browserSound } from '../softphone/browser-sound.ts'
import { Caller, type Begun, type CallTrouble } from './caller.ts'
import { drawCall } from './draw-call.ts'
import './call.css'
import { callWords } from './words.ts'

/** The server closes with this where a token opens nothing any more. */
const closedForGood = 4404

/** `/call/TENANT/ENTRY?name=…&language=…`: what the page that holds the button says of its customer. */
const [, , tenant = '', entry = ''] = location.pathname.split('/')
const asked = new URLSearchParams(location.search)

async function look(): Promise<WebEntryView | 'absent' | 'offline'> {
  try {
    const answer = await fetch(`/api/web-calls/${tenant}/${entry}`)
    if (answer.ok) return await answer.json()
    return answer.status === 404 || answer.status === 400 ? 'absent' : 'offline'
  } catch {
    return 'offline'
  }
}

async function begin(consented: string | undefined): Promise<Begun> {
  const name = asked.get('name')?.trim().slice(0, 60)
  try {
    const answer = await fetch('/api/web-calls', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        tenant,
        entry,
        ...(consented && { consented }),
        ...(name && { name }),
      }),
    })
    if (!answer.ok) return { ok: false, trouble: troubleOf(await answer.json()) }
    const call: BegunWebCall = await answer.json()
    return { ok: true, call }
  } catch {
    return { ok: false, trouble: 'offline' }
  }
}

const refusals: readonly CallTrouble[] = [
  'consent-needed',
  'too-often',
  'too-many-from-here',
  'entry-full',
]

function troubleOf(problem: { readonly code?: string }): CallTrouble {
  return refusals.find(one => one === problem.code) ?? 'refused'
}

function openSocket(events: SocketEvents): Socket {
  const address = new URL('/api/web-calls/live', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address)
  socket.addEventListener('open', events.opened)
  socket.addEventListener('close', ({ code }) => events.closed(code === closedForGood))
  socket.addEventListener('message', event => {
    if (typeof event.data === 'string') events.message(event.data)
  })
  return { send: text => socket.send(text), close: () => socket.close() }
}

const place = document.getElementById('call')
if (place === null) throw new Error('The page has no place for the call.')
const language = preferredLanguage([asked.get('language') ?? '', ...navigator.languages])
document.documentElement.lang = language
const caller = new Caller({
  look,
  begin,
  openSocket,
  sound: browserSound,
  clock: browserClock,
  tabShelf: createShelf(() => sessionStorage),
})
drawCall(place, { caller, words: callWords[language], isSecure: isSecureContext })
void caller.open()

// The page that holds the button makes its frame as high as this one; it learns nothing else.
new ResizeObserver(() => {
  if (parent !== window) parent.postMessage({ parleyHeight: place.offsetHeight }, '*')
}).observe(place)
