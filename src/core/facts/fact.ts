import type { Device } from '../agent/agent.ts'
import type { Answers, Presence } from '../config.ts'
import type {
  AgentId,
  DispositionId,
  FlowId,
  InteractionId,
  LegId,
  OfferId,
  OrderId,
  QueueId,
  RecordingId,
  StepId,
} from '../ids.ts'
import type { Channel } from '../channel.ts'
import type { FailureCode, RecordingFile, Target, TaskEntry } from '../input.ts'
import type { FlowStep } from '../flow/flow.ts'
import type { AgentStateOrderedFact, NoteFiled, OwnEndFact, SuperviseFact } from './floor-fact.ts'
import type { QueueLeaving } from './queue-leaving.ts'
import type { Decision } from '../routing/decision.ts'

/**
 * What the core says happened. Records, reports, live pages and events are folds over facts and
 * nothing else; facts can be made again from the journal at any time, and are then the same.
 */
export type Fact = FactBody & { readonly at: number }

/** A fact before its moment is set on it. */
export type FactBody = InteractionFact | AgentFact | TenantFact

/** Facts that belong to one interaction. */
export type InteractionFact =
  | SuperviseFact
  | OwnEndFact
  | NoteFiled
  | {
      readonly kind: 'interaction-arrived'
      readonly interaction: InteractionId
      readonly channel: 'voice'
      readonly leg: LegId
      readonly from: string
      readonly fromName?: string
      readonly to: string
      readonly trunk: string
    }
  | {
      /** What the customer agreed to before calling; `name` is what the page said, and nobody has proven. */
      readonly kind: 'consent-given'
      readonly interaction: InteractionId
      readonly to: string
      readonly givenAt: number
      readonly name?: string
    }
  | {
      readonly kind: 'interaction-arrived'
      readonly interaction: InteractionId
      readonly channel: 'task'
      readonly key: string
      readonly title: string
      readonly link?: string
      readonly from: string
      readonly fromName?: string
      readonly entry: TaskEntry
    }
  | {
      readonly kind: 'interaction-refused'
      readonly interaction: InteractionId
      readonly why: 'unknown-number' | 'overloaded'
    }
  | {
      readonly kind: 'interaction-answered'
      readonly interaction: InteractionId
      readonly leg: LegId
    }
  | {
      readonly kind: 'flow-started'
      readonly interaction: InteractionId
      readonly flow: FlowId
      readonly version: string
    }
  | {
      /** A flow that ran another goes on. */
      readonly kind: 'flow-resumed'
      readonly interaction: InteractionId
      readonly flow: FlowId
      readonly version: string
    }
  | {
      readonly kind: 'variable-set'
      readonly interaction: InteractionId
      readonly name: string
      readonly value: string
    }
  | {
      readonly kind: 'step-entered'
      readonly interaction: InteractionId
      readonly flow: FlowId
      readonly step: StepId
      readonly does: FlowStep['kind']
      /** The times this step has been tried, from 1. */
      readonly attempt: number
    }
  | {
      /** Which exit of a step was taken, and why. */
      readonly kind: 'step-left'
      readonly interaction: InteractionId
      readonly flow: FlowId
      readonly step: StepId
      readonly exit: string
      readonly why: string
    }
  | {
      readonly kind: 'digit-pressed'
      readonly interaction: InteractionId
      readonly digit: string
      /** What the key meant where it was pressed; a key nobody waited for means nothing. */
      readonly meaning: 'choice' | 'collected' | 'not-offered' | 'not-awaited'
      readonly step?: StepId
    }
  | {
      readonly kind: 'queue-entered'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly priority: number
      /** The place in line at that moment, from 1. */
      readonly position: number
      /** The queue's target at that moment: what the past counts by does not change with settings. */
      readonly serviceLevelMs: number
      readonly expectedWaitMs?: number
      /** It was in a talk, and is back because the agent's phone was lost. */
      readonly returned?: true
    }
  | {
      readonly kind: 'queue-left'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly why: QueueLeaving
      /** 0 for who was turned away at the door, and never entered. */
      readonly waitedMs: number
    }
  | {
      readonly kind: 'decision-made'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly decision: Decision
    }
  | {
      readonly kind: 'offer-made'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly offer: OfferId
      readonly agent: AgentId
      /** The phone that rings; an offer of a channel without phones stands at the desk alone. */
      readonly leg?: LegId
      /** Until when it stands. */
      readonly until: number
    }
  | {
      readonly kind: 'offer-ringing'
      readonly interaction: InteractionId
      readonly offer: OfferId
      readonly agent: AgentId
    }
  | {
      readonly kind: 'offer-ended'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly offer: OfferId
      readonly agent: AgentId
      readonly result: OfferResult
      readonly rangMs: number
      readonly detail: string
    }
  | {
      /** An agent took it. Work that is no call says so by its channel. */
      readonly kind: 'talk-started'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly agent: AgentId
      readonly channel?: Exclude<Channel, 'voice'>
    }
  | {
      readonly kind: 'talk-ended'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly agent: AgentId
      readonly talkMs: number
      readonly by: TalkEnd
      readonly channel?: Exclude<Channel, 'voice'>
    }
  | {
      /** The customer waits in the middle of a talk: the agent chose so, or the phone did. */
      readonly kind: 'held' | 'resumed'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly by: 'agent' | 'phone'
    }
  | {
      readonly kind: 'transferred'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly to: Target
      /** Whether the agent had spoken with them before. */
      readonly consulted: boolean
    }
  | {
      readonly kind: 'consult-started'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly to: Exclude<Target, { kind: 'queue' }>
      readonly until: number
    }
  | {
      readonly kind: 'consult-answered' | 'consult-joined'
      readonly interaction: InteractionId
      readonly agent: AgentId
    }
  | {
      readonly kind: 'consult-ended'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly how: ConsultEnd
    }
  | {
      readonly kind: 'number-rung'
      readonly interaction: InteractionId
      readonly number: string
      readonly leg: LegId
      readonly until: number
    }
  | {
      readonly kind: 'number-answered'
      readonly interaction: InteractionId
      readonly number: string
    }
  | {
      /** Somebody outside did not answer, or the talk with them is over. */
      readonly kind: 'number-ended'
      readonly interaction: InteractionId
      readonly number: string
      readonly how: FailureCode | 'talked' | 'too-long' | 'customer-left'
      /** How long it rang, or, where it was answered, how long the talk was. */
      readonly lastedMs: number
    }
  | {
      readonly kind: 'announced'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly position: number
    }
  | {
      readonly kind: 'voicemail-left'
      readonly interaction: InteractionId
      readonly recording: RecordingId
      readonly why: string
    }
  | {
      readonly kind: 'recording-started'
      readonly interaction: InteractionId
      readonly recording: RecordingId
    }
  | {
      readonly kind: 'recording-finished'
      readonly interaction: InteractionId
      readonly recording: RecordingId
      readonly recordingFile: RecordingFile
    }
  | {
      readonly kind: 'leg-ended'
      readonly interaction: InteractionId
      readonly leg: LegId
      readonly party: 'customer' | 'agent' | 'outside'
      readonly by: 'far-end' | 'parley' | 'fault'
      readonly cause: string
    }
  | {
      readonly kind: 'wrap-up-started' | 'wrap-up-extended'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly agent: AgentId
      readonly until: number
    }
  | {
      readonly kind: 'wrap-up-ended'
      readonly interaction: InteractionId
      readonly queue: QueueId
      readonly agent: AgentId
      readonly how: WrapUpEnd
      readonly wrapUpMs: number
      readonly disposition?: DispositionId
      readonly note?: string
      readonly answers?: Answers
      /** Who ended it, where a supervisor did. */
      readonly supervisor?: AgentId
    }
  | {
      /** The outside failed us; what was done about it follows as other facts. */
      readonly kind: 'trouble-met'
      readonly interaction: InteractionId
      readonly order: OrderId
      readonly ordered: string
      readonly code: FailureCode
      readonly detail: string
    }
  | {
      readonly kind: 'interaction-closed'
      readonly interaction: InteractionId
      readonly outcome: InteractionOutcome
      readonly lastedMs: number
    }

