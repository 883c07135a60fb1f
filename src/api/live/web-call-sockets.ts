import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { webCallRequest, type WebCallMessage, type WebCallRequest } from '#contract'
import type { JoinedWebCall, WebCallsPort, WebCallState } from '#engine'
import { createRateLimit, type RateLimit } from '../auth/rate-limit.ts'
import type { ApiClock } from '../clock.ts'
import { sourceBehind } from '../http/asking.ts'
import type { Guarding } from '../http/guards.ts'
import type { ApiLimits } from '../options.ts'
import { refuseUpgrade, tooMany } from './upgrade.ts'

/** Where the socket of a customer's page is. */
export const webCallSocketPath = '/api/web-calls/live'

/** Why a customer's socket was closed: its token opens nothing, it said what is no message, or we stop. */
export const webCallCloseCodes = { gone: 4404, misbehaved: 4029, goingAway: 1001 } as const

/** Whether a socket is asked for by a customer's page. */
export function isWebCallPath(url = '/'): boolean {
  return URL.canParse(url, 'http://here') && pathOf(url) === webCallSocketPath
}

/** What the sockets are kept with. */
export interface WebCallSocketsParts {
  readonly webCalls: WebCallsPort | undefined
  readonly clock: ApiClock
  readonly limits: ApiLimits
  readonly signing: Pick<Guarding, 'perAddress'>
  readonly isProxy: (address: string) => boolean
}

/**
 * The sockets of customers' pages. Any site may open one: no cookie counts on it, and nothing happens
 * before it shows the token of a call that one of the entry's own sites was given.
 */
export class WebCallSockets {
  readonly #parts: WebCallSocketsParts
  readonly #upgrades
  readonly #sockets = new Set<PageSocket>()
  #cancelHeartbeat: () => void

  constructor(parts: WebCallSocketsParts) {
    this.#parts = parts
    this.#upgrades = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: parts.limits.socketMessageBytesMax,
      perMessageDeflate: false,
    })
    this.#cancelHeartbeat = parts.clock.after(parts.limits.heartbeatMs, () => this.#beat())
  }

  get count(): number {
    return this.#sockets.size
  }

  /** Takes a request for a socket: opens it, or says why not. */
  async upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): Promise<void> {
    // A page that goes away during the handshake is no news.
    duplex.on('error', () => duplex.destroy())
    const { webCalls, limits, clock, signing, isProxy } = this.#parts
    const forwarded = request.headers['x-forwarded-for']
    const address = request.socket.remoteAddress ?? 'unknown'
    const source = sourceBehind(address, [forwarded].flat().join(','), isProxy)
    const isFull = this.#sockets.size >= limits.webCallSocketsMax
    if (webCalls === undefined || isFull || signing.perAddress.take(source) > 0) {
      refuseUpgrade(duplex, tooMany('As many pages call now as can be taken.'))
      return
    }
    this.#upgrades.handleUpgrade(request, duplex, head, ws => {
      const messages = createRateLimit(clock, limits.messagesPerSocketPerSecondMax)
      const socket = new PageSocket(ws, webCalls, messages)
      this.#sockets.add(socket)
      const cancel = clock.after(limits.webCallJoinMsMax, () => socket.endUnlessJoined())
      ws.on('close', () => {
        cancel()
        this.#sockets.delete(socket)
        socket.lost()
      })
    })
  }

  /** Ends every socket; the calls themselves are ended by who keeps them. */
  close(): void {
    this.#cancelHeartbeat()
    for (const socket of this.#sockets) socket.close('goingAway')
    this.#upgrades.close()
  }

  #beat(): void {
    for (const socket of this.#sockets) socket.beat()
    this.#cancelHeartbeat = this.#parts.clock.after(this.#parts.limits.heartbeatMs, () =>
      this.#beat(),
    )
  }
}

/** One page: nothing until it has shown a token, then the one call of it. */
class PageSocket {
  readonly #ws: WebSocket
  readonly #webCalls: WebCallsPort
  readonly #messages: RateLimit
  #joined: JoinedWebCall | undefined
  #isAlive = true

  constructor(ws: WebSocket, webCalls: WebCallsPort, messages: RateLimit) {
    this.#ws = ws
    this.#webCalls = webCalls
    this.#messages = messages
    ws.on('pong', () => {
      this.#isAlive = true
    })
    ws.on('message', (data, isBinary) => {
      this.#isAlive = true
      const text = isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8')
      const asked = this.#messages.take('') > 0 ? undefined : requestOf(text)
      if (asked === undefined) this.close('misbehaved')
      else this.#hear(asked)
    })
    // What failed is told by the close that follows it.
    ws.on('error', () => ws.terminate())
  }

  close(why: keyof typeof webCallCloseCodes): void {
    this.#ws.close(webCallCloseCodes[why], why)
  }

  endUnlessJoined(): void {
    if (this.#joined === undefined) this.close('gone')
  }

  lost(): void {
    this.#joined?.lost()
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

  #hear(asked: WebCallRequest): void {
    if (asked.do === 'join') {
      if (this.#joined === undefined) this.#join(asked.token)
    } else if (asked.do === 'describe') this.#joined?.describe(asked.sdp)
    else this.#joined?.hangUp()
  }

  #join(token: string): void {
    this.#joined = this.#webCalls.join(token, {
      show: state => this.#send(messageOf(state)),
      heard: sdp => this.#send({ say: 'sound', sdp }),
    })
    if (this.#joined === undefined) this.close('gone')
  }

  #send(message: WebCallMessage): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(JSON.stringify(message))
  }
}

function messageOf(state: WebCallState): WebCallMessage {
  return state.at === 'over' ? { say: 'over', why: state.why } : { say: 'state', at: state.at }
}

function requestOf(text: string): WebCallRequest | undefined {
  try {
    return webCallRequest.safeParse(JSON.parse(text)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function pathOf(url: string): string {
  return new URL(url, 'http://here').pathname
}
