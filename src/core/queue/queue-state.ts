import type { QueueConfig } from '../config.ts'
import type { AgentId, InteractionId } from '../ids.ts'

/** A queue at work: who waits, in order of service, and who is free, longest idle first. */
export interface QueueState {
  config: QueueConfig
  /** Serving agents, in the order of the configuration. */
  members: readonly AgentId[]
  readonly waiting: Waiting[]
  readonly idle: Idle[]
  /** No longer configured; kept until the last interaction has left it. */
  retired: boolean
}

/** A place in line: priority first, then the moment of arrival, then the order of arrival. */
export interface Waiting {
  readonly interaction: InteractionId
  readonly priority: number
  readonly since: number
  readonly order: number
}

/** A free agent's place: the moment it became free, then the order in which agents did. */
export interface Idle {
  readonly agent: AgentId
  readonly since: number
  readonly order: number
}
