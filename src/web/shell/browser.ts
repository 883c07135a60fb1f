import type { Socket, SocketEvents } from '../connection/link.ts'
import { browserClock } from '../model/clock.ts'
import { createShelf } from '../model/shelf.ts'
import type { Visibility } from '../model/ticker.ts'
import { browserSound } from '../softphone/browser-sound.ts'
import type { AppPorts } from './app-model.ts'

/** The live socket of the server this page came from. */
function openSocket(events: SocketEvents): Socket {
  const address = new URL('/api/live', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(address)
  socket.addEventListener('open', events.opened)
  socket.addEventListener('close', () => events.closed())
  socket.addEventListener('message', event => {
    if (typeof event.data === 'string') events.message(event.data)
  })
  return { send: text => socket.send(text), close: () => socket.close() }
}

const visibility: Visibility = {
  visible: () => document.visibilityState === 'visible',
  onChange: listener => {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}

/** Not randomUUID, which a page has over HTTPS alone. */
function newId(): string {
  const octets = crypto.getRandomValues(new Uint8Array(12))
  return [...octets].map(octet => octet.toString(16).padStart(2, '0')).join('')
}

/** The app's ports as a browser has them. */
export const browserPorts: AppPorts = {
  clock: browserClock,
  fetch: (input, init) => fetch(input, init),
  openSocket,
  visibility,
  shelf: createShelf(() => localStorage),
  tabShelf: createShelf(() => sessionStorage),
  languages: navigator.languages,
  sound: browserSound,
  newId,
}
