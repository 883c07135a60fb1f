import type { AgentConfig, AgentId, InteractionId, QueueConfig, QueueId, TenantConfig } from '#core'

/**
 * What an honest clerk would know who is told every fact and nothing else: the checks' own view of
 * the floor, kept without a look at the core's state, so that the two can be held against each other.
 */
export interface Book {
  config: TenantConfig | undefined
  readonly queueConfigs: Map<QueueId, QueueConfig>
  readonly agentConfigs: Map<AgentId, AgentConfig>
  readonly pieces: Map<InteractionId, Piece>
  readonly agents: Map<AgentId, AgentLine>
  readonly waiting: Map<QueueId, Piece[]>
  readonly available: Map<AgentId, AgentLine>
  readonly totals: Totals
  /** Names places in lines in the order they were taken. */
  places: number
}

/** Where an interaction stands, as the facts have it. */
export type Stage =
  | 'arrived'
  | 'refused'
  | 'in-flow'
  | 'waiting'
  | 'offered'
  | 'offer-taken'
  | 'customer-gone'
  | 'matched'
  | 'talking'
  | 'talked'
  | 'wrap-up'
  | 'left'

/** One interaction in the book. */
export interface Piece {
  readonly id: InteractionId
  readonly arrivedAt: number
  stage: Stage
  answered: boolean
  talks: number
  abandonedInQueue: boolean
  visit: Visit | undefined
  offer: { readonly id: string; readonly agent: AgentId; readonly at: number } | undefined
  talk: { readonly agent: AgentId; readonly at: number } | undefined
  wrapUp: { readonly agent: AgentId; readonly at: number } | undefined
}

/** A stay in a queue. */
export interface Visit {
  readonly queue: QueueId
  readonly priority: number
  readonly since: number
  readonly order: number
  readonly tried: Map<AgentId, number>
}

/** One agent in the book. */
export interface AgentLine {
  readonly id: AgentId
  at: string
  interaction: InteractionId | undefined
  /** The place among the idle; kept while reserved, as a customer may cut the offer short. */
  idle: { readonly since: number; readonly order: number } | undefined
  keepsPlace: boolean
}

/** Counts of everything that began and ended. */
export interface Totals {
  arrived: number
  refused: number
  answered: number
  queued: number
  /** Visits that ended, by why. */
  readonly left: Record<string, number>
  offers: number
  offersEnded: number
  talks: number
  talksEnded: number
  wrapUps: number
  wrapUpsEnded: number
  closed: number
}

/** An empty book. */
export function newBook(): Book {
  return {
    config: undefined,
    queueConfigs: new Map(),
    agentConfigs: new Map(),
    pieces: new Map(),
    agents: new Map(),
    waiting: new Map(),
    available: new Map(),
    totals: {
      arrived: 0,
      refused: 0,
      answered: 0,
      queued: 0,
      left: {},
      offers: 0,
      offersEnded: 0,
      talks: 0,
      talksEnded: 0,
      wrapUps: 0,
      wrapUpsEnded: 0,
      closed: 0,
    },
    places: 0,
  }
}

/** Who is served first: by priority, then by the moment of joining, then by the order of it. */
export function comesBefore(a: Visit, b: Visit): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority
  return a.since < b.since || (a.since === b.since && a.order < b.order)
}

/** Puts an interaction in its queue's line and says at which place, from 1. */
export function standInLine(book: Book, piece: Piece, visit: Visit): number {
  const line = book.waiting.get(visit.queue) ?? []
  book.waiting.set(visit.queue, line)
  let index = line.length
  for (; index > 0; index -= 1) {
    const before = line[index - 1]?.visit
    if (before === undefined || comesBefore(before, visit)) break
  }
  line.splice(index, 0, piece)
  return index + 1
}

/** Takes an interaction out of its queue's line. */
export function stepOutOfLine(book: Book, piece: Piece): void {
  const queue = piece.visit?.queue
  const line = queue === undefined ? undefined : book.waiting.get(queue)
  const index = line?.indexOf(piece) ?? -1
  if (index >= 0) line?.splice(index, 1)
}
