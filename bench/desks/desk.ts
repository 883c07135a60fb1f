import { Agent, request } from 'node:http'
import { WebSocket } from 'ws'
import {
  followBoard,
  type BoardMessage,
  type DeskView,
  type HeldBoard,
  type LiveMessage,
} from '#contract'
import { browserClock } from '../../src/web/model/clock.ts'
import type { Socket, SocketEvents } from '../../src/web/connection/link.ts'
import { Link } from '../../src/web/connection/link.ts'

/** Where a desk connects, and as whom. */
export interface DeskPlace {
  readonly origin: string
  readonly cookie: string
  readonly watch: 'desk' | 'board'
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** A desk whose connection is the page's own code over a real socket. */
export class Desk {
  readonly place: DeskPlace
  readonly link: Link
  view: DeskView | undefined
  board: HeldBoard | undefined
  /** Whole boards among the messages. */
  wholes = 0
  /** Whether the connection there is now has told the whole desk. */
  isCurrent = false
  messages = 0
  bytes = 0
  failedTries = 0

  constructor(place: DeskPlace, hear: (desk: Desk, before: DeskView | undefined) => void) {
    this.place = place
    this.link = new Link({
      clock: browserClock,
      openSocket: events => openSocket(place, events),
      greeting: () => JSON.stringify({ watch: [place.watch], board: this.board?.version ?? '' }),
      onFailedTry: () => {
        this.failedTries += 1
      },
      hear: text => {
        this.messages += 1
        this.bytes += text.length
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server's own shapes, as the page reads them
        const message = JSON.parse(text) as LiveMessage
        if (message.topic === 'board' || message.topic === 'board-change') {
          this.#follow(message)
          return
        }
        if (message.topic !== 'desk') return
        const before = this.view
        this.view = message.view
        hear(this, before)
        this.isCurrent = true
      },
    })
    this.link.state.subscribe(() => {
      if (this.link.state.get() !== 'live') this.isCurrent = false
    })
  }

  #follow(message: BoardMessage): void {
    if (message.topic === 'board') this.wholes += 1
    this.board = followBoard(this.board, message)
    if (this.board === undefined) this.link.greet()
    else this.isCurrent = true
  }

  /** Asks the server for something; its status, and what it said. */
  async ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const { origin, cookie } = this.place
    const text = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const headers = { cookie, origin, 'content-type': 'application/json' }
      const asked = request(`${origin}${path}`, { method, agent, headers }, response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() })
        })
      })
      asked.on('error', reject)
      asked.end(text)
    })
  }
}

/** An answer over HTTP. */
export interface Answer {
  readonly status: number
  readonly text: string
}

function openSocket({ origin, cookie }: DeskPlace, events: SocketEvents): Socket {
  const socket = new WebSocket(`${origin}/api/live`.replace('http', 'ws'), {
    headers: { cookie, origin },
    perMessageDeflate: false,
  })
  socket.on('open', events.opened)
  socket.on('close', events.closed)
  // What failed is told by the close that follows it.
  socket.on('error', () => undefined)
  socket.on('message', data => {
    if (Buffer.isBuffer(data)) events.message(data.toString())
  })
  return { send: text => socket.send(text), close: () => socket.close() }
}
