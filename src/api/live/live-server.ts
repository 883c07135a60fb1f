import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Fact, TenantId } from '#core'
import { createRateLimit } from '../auth/rate-limit.ts'
import type { ApiClock } from '../clock.ts'
import type { Asking } from '../http/asking.ts'
import { askingOf, rateName, type Guarding } from '../http/guards.ts'
import { ProblemError } from '../http/problem.ts'
import type { ApiLimits, ApiLog } from '../options.ts'
import type { TenantViews } from '../views/tenant-views.ts'
import type { PhonesPort } from '#engine'
import { LiveSocket } from './live-socket.ts'
import { SocketPhones } from './socket-phones.ts'
import { TenantFeed } from './tenant-feed.ts'
import { admit, refuseUpgrade, tooMany } from './upgrade.ts'

/** How long a socket may take to say goodbye when the server stops. */
export const goodbyeMsMax = 1000

/** What the live server is built from. */
export interface LiveParts {
  readonly guarding: Guarding
  readonly clock: ApiClock
  readonly log: ApiLog
  readonly limits: ApiLimits
  readonly phones: PhonesPort | undefined
}

/** Every open page's socket. One is closed with its session, and by a silence of two heartbeats. */
export class LiveServer {
  readonly #parts: LiveParts
  readonly #upgrades: WebSocketServer
  readonly #feeds = new Map<TenantViews, TenantFeed>()
  readonly #sockets = new Set<LiveSocket>()
  /** The same by whose they are: all tabs and browsers of a person under one name. */
  readonly #byPerson = new Map<string, Set<LiveSocket>>()
  readonly #phones: SocketPhones
  readonly #forgetSessions: () => void
  #cancelHeartbeat: () => void
  #isClosing = false

  constructor(parts: LiveParts) {
    this.#parts = parts
    this.#phones = new SocketPhones(parts.phones, parts.clock)
    this.#upgrades = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: parts.limits.socketMessageBytesMax,
      perMessageDeflate: false,
    })
    this.#cancelHeartbeat = parts.clock.after(parts.limits.heartbeatMs, () => this.#beat())
    this.#forgetSessions = parts.guarding.sessions.onEnded(session => {
      for (const socket of this.#byPerson.get(rateName(session)) ?? []) {
        if (socket.session.id === session.id) socket.close('signedOut')
      }
    })
    parts.guarding.views.onFacts((tenant, facts) => this.#hear(tenant, facts))
    parts.guarding.views.onDesk((tenant, agent) => this.#feedIn(tenant)?.showDesk(agent))
  }

  get count(): number {
    return this.#sockets.size
  }

  /** Takes a request for a socket: opens it, or says why not. */
  async upgrade(request: IncomingMessage, duplex: Duplex, head: Buffer): Promise<void> {
    // A peer that goes away during the handshake is no news.
    duplex.on('error', () => duplex.destroy())
    try {
      const asking = await admit(request, this.#parts.guarding)
      this.#makeSureOfRoom(asking)
      this.#upgrades.handleUpgrade(request, duplex, head, ws => {
        const { limits, clock } = this.#parts
        const messages = createRateLimit(clock, limits.messagesPerSocketPerSecondMax)
        const bounds = { bufferBytesMax: limits.socketBufferBytesMax, messages }
        const socket = new LiveSocket(ws, asking, bounds, {
          watches: one => this.#watches(one),
          phone: (one, greeting) => this.#phones.greet(one, greeting),
          asksPhone: (one, asked) => this.#phones.ask(one, asked),
          closed: one => this.#closed(one),
        })
        this.#opened(socket)
      })
    } catch (error) {
      if (!(error instanceof ProblemError)) {
        duplex.destroy()
        throw error
      }
      refuseUpgrade(duplex, error)
    }
  }

  /** Says goodbye to every page; those that do not answer are cut off. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.#cancelHeartbeat()
    this.#forgetSessions()
    for (const feed of this.#feeds.values()) feed.close()
    const closing = [...this.#sockets]
    for (const socket of closing) socket.close('goingAway')
    const cancel = this.#parts.clock.after(goodbyeMsMax, () => {
      for (const socket of this.#sockets) socket.terminate()
    })
    await Promise.all(closing.map(socket => socket.gone))
    cancel()
    this.#upgrades.close()
  }

  #makeSureOfRoom({ session }: Asking): void {
    const { limits } = this.#parts
    if (this.#isClosing || this.#sockets.size >= limits.socketsMax) {
      throw tooMany('This server has as many open pages as it can take.')
    }
    const own = this.#byPerson.get(rateName(session))?.size ?? 0
    if (own >= limits.socketsPerPersonMax) throw tooMany(`You have ${own} pages open already.`)
  }

  #opened(socket: LiveSocket): void {
    this.#sockets.add(socket)
    const name = rateName(socket.session)
    this.#byPerson.set(name, (this.#byPerson.get(name) ?? new Set()).add(socket))
  }

  #watches(socket: LiveSocket): void {
    if (!this.#mayStay(socket)) return
    const { views } = socket.asking
    this.#feedOf(views)
      .tellAll(socket)
      .catch((error: unknown) => {
        this.#parts.log.error({ error }, 'a page could not be told what it watches')
        socket.close('goingAway')
      })
  }

  #feedOf(views: TenantViews): TenantFeed {
    const before = this.#feeds.get(views)
    if (before !== undefined) return before
    const { clock, log, limits } = this.#parts
    const feed = new TenantFeed({ views, clock, log, limits })
    this.#feeds.set(views, feed)
    return feed
  }

  /** Looks up who the person is today; whoever is nobody any more is closed out. */
  #mayStay(socket: LiveSocket): boolean {
    const { guarding } = this.#parts
    try {
      const before = socket.asking
      socket.asking = askingOf(guarding, socket.session)
      if (before.views !== socket.asking.views) this.#leave(before.views, socket)
      return true
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      socket.close(error.parts.status === 503 ? 'goingAway' : 'notAllowed')
      return false
    }
  }

  /** A tenant's feed, where somebody looks. */
  #feedIn(tenant: TenantId): TenantFeed | undefined {
    const views = this.#parts.guarding.views.of(tenant)
    return views === undefined ? undefined : this.#feeds.get(views)
  }

  #hear(tenant: TenantId, facts: readonly Fact[]): void {
    const feed = this.#feedIn(tenant)
    if (feed === undefined) return
    if (facts.some(fact => fact.kind === 'tenant-configured')) {
      // A copy: whoever is told all anew is put in its place anew.
      const pages = Array.from(feed.sockets)
      for (const socket of pages) {
        if (!this.#mayStay(socket)) continue
        this.#watches(socket)
        this.#phones.again(socket)
      }
    }
    feed.hear(facts)
  }

  #closed(socket: LiveSocket): void {
    this.#sockets.delete(socket)
    const name = rateName(socket.session)
    const own = this.#byPerson.get(name)
    own?.delete(socket)
    if (own?.size === 0) this.#byPerson.delete(name)
    this.#phones.closed(socket)
    this.#leave(socket.asking.views, socket)
  }

  #leave(views: TenantViews, socket: LiveSocket): void {
    const feed = this.#feeds.get(views)
    feed?.remove(socket)
    if (feed !== undefined && feed.sockets.size === 0) this.#feeds.delete(views)
  }

  #beat(): void {
    const { clock, limits, guarding } = this.#parts
    for (const socket of this.#sockets) {
      socket.beat()
      guarding.sessions.keepAlive(socket.session.id)
    }
    this.#cancelHeartbeat = clock.after(limits.heartbeatMs, () => this.#beat())
  }
}
