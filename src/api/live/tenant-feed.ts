import type { AgentId, Fact, InteractionId, QueueId } from '#core'
import type { DeskView } from '#contract'
import type { ApiClock } from '../clock.ts'
import { recordOf } from '../http/interaction-routes.ts'
import { interactionWithoutMonitors } from '../present/hide-monitors.ts'
import { ProblemError } from '../http/problem.ts'
import type { ApiLimits, ApiLog } from '../options.ts'
import type { TenantViews } from '../views/tenant-views.ts'
import { BoardTeller } from './board-teller.ts'
import { concernedBy } from './concerned.ts'
import { createInteractionPush, type InteractionPush } from './interaction-push.ts'
import { sendAll, type LiveSocket } from './live-socket.ts'
import { SocketIndex } from './socket-index.ts'

/** While a board is watched it is drawn again this often, since hours open and days end by themselves. */
export const boardMsMax = 15_000

/** What a feed is made from. */
export interface FeedSource {
  readonly views: TenantViews
  readonly clock: ApiClock
  readonly log: ApiLog
  readonly limits: Pick<ApiLimits, 'boardMsMin'>
}

/**
 * Tells one tenant's open pages what has changed. Invariants:
 *
 * 1. An agent's own work is told in the same turn as its facts; the board, and the counts of
 *    lines on desks, at most once in `boardMsMin`, and only where they differ from what was told.
 * 2. Every message but a board's is a whole view of now, so one that is lost or late harms nothing;
 *    boards follow one from the other, which `BoardTeller` sees to.
 * 3. With nobody watching, or nothing changing, there is nothing to do and no timer but the slow one.
 */
export class TenantFeed {
  readonly #source: FeedSource
  readonly #sockets = new SocketIndex()
  readonly #interactions: InteractionPush
  readonly #boards: BoardTeller
  readonly #desksTold = new Map<AgentId, string>()
  readonly #queuesChanged = new Set<QueueId>()
  #drawnAt = Number.NEGATIVE_INFINITY
  #timer: { readonly at: number; readonly cancel: () => void } | undefined
  #isDrawing = false

  constructor(source: FeedSource) {
    this.#source = source
    this.#boards = new BoardTeller(source.views)
    this.#interactions = createInteractionPush(source, id => this.#sockets.watching(id))
  }

  get sockets(): ReadonlySet<LiveSocket> {
    return this.#sockets.all
  }

  remove(socket: LiveSocket): void {
    this.#sockets.remove(socket)
    this.#boards.forget(socket)
    if (this.sockets.size === 0) this.close()
  }

  /** Tells a page all it asked for, whether it is new here or asks again. */
  async tellAll(socket: LiveSocket): Promise<void> {
    this.#sockets.place(socket)
    if (socket.watched.desk) await this.#tellDeskTo(socket)
    if (socket.watched.board) await this.#tellBoardTo(socket)
    else this.#boards.forget(socket)
    for (const id of socket.watched.interactions) await this.#tellInteractionTo(socket, id)
  }

