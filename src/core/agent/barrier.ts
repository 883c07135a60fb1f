import type { Channel } from '../channel.ts'
import { channelNeeds } from '../channel.ts'
import type { Presence, QueueConfig } from '../config.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { Standing } from '../queue/standing.ts'
import type { CandidateReason } from '../routing/decision.ts'
import type { AgentState } from './agent.ts'

/**
 * Presences that keep offers away where neither queue nor agent says otherwise: the person asked
 * not to be disturbed, or has a call on the very phone that would ring. A meeting in the calendar
 * or a busy person does not: whoever chose to be available knows better.
 */
export const usualBlocks: readonly Presence[] = ['do-not-disturb', 'in-a-call']

/** What the person's presence, or the phone that would ring, has against an offer; nothing when all is well. */
export function barrier(
  queue: QueueConfig,
  agent: AgentState,
  channel: Channel,
): CandidateReason | undefined {
  if (channelNeeds[channel].phone && agent.device === 'unreachable') {
    return { code: 'device-unreachable' }
  }
  const blocks = agent.config.presenceBlocks ?? queue.presenceBlocks ?? usualBlocks
  return blocks.includes(agent.presence)
    ? { code: 'presence', presence: agent.presence }
    : undefined
}

/** An agent's standing in a queue, if it may be offered from there as far as skills, presence and device go. */
export function standsIn(
  queue: QueueState,
  agent: AgentState,
  channel: Channel,
): Standing | undefined {
  const standing = queue.members.get(agent.id)
  if (standing?.fits !== true) return undefined
  return barrier(queue.config, agent, channel) === undefined ? standing : undefined
}
