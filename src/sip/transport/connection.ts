import type { Socket } from 'node:net'
import type { SipClock } from '../endpoint/endpoint-options.ts'
import { createFramer } from '../messages/framer.ts'
import type { Framed, Framer } from '../messages/framer.ts'
import type { SipSource } from './points.ts'
import type { TransportFailure, WireEvents } from './wire.ts'

/** Bytes that may wait in one connection before its peer counts as stuck. */
export const connectionBacklogBytesMax = 4_194_304

/** What a connection needs to know. */
export interface ConnectionSettings {
  readonly id: number
  readonly clock: SipClock
  readonly events: WireEvents
  readonly idleMsMax: number
  /** How long whoever opened it may take to send a first whole message; undefined where we opened it. */
  readonly firstMessageMsMax: number | undefined
  readonly messageBytesMax: number
  readonly onClosed: (why: TransportFailure) => void
}

interface Waiting {
  readonly bytes: Buffer
  readonly onFailed: (failure: TransportFailure) => void
}

/**
 * One TCP or TLS connection, whoever opened it: cuts messages out of it, answers keep-alives, closes when idle.
 * Bytes sent before it stands wait; if it never stands, or breaks, each of their senders is told once.
 */
export class Connection {
  readonly #socket: Socket
  readonly #settings: ConnectionSettings
  readonly #framer: Framer
  #source: SipSource | undefined
  #waiting: Waiting[] = []
  /** What was sent before the peer said anything: under TLS 1.3 it may still turn our certificate away. */
  #unheard: Waiting[] = []
  #heard = false
  /** We opened it, or a whole message came by it. */
  #proven: boolean
  #heardAtMs = -Infinity
  #idleMs: number
  #closed: TransportFailure | undefined
  #cancelIdle: (() => void) | undefined

  constructor(socket: Socket, settings: ConnectionSettings) {
    this.#socket = socket
    this.#settings = settings
    this.#idleMs = settings.idleMsMax
    this.#framer = createFramer(settings.messageBytesMax)
    socket.setNoDelay(true)
    socket.on('data', chunk => this.#read(chunk))
    socket.on('error', error => this.fail({ code: 'unreachable', detail: error.message }))
    socket.on('close', () => this.fail({ code: 'closed', detail: 'closed by the peer' }))
    const { firstMessageMsMax } = settings
    this.#proven = firstMessageMsMax === undefined
    if (firstMessageMsMax === undefined) this.#touch()
    else this.#closeAfter(firstMessageMsMax, 'no message came')
  }

  /** The connection stands (for TLS: the handshake is done): waiting bytes go out. */
  opened(source: SipSource): void {
    this.#source = source
    const ready = this.#waiting
    this.#waiting = []
    for (const entry of ready) this.#write(entry)
  }

  /** Sends now, or once the connection stands. */
  send(bytes: Buffer, onFailed: (failure: TransportFailure) => void): void {
    const closed = this.#closed
    if (closed !== undefined) {
      queueMicrotask(() => onFailed(closed))
      return
    }
    if (this.#source === undefined) this.#waiting.push({ bytes, onFailed })
    else this.#write({ bytes, onFailed })
    this.#touch()
  }

  /** Called once it is closed, by whomever; at once where it is. */
  onceClosed(act: () => void): void {
    if (this.#closed !== undefined) act()
    else this.#socket.once('close', act)
  }

  heardSince(ms: number): boolean {
    return this.#heardAtMs >= ms
  }

  /** Is to go: it carries what comes and is answered, and closes after this much quiet. */
  retire(quietMs: number): void {
    if (this.#closed !== undefined) return
    this.#idleMs = quietMs
    this.#touch()
  }

  /** Gives up; everything that waits fails with this. */
  fail(failure: TransportFailure): void {
    if (this.#closed !== undefined) return
    this.#closed = failure
    this.#cancelIdle?.()
    // What was written still leaves; a connection that never stood has nothing to finish.
    if (this.#source === undefined) this.#socket.destroy()
    else this.#socket.destroySoon()
    this.#settings.onClosed(failure)
    const lost = [...this.#waiting, ...this.#unheard]
    this.#waiting = []
    this.#unheard = []
    for (const entry of lost) entry.onFailed(failure)
  }

  /** It was of use. Bytes that are no message yet are of none: who has sent no message is not waited for longer. */
  #touch(): void {
    if (this.#proven) this.#closeAfter(this.#idleMs, 'idle')
  }

  #closeAfter(ms: number, detail: string): void {
    this.#cancelIdle?.()
    this.#cancelIdle = this.#settings.clock.setTimer(ms, () =>
      this.fail({ code: 'closed', detail }),
    )
  }

  #write(entry: Waiting): void {
    if (!this.#heard) this.#unheard.push(entry)
    this.#socket.write(entry.bytes, error => {
      if (error) this.fail({ code: 'unreachable', detail: error.message })
    })
    if (this.#socket.writableLength > connectionBacklogBytesMax) {
      this.fail({ code: 'closed', detail: 'the peer does not read' })
    }
  }

  #read(chunk: Buffer): void {
    if (this.#closed !== undefined) return
    this.#heard = true
    this.#heardAtMs = this.#settings.clock.now()
    this.#unheard = []
    this.#touch()
    for (const framed of this.#framer.push(chunk)) this.#take(framed)
  }

  #take(framed: Framed): void {
    const source = this.#source
    switch (framed.kind) {
      case 'message': {
        if (source === undefined) return
        if (!this.#proven) {
          this.#proven = true
          this.#touch()
        }
        const { transport, address, port, localPort } = source
        const peer = { transport, address, port, localPort, connection: this.#settings.id }
        this.#settings.events.onArrival({ bytes: framed.bytes, source, peer })
        break
      }
      case 'ping':
        // RFC 5626 §4.4.1: a double CRLF is answered with one, on the same connection.
        this.#socket.write('\r\n')
        break
      case 'broken':
        this.fail({ code: 'closed', detail: framed.reason })
        break
      case 'pong':
        break
    }
  }
}
