import { channelNeeds } from '../channel.ts'
import type { QueueConfig } from '../config.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { unattendedWaitMsMax } from '../limits.ts'

/** When a visit has lasted its longest: by the queue's word where somebody is on the line, and else by a limit. */
export function waitEndsAt({ channel }: Interaction, queue: QueueConfig, visit: Visit): number {
  const longest = channelNeeds[channel].live ? queue.waitMsMax : unattendedWaitMsMax
  return inQueueSince(visit) + longest
}

/** Since when a visit has lasted: who was moved here came with an age of its own. */
export function inQueueSince({ since, movedAt }: Visit): number {
  return movedAt ?? since
}
