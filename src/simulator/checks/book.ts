import type {
  AgentConfig,
  AgentId,
  Channel,
  Device,
  InteractionId,
  Presence,
  QueueConfig,
  QueueId,
  TenantConfig,
} from '#core'

/**
 * What an honest clerk would know who is told every fact and nothing else: the checks' own view of
 * the floor, kept without a look at the core's state, so that the two can be held against each other.
 */
export interface Book {
  config: TenantConfig | undefined
  /** Agents may be at several things at once, or once might: what they were at then goes on. */
  several: boolean
  readonly queueConfigs: Map<QueueId, QueueConfig>
  readonly agentConfigs: Map<AgentId, AgentConfig>
  readonly pieces: Map<InteractionId, Piece>
  readonly agents: Map<AgentId, AgentLine>
  readonly waiting: Map<QueueId, Piece[]>
  readonly available: Map<AgentId, AgentLine>
  readonly totals: Totals
  /** Where each has a turn: whose turn is next in a queue, by the order of the configuration. */
  readonly turns: Map<QueueId, number>
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
  | 'handed'
  | 'outward'
  | 'bridged'
  | 'talking'
  | 'talked'
  | 'wrap-up'
  | 'left'

/** One interaction in the book. */
export interface Piece {
  readonly id: InteractionId
  readonly arrivedAt: number
  readonly channel: Channel
  stage: Stage
  answered: boolean
  talks: number
  /** Whether it talked with somebody outside, which lasts as long as they like. */
  outside: boolean
  abandonedInQueue: boolean
  visit: Visit | undefined
  /** The offers that are out: one, or as many as phones ring at once. */
  readonly offers: Map<string, { readonly agent: AgentId; readonly at: number }>
  /** Whether the last decision about it was no rule's: an agent handed it on. */
  byHand: boolean
  /** Whether an agent handed it on out of a talk to somebody it named: it is turned away nowhere. */
  wasIn: boolean
  /** The agent who handed it on to a queue or an agent, until it waits there. */
  handedBy: AgentId | undefined
  /** The visit a supervisor takes out of its queue, until it stands in the other. */
  moved: Visit | undefined
  /** The visit that led to the talk. */
  served: Visit | undefined
  /** The agent whose phone was lost in the talk that ended last. */
  lost: AgentId | undefined
  talk: { readonly agent: AgentId; readonly at: number } | undefined
  /** Who wraps up, since when: who handed it on does so while it goes on. */
  readonly wrapUps: Map<AgentId, number>
}

/** A stay in a queue. */
export interface Visit {
  readonly queue: QueueId
  priority: number
  /** Where a supervisor, or the loss of its agent, gave it a place before everybody. */
  front: number | undefined
  /** Its age; a supervisor who moves it does not change that. */
  readonly since: number
  /** When it came into this queue: its longest wait and its figures count from there. */
  readonly here: number
  readonly order: number
  readonly tried: Map<AgentId, number>
  /** Who handed it on to this visit. */
  handedBy: AgentId | undefined
}

/** One agent in the book. */
export interface AgentLine {
  readonly id: AgentId
  at: string
  interaction: InteractionId | undefined
  /** The place among the idle; kept while reserved, as a customer may cut the offer short. */
  idle: { readonly since: number; readonly order: number } | undefined
  keepsPlace: boolean
  presence: Presence
  device: Device
  /** Whether it is in somebody else's talk as a supervisor. */
  listens: boolean
  /** What it takes over as a supervisor, without an offer. */
  takesOver: InteractionId | undefined
  /** When it said to be ready, last. */
  readyAt: number | undefined
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
  /** Talks that an expert took over, without a visit of a queue. */
  takenOver: number
  wrapUps: number
  wrapUpsEnded: number
  closed: number
}

/** An empty book. */
export function newBook(): Book {
  return {
    config: undefined,
    several: false,
    queueConfigs: new Map(),
    agentConfigs: new Map(),
    pieces: new Map(),
    agents: new Map(),
    waiting: new Map(),
    available: new Map(),
    turns: new Map(),
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
      takenOver: 0,
      wrapUps: 0,
      wrapUpsEnded: 0,
      closed: 0,
    },
    places: 0,
  }
}

/** Who is served first: by priority, then by the moment of joining, then by the order of it. */
export function comesBefore(a: Visit, b: Visit): boolean {
  const [first, second] = [a.front ?? a.priority, b.front ?? b.priority]
  if (first !== second) return first < second
  return a.since < b.since || (a.since === b.since && a.order < b.order)
}

/** Puts an interaction in its queue's line and says at which place of its channel, from 1. */
export function standInLine(book: Book, piece: Piece, visit: Visit): number {
  const line = book.waiting.get(visit.queue) ?? []
  book.waiting.set(visit.queue, line)
  let index = line.length
  for (; index > 0; index -= 1) {
    const before = line[index - 1]?.visit
    if (before === undefined || comesBefore(before, visit)) break
  }
  line.splice(index, 0, piece)
  return line.slice(0, index + 1).filter(one => one.channel === piece.channel).length
}

/** Takes an interaction out of its queue's line. */
export function stepOutOfLine(book: Book, piece: Piece): void {
  const queue = piece.visit?.queue
  const line = queue === undefined ? undefined : book.waiting.get(queue)
  const index = line?.indexOf(piece) ?? -1
  if (index >= 0) line?.splice(index, 1)
}
