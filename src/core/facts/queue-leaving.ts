/** How a stay in a queue ended; who finds it full or closed is turned away, and so may be who finds nobody signed in. */
export type QueueLeaving =
  | 'answered'
  | 'abandoned'
  | 'timeout'
  | 'key'
  | 'moved'
  | 'cancelled'
  | 'fault'
  | TurnedAway

/** Why a queue takes somebody in no more. */
export type TurnedAway = 'full' | 'closed' | 'no-agents'
