import type { AgentId, InteractionId, LegId, QueueId, RecordingId } from '../ids.ts'
import type { Fact } from './fact.ts'
import type { FailureCode } from '../input.ts'
import type { MonitorMode } from '../supervise/supervise-input.ts'

/** What supervisors do with interactions. */
export type SuperviseFact =
  | {
      /** It goes on waiting, in another queue; that it left one and entered the other follows. */
      readonly kind: 'interaction-moved'
      readonly interaction: InteractionId
      readonly supervisor: AgentId
      readonly from: QueueId
      readonly to: QueueId
    }
  | {
      readonly kind: 'interaction-ranked'
      readonly interaction: InteractionId
      readonly supervisor: AgentId
      readonly queue: QueueId
      /** 1 to 5; less where it stands before everybody. */
      readonly rank: number
      /** The place in line from now on, from 1. */
      readonly position: number
    }
  | {
      /** A supervisor's phone rings, to come into a talk. */
      readonly kind: 'monitor-started'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly supervisor: AgentId
      readonly mode: MonitorMode
      readonly leg: LegId
      readonly until: number
    }
  | {
      readonly kind: 'monitor-answered' | 'monitor-changed'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly supervisor: AgentId
      readonly mode: MonitorMode
    }
  | {
      readonly kind: 'monitor-ended'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly supervisor: AgentId
      readonly how: MonitorEnd
    }
  | {
      /** The supervisor has the customer from now on. */
      readonly kind: 'taken-over'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly supervisor: AgentId
    }

/** How a supervisor's part in a talk ended. */
export type MonitorEnd = 'ended' | 'supervisor-left' | 'talk-ended' | 'taken-over' | FailureCode

/** What an agent wrote who left without a wrap-up to file it in. */
export interface NoteFiled {
  readonly kind: 'note-filed'
  readonly interaction: InteractionId
  readonly agent: AgentId
  readonly note: string
}

/** What an agent does at the own end of a talk. */
export type OwnEndFact =
  | {
      readonly kind: 'muted' | 'unmuted'
      readonly interaction: InteractionId
      readonly agent: AgentId
    }
  | {
      /** Which keys is not told: they may be a secret. */
      readonly kind: 'keys-sent'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly to: 'customer' | 'consulted'
      readonly count: number
    }
  | {
      /** The agent keeps what is said out of the recording, or lets it in again. */
      readonly kind: 'recording-paused' | 'recording-resumed'
      readonly interaction: InteractionId
      readonly agent: AgentId
      readonly recording: RecordingId
    }

/** A supervisor set an agent's state; that it changed follows, now or when the present work ends. */
export interface AgentStateOrderedFact {
  readonly kind: 'agent-state-ordered'
  readonly agent: AgentId
  readonly supervisor: AgentId
  readonly to: 'available' | 'not-ready' | 'signed-out'
  readonly reason?: string
}

const kinds = {
  'interaction-moved': true,
  'interaction-ranked': true,
  'monitor-started': true,
  'monitor-answered': true,
  'monitor-changed': true,
  'monitor-ended': true,
  'taken-over': true,
  muted: true,
  unmuted: true,
  'keys-sent': true,
  'recording-paused': true,
  'recording-resumed': true,
} as const satisfies Readonly<Record<(SuperviseFact | OwnEndFact)['kind'], true>>

/** Whether a fact is of supervisors, or of an agent's own end. */
export function isOfFloor(fact: Fact): fact is Fact & (SuperviseFact | OwnEndFact) {
  return Object.hasOwn(kinds, fact.kind)
}
