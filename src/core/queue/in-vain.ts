import type { Channel } from '../channel.ts'
import { costOf } from '../channel.ts'
import { flags, isOn } from '../flags.ts'
import type { Turn } from '../turn.ts'
import type { QueueState } from './queue-state.ts'

/** Of a queue that is no longer configured. */
export const queueRemoved = 'the queue was removed'

/** Why nobody will ever come for who waits in a queue by a channel; nothing where somebody may. */
export function inVain(
  { state }: Turn,
  { retired }: QueueState,
  channel: Channel,
): string | undefined {
  if (!isOn(state, flags.leaveDeadEnds)) return undefined
  if (retired) return queueRemoved
  if (costOf(state.config, channel) !== undefined) return undefined
  return `the tenant takes the channel “${channel}” no longer`
}
