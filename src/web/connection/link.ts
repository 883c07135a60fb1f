import { createCell, type Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'

/** The first wait before trying again; each further wait is up to twice as long. */
export const retryMsMin = 500
/** The longest wait between two tries, so that all desks are back soon after a restart. */
export const retryMsMax = 2000
/** A socket that says nothing for this long after being asked is dead, whatever the browser thinks. */
export const probeMsMax = 5000

/** How the connection is. `idle` is nobody watching: nothing is open and nothing is wrong. */
export type LinkState = 'idle' | 'connecting' | 'live' | 'lost'

/** One open socket. */
export interface Socket {
  readonly send: (text: string) => void
  readonly close: () => void
}

/** What a socket reports, never before `openSocket` has returned. */
export interface SocketEvents {
  readonly opened: () => void
  readonly message: (text: string) => void
  /** `isForGood` where the server says that there is nothing to come back to. */
  readonly closed: (isForGood?: boolean) => void
}

/** What a link is made from; tests give their own clock and sockets. */
export interface LinkPorts {
  readonly clock: Clock
  readonly openSocket: (events: SocketEvents) => Socket
  /** Said first on every new socket, and again to ask whether an old one still lives. */
  readonly greeting: () => string
  readonly hear: (text: string) => void
  /** A try failed: perhaps the session has ended, which a socket cannot say. */
  readonly onFailedTry: () => void
}

/** The wait before the n-th try: doubling, and spread over its upper half so that desks do not return as one. */
export function retryDelayMs(tries: number, chance: number): number {
  const whole = Math.min(retryMsMax, retryMsMin * 2 ** Math.min(tries, 10))
  return Math.round(whole / 2 + (whole / 2) * chance)
}

/**
 * One connection that comes back by itself.
 * ```
 *  idle ──open──▶ connecting ──opened──▶ live ──closed──▶ lost ──wait, try──▶ (live | lost)
 *    ▲───────────────────────────────── close ─────────────────────────────────┘
 * ```
 */
export class Link {
  readonly state: Source<LinkState>
  readonly #state = createCell<LinkState>('idle')
  readonly #ports: LinkPorts
  #socket: Socket | undefined
  #tries = 0
  #cancelRetry: (() => void) | undefined
  #cancelProbe: (() => void) | undefined

  constructor(ports: LinkPorts) {
    this.#ports = ports
    this.state = this.#state
  }

  open(): void {
    if (this.#state.get() !== 'idle') return
    this.#state.set('connecting')
    this.#connect()
  }

  close(): void {
    this.#drop()
    this.#tries = 0
    this.#state.set('idle')
  }

  /** Greets again because the greeting has changed; nothing to do where no socket is open. */
  greet(): void {
    if (this.#state.get() === 'live') this.#socket?.send(this.#ports.greeting())
  }

  /** Says something now, or not at all; what must arrive belongs in the greeting. */
  say(text: string): boolean {
    if (this.#state.get() !== 'live') return false
    this.#socket?.send(text)
    return true
  }

  /** The page woke or the network came back: try now, or see whether the socket still lives. */
  wake(): void {
    if (this.#state.get() === 'lost') this.#connect()
    else if (this.#state.get() === 'live' && this.#cancelProbe === undefined) {
      this.greet()
      this.#cancelProbe = this.#ports.clock.after(probeMsMax, () => this.#lose())
    }
  }

  #connect(): void {
    this.#drop()
    // Every event names its own socket: what an old one still says is nobody's business.
    const opening = this.#ports.openSocket({
      opened: () => {
        if (this.#socket === opening) this.#opened()
      },
      message: text => {
        if (this.#socket === opening) this.#heard(text)
      },
      closed: () => {
        if (this.#socket === opening) this.#lose()
      },
    })
    this.#socket = opening
  }

  #opened(): void {
    this.#tries = 0
    this.#state.set('live')
    this.greet()
  }

  #heard(text: string): void {
    this.#cancelProbe?.()
    this.#cancelProbe = undefined
    this.#ports.hear(text)
  }

  #lose(): void {
    const wasLive = this.#state.get() === 'live'
    this.#drop()
    this.#state.set('lost')
    const delayMs = retryDelayMs(this.#tries, this.#ports.clock.chance())
    this.#cancelRetry = this.#ports.clock.after(delayMs, () => this.#connect())
    this.#tries += 1
    if (!wasLive) this.#ports.onFailedTry()
  }

  #drop(): void {
    const dropped = this.#socket
    this.#socket = undefined
    this.#cancelRetry?.()
    this.#cancelProbe?.()
    this.#cancelRetry = undefined
    this.#cancelProbe = undefined
    dropped?.close()
  }
}