/** How an offer ended. */
export type OfferResult =
  | 'answered'
  | 'no-answer'
  | 'busy'
  | 'declined'
  | 'unreachable'
  | 'customer-left'
  | 'answered-elsewhere'
  | 'fault'

/**
 * How a wrap-up ended: filed, left unfiled, run out of time, ended by a supervisor, or cut short
 * since the customer came back from a transfer that came to nothing.
 */
export type WrapUpEnd = 'completed' | 'skipped' | 'time-out' | 'ordered' | 'customer-back'

/** How a consultation ended. */
export type ConsultEnd = 'completed' | 'returned' | 'expert-left' | 'talk-ended' | FailureCode

/** How a talk with an agent ended: `phone-lost` is an agent's leg that broke, with nobody hanging up. */
export type TalkEnd = 'customer' | 'agent' | 'transfer' | 'take-over' | 'phone-lost' | 'fault'

/** How an interaction ended, seen from the customer. */
export type InteractionOutcome =
  | 'handled'
  | 'abandoned-in-flow'
  | 'abandoned-in-queue'
  | 'ended-by-flow'
  | 'transferred'
  | 'voicemail'
  | 'cancelled'
  | 'not-served'
  | 'refused'
  | 'fault'

/** Facts about an agent. */
export type AgentFact =
  | AgentStateOrderedFact
  | {
      readonly kind: 'agent-state-changed'
      readonly agent: AgentId
      readonly from: AgentStateName
      readonly to: AgentStateName
      readonly why: string
      readonly reason?: string
      readonly interaction?: InteractionId
    }
  | {
      readonly kind: 'agent-presence-changed'
      readonly agent: AgentId
      readonly from: Presence
      readonly to: Presence
    }
  | {
      readonly kind: 'agent-device-changed'
      readonly agent: AgentId
      readonly from: Device
      readonly to: Device
    }

/** The names of an agent's routing states. */
export type AgentStateName =
  | 'signed-out'
  | 'not-ready'
  | 'available'
  | 'reserved'
  | 'talking'
  | 'wrap-up'

/** Facts about the tenant as a whole. */
export type TenantFact = {
  readonly kind: 'tenant-configured'
  readonly numbers: number
  readonly queues: number
  readonly agents: number
}
