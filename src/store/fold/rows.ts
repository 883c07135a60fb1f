import type {
  AgentId,
  Channel,
  DispositionId,
  FlowId,
  InteractionId,
  InteractionOutcome,
  QueueId,
  QueueLeaving,
  RecordingFile,
  RecordingId,
  TalkEnd,
} from '#core'

/** One interaction as reports and pages see it: what its facts add up to so far. */
export interface InteractionRecord {
  readonly id: InteractionId
  readonly channel: Channel
  readonly customer: { readonly address: string; readonly name?: string }
  /** Empty where nobody dialled. */
  readonly dialled: string
  /** What a task is about. */
  readonly title?: string
  readonly arrivedAt: number
  readonly endedAt?: number
  /** The last queue it waited in. */
  readonly queue?: QueueId
  /** The last agent who talked. */
  readonly agent?: AgentId
  /** All finished visits of queues together; absent before the first has ended. */
  readonly waitedMs?: number
  /** All finished talks together. */
  readonly talkMs?: number
  /** Absent while it lives. */
  readonly outcome?: InteractionOutcome
  readonly disposition?: DispositionId
  readonly note?: string
  /** In the order they were started. */
  readonly recordings: readonly RecordingRecord[]
  /** In time order; they do not overlap. */
  readonly segments: readonly Segment[]
}

/** One stereo file of an interaction. Without `file` it is still being made, or was lost. */
export interface RecordingRecord {
  readonly id: RecordingId
  readonly interaction: InteractionId
  readonly startedAt: number
  readonly file?: RecordingFile
}

/** One stretch of an interaction: in a flow, in talk with an agent or a number outside. */
export type Segment = FlowSegment | QueueSegment | TalkSegment | NumberSegment

interface Stretch {
  /** Its place among the interaction's segments, from 1. */
  readonly nth: number
  readonly startedAt: number
  readonly endedAt?: number
}

/** Time spent in a flow, until it hands over to a queue or a person, or the interaction ends. */
export interface FlowSegment extends Stretch {
  readonly kind: 'flow'
  readonly flow: FlowId
  readonly version: string
  /** What it gave way to. */
  readonly result?: 'queue' | 'talk' | 'number' | 'flow' | InteractionOutcome
  readonly lastedMs?: number
}

/** One visit of a queue. */
export interface QueueSegment extends Stretch {
  readonly kind: 'queue'
  readonly queue: QueueId
  readonly result?: QueueResult
  /** The target at the moment of arrival; a visit that was turned away has none. */
  readonly serviceLevelMs?: number
  /** The wait, as the core counted it. */
  readonly lastedMs?: number
}

/** One talk with one agent, and the wrap-up after it. */
export interface TalkSegment extends Stretch {
  readonly kind: 'talk'
  readonly queue: QueueId
  readonly agent: AgentId
  /** Who ended the talk. */
  readonly result?: TalkEnd
  readonly lastedMs?: number
  readonly wrapUpMs?: number
  readonly disposition?: DispositionId
}

/** A talk with somebody outside, to whom the customer was handed on. */
export interface NumberSegment extends Stretch {
  readonly kind: 'number'
  readonly number: string
  readonly result?: NumberResult
  readonly lastedMs?: number
}

/** How a talk with somebody outside ended. */
export type NumberResult = 'talked' | 'too-long' | 'fault'

/** Why a queue was left. */
export type QueueResult = QueueLeaving