  hear(facts: readonly Fact[]): void {
    if (this.sockets.size === 0) return
    const { lane } = this.#source.views
    const concerned = lane.read(state => concernedBy(facts, state))
    for (const queue of concerned.queues) this.#queuesChanged.add(queue)
    if (concerned.all) this.#queuesOfAll()
    this.#tellDesks(concerned.agents)
    for (const id of concerned.interactions) {
      if (this.#sockets.watching(id).size > 0) {
        this.#interactions.push(
          id,
          facts.findLast(fact => 'interaction' in fact && fact.interaction === id),
        )
      }
    }
    this.#drawSoon(this.#source.limits.boardMsMin)
  }

  /** An agent's desk is another, though no fact says so. */
  showDesk(agent: AgentId): void {
    this.#tellDesks(new Set([agent]))
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#desksTold.clear()
  }

  #queuesOfAll(): void {
    this.#source.views.lane.read(state => {
      for (const queue of state.queues.keys()) this.#queuesChanged.add(queue)
    })
  }

  /** Desks that somebody looks at; each is drawn once, for all of the agent's pages. */
  #tellDesks(agents: ReadonlySet<AgentId>): void {
    for (const agent of agents) {
      const sockets = this.#sockets.desks(agent)
      const view = sockets.size === 0 ? undefined : this.#source.views.desk(agent)
      if (view === undefined) continue
      const shown = textBesideMoment(view)
      if (this.#desksTold.get(agent) === shown) continue
      this.#desksTold.set(agent, shown)
      sendAll(sockets, messageOf(view.at, shown))
    }
  }

  async #tellDeskTo(socket: LiveSocket): Promise<void> {
    const { agent } = socket.asking.person
    const view = agent === undefined ? undefined : await this.#source.views.wholeDesk(agent)
    // One page now knows more than the others: whatever comes next is news.
    if (agent !== undefined) this.#desksTold.delete(agent)
    if (view !== undefined) socket.send({ topic: 'desk', view })
    else socket.send({ topic: 'refused', code: 'no-desk', words: 'You have no desk here.' })
  }

  async #tellBoardTo(socket: LiveSocket): Promise<void> {
    const view = await this.#source.views.freshBoard()
    // Meanwhile the page may have gone, or gone elsewhere.
    if (!this.#sockets.all.has(socket) || !socket.watched.board) return
    this.#boards.greet(socket, view)
    this.#drawSoon(boardMsMax)
  }

  async #tellInteractionTo(socket: LiveSocket, id: InteractionId): Promise<void> {
    const { views } = this.#source
    try {
      const record = await recordOf(socket.asking, id)
      const view = await views.interaction(record)
      const hides = views.hidesMonitors(socket.asking.person)
      socket.send({
        topic: 'interaction',
        id,
        view: hides ? interactionWithoutMonitors(view) : view,
      })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      const interactions = new Set(socket.watched.interactions)
      interactions.delete(id)
      socket.watched = { ...socket.watched, interactions }
      socket.send({ topic: 'refused', code: error.code, words: error.message })
    }
  }

  /** Draws the board again after a while, counted from the last time, so that bursts are one. */
  #drawSoon(afterMs: number): void {
    const { clock, log } = this.#source
    const at = Math.max(clock.now(), this.#drawnAt + afterMs)
    if (this.#isDrawing || (this.#timer !== undefined && this.#timer.at <= at)) return
    this.#timer?.cancel()
    const cancel = clock.after(Math.max(0, at - clock.now()), () => {
      this.#timer = undefined
      this.#draw().catch((error: unknown) => log.error({ error }, 'the board could not be drawn'))
    })
    this.#timer = { at, cancel }
  }

  async #draw(): Promise<void> {
    const { views, clock, limits } = this.#source
    this.#drawnAt = clock.now()
    this.#tellCounts()
    if (!this.#boards.hasReaders) return
    this.#isDrawing = true
    try {
      await views.figures.refresh()
    } finally {
      this.#isDrawing = false
      this.#drawSoon(views.figures.isStale() ? limits.boardMsMin : boardMsMax)
      this.#boards.tell(views.board())
    }
  }

  #tellCounts(): void {
    if (this.#queuesChanged.size === 0) return
    const agents = this.#source.views.lane.read(state =>
      [...this.#queuesChanged].flatMap(
        queue => state.queues.get(queue)?.members.map(({ agent }) => agent) ?? [],
      ),
    )
    this.#queuesChanged.clear()
    this.#tellDesks(new Set(agents))
  }
}

/** A desk as it is compared with the one before: all of it but the moment it was drawn at. */
function textBesideMoment({ at: _at, ...shown }: DeskView): string {
  return JSON.stringify(shown)
}

/** The message with a desk that is text already. */
function messageOf(at: number, shown: string): string {
  return `{"topic":"desk","view":{"at":${at},${shown.slice(1)}}`
}
