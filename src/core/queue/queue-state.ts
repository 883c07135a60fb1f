import type { QueueConfig } from '../config.ts'
import type { AgentId, InteractionId } from '../ids.ts'
import type { Line } from './line.ts'
import type { Pace } from './pace.ts'
import type { Standing } from './standing.ts'

/** A queue at work: who waits, in order of service, and who is free, in order of choice. */
export interface QueueState {
  config: QueueConfig
  /** Serving agents with what each one is to this queue, in the order of the configuration. */
  members: ReadonlyMap<AgentId, Standing>
  /** Who waits: by priority, then by the moment of arrival. */
  readonly waiting: Line<InteractionId>
  /** Free members with the required skills; those without never stand here. */
  idle: Line<AgentId>
  /** Members with the required skills who are signed in. */
  staffed: number
  readonly pace: Pace
  /** Where each has a turn: the place in the configuration's order whose turn is next. */
  turn: number
  /** No longer configured; kept until the last interaction has left it. */
  retired: boolean
}
