import type { AgentId, InteractionId, QueueId } from '../ids.ts'
import type { Input } from '../input.ts'

/** What a supervisor may ask for. Each names the supervisor, so that the record can. */
export type SuperviseInput =
  | AgentStateOrdered
  | WrapUpEndOrdered
  | MoveOrdered
  | RankOrdered
  | MonitorRequested
  | MonitorEndRequested
  | TakeOverRequested

/** A supervisor sets an agent's state, as if the agent had chosen it. */
export interface AgentStateOrdered {
  readonly kind: 'agent-state-ordered'
  readonly supervisor: AgentId
  readonly agent: AgentId
  readonly state: 'available' | 'not-ready' | 'signed-out'
  readonly reason?: string
}

/** A supervisor ends an agent's wrap-up; it stays unfiled. */
export interface WrapUpEndOrdered {
  readonly kind: 'wrap-up-end-ordered'
  readonly supervisor: AgentId
  readonly agent: AgentId
}

/** A waiting interaction goes to another queue and keeps its age. */
export interface MoveOrdered {
  readonly kind: 'move-ordered'
  readonly supervisor: AgentId
  readonly interaction: InteractionId
  readonly queue: QueueId
}

/** A waiting interaction gets another priority, 1 to 5, or stands before everybody else. */
export interface RankOrdered {
  readonly kind: 'rank-ordered'
  readonly supervisor: AgentId
  readonly interaction: InteractionId
  readonly rank: number | 'front'
}

/** A supervisor comes into a talk, by the own phone; or, being in it, changes how. */
export interface MonitorRequested {
  readonly kind: 'monitor-requested'
  readonly supervisor: AgentId
  readonly interaction: InteractionId
  readonly mode: MonitorMode
}

/** A supervisor leaves a talk that goes on. */
export interface MonitorEndRequested {
  readonly kind: 'monitor-end-requested'
  readonly supervisor: AgentId
  readonly interaction: InteractionId
}

/** A supervisor has the customer from now on; the agent wraps up. */
export interface TakeOverRequested {
  readonly kind: 'take-over-requested'
  readonly supervisor: AgentId
  readonly interaction: InteractionId
}

/** How a supervisor is in a talk: heard by nobody, by the agent alone, or by everybody. */
export type MonitorMode = 'listen' | 'whisper' | 'barge'

const kinds = {
  'agent-state-ordered': true,
  'wrap-up-end-ordered': true,
  'move-ordered': true,
  'rank-ordered': true,
  'monitor-requested': true,
  'monitor-end-requested': true,
  'take-over-requested': true,
} as const satisfies Readonly<Record<SuperviseInput['kind'], true>>

/** Whether an input is a supervisor's. */
export function isSupervising(input: Input): input is Input & SuperviseInput {
  return Object.hasOwn(kinds, input.kind)
}
