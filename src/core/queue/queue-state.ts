import type { Channel } from '../channel.ts'
import { channels } from '../channel.ts'
import type { QueueConfig } from '../config.ts'
import type { Readiness } from '../agent/readiness.ts'
import type { InteractionId } from '../ids.ts'
import type { IdleLine } from './idle-line.ts'
import type { Line, Place } from './line.ts'
import type { Pace } from './pace.ts'

/** A queue at work. Channels share its members and rules, and nothing else: each has a side of its own. */
export interface QueueState {
  config: QueueConfig
  /** Serving agents in the order of the configuration; what each is to this queue is among its own desks. */
  members: Readiness[]
  readonly sides: Readonly<Record<Channel, QueueSide>>
  /** Members with the required skills who are signed in. */
  staffed: number
  /** Of these, who means to take what comes: ready, or at work and ready after it. */
  onDuty: number
  /** Where each has a turn: the place in the configuration's order whose turn is next. */
  turn: number
  /** No longer configured; kept until the last interaction has left it. */
  retired: boolean
}

/** One channel in a queue: who waits, in order of service, and who may be offered it, in order of choice. */
export interface QueueSide {
  /** Who waits: by priority, then by the moment of arrival. */
  readonly waiting: Line<Place<InteractionId>>
  /** Members with the required skills who have room for one more; others never stand here. */
  idle: IdleLine
  /** Who rings with all who are free, in the order in which it began: whoever becomes free rings as well. */
  readonly ringing: Set<InteractionId>
  /** How many are in it by this channel: in line, or out on an offer. */
  present: number
  readonly pace: Pace
}

/** How many wait in a queue, by whatever channel. */
export function waitingIn({ sides }: QueueState): number {
  let count = 0
  for (const channel of channels) count += sides[channel].waiting.length
  return count
}
