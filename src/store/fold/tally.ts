import type { QueueId } from '#core'

/**
 * What came of the visits of one queue. Offered = answered + abandoned + left otherwise + still
 * waiting. In time counts answers within the service level, out of whichever whole the reader picks.
 */
export interface QueueTally {
  readonly queue: QueueId
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  /** By time-out, full, closed, or a fault. */
  readonly leftOtherwise: number
  readonly answeredInTime: number
  /** The waits of those who were answered, together. */
  readonly waitMsAnswered: number
}

/** A queue's promise: answered within this wait counts as in time. */
export interface ServiceLevel {
  readonly queue: QueueId
  readonly serviceLevelMs: number
}
