import {
  liveCloseCodes,
  liveRequest,
  phoneRequest,
  type LiveMessage,
  type PhoneGreeting,
  type PhoneRequest,
} from '#contract'
import { toId, type InteractionId } from '#core'
import type { WebSocket } from 'ws'
import type { RateLimit } from '../auth/rate-limit.ts'
import type { Session } from '../auth/sessions.ts'
import type { Asking } from '../http/asking.ts'

/** Messages that are no messages of ours, before a socket is cut off. */
export const misfitsMax = 8

/** What one page wants to see. */
export interface Watched {
  readonly desk: boolean
  readonly board: boolean
  /** The version of the board it holds, empty for none; without it the page knows whole boards alone. */
  readonly boardHeld: string | undefined
  readonly interactions: ReadonlySet<InteractionId>
}

/** What a socket reports to its server. */
export interface LiveSocketEvents {
  /** The page said what it wants to see, perhaps the same again: it is to be told all of it. */
  readonly watches: (socket: LiveSocket) => void
  /** The page is a phone, as it says with every greeting, or is none any more. */
  readonly phone: (socket: LiveSocket, greeting: PhoneGreeting | undefined) => void
  /** The person does something with a call in the browser. */
  readonly asksPhone: (socket: LiveSocket, asked: PhoneRequest) => void
  readonly closed: (socket: LiveSocket) => void
}

/** The bounds of one socket. */
export interface LiveSocketLimits {
  readonly bufferBytesMax: number
  readonly messages: RateLimit
}

/** One open page: what it watches, and a bounded line of what it has not read yet. */
export class LiveSocket {
  readonly session: Session
  asking: Asking
  /** Resolves when the socket is closed, whichever way. */
  readonly gone: Promise<void>
  watched: Watched = {
    desk: false,
    board: false,
    boardHeld: undefined,
    interactions: new Set(),
  }
  readonly #ws: WebSocket
  readonly #limits: LiveSocketLimits
  readonly #events: LiveSocketEvents
  #isAlive = true
  #misfits = 0

  constructor(ws: WebSocket, asking: Asking, limits: LiveSocketLimits, events: LiveSocketEvents) {
    this.#ws = ws
    this.#limits = limits
    this.#events = events
    this.asking = asking
    this.session = asking.session
    ws.on('pong', () => {
      this.#isAlive = true
    })
    ws.on('message', (data, isBinary) => {
      this.#isAlive = true
      const text = isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8')
      this.#hear(text)
    })
    // What failed is told by the close that follows it.
    ws.on('error', () => ws.terminate())
    this.gone = new Promise(resolve => {
      ws.on('close', () => {
        events.closed(this)
        resolve()
      })
    })
  }

  /** Sends a message that was written once for all who get it; `left` is told when it has left this process. */
  sendOctets(octets: Buffer, left?: () => void): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return
    if (this.#ws.bufferedAmount + octets.length > this.#limits.bufferBytesMax) {
      this.close('slow')
      return
    }
    this.#ws.send(octets, { binary: false }, error => {
      // What failed is told by the close that follows it.
      if (!error) left?.()
    })
  }

  send(message: LiveMessage): void {
    this.sendOctets(Buffer.from(JSON.stringify(message)))
  }

  close(why: keyof typeof liveCloseCodes): void {
    this.#ws.close(liveCloseCodes[why], why)
  }

  /** Asks for a sign of life; a socket that gave none since the last time is gone. */
  beat(): void {
    if (!this.#isAlive) {
      this.#ws.terminate()
      return
    }
    this.#isAlive = false
    this.#ws.ping()
  }

  /** Ends without a word, where nobody is left to hear it. */
  terminate(): void {
    this.#ws.terminate()
  }

  #hear(text: string): void {
    if (this.#limits.messages.take('') > 0) {
      this.close('misbehaved')
      return
    }
    const message = jsonOrNothing(text)
    const asked = phoneRequest.safeParse(message)
    if (asked.success) {
      this.#events.asksPhone(this, asked.data.phone)
      return
    }
    const read = liveRequest.safeParse(message)
    if (!read.success) {
      this.#misfit()
      return
    }
    const { watch, board, phone } = read.data
    this.watched = {
      desk: watch.includes('desk'),
      board: watch.includes('board'),
      boardHeld: board,
      interactions: new Set(watch.flatMap(topic => interactionOf(topic) ?? [])),
    }
    this.#events.watches(this)
    this.#events.phone(this, phone)
  }

  #misfit(): void {
    this.#misfits += 1
    const words = 'This is no message that is known here: send {"watch": [...]}.'
    if (this.#misfits > misfitsMax) this.close('misbehaved')
    else this.send({ topic: 'refused', code: 'misshapen', words })
  }
}

function interactionOf(topic: string): InteractionId | undefined {
  const id = /^interaction:(.+)$/.exec(topic)?.[1]
  return id === undefined ? undefined : toId<InteractionId>(id)
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Tells several pages the same; it is made once, as it goes on the wire. */
export function sendAll(sockets: Iterable<LiveSocket>, text: string): void {
  const octets = Buffer.from(text)
  for (const socket of sockets) socket.sendOctets(octets)
}
