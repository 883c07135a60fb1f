import type { Channel } from '../channel.ts'
import { channelNeeds } from '../channel.ts'
import type { Standing } from '../queue/standing.ts'
import type { CandidateReason } from '../routing/decision.ts'
import type { AgentState } from './agent.ts'

/** What the person's presence, or the phone that would ring, has against an offer; nothing when all is well. */
export function barrier(
  { blocks }: Pick<Standing, 'blocks'>,
  agent: AgentState,
  channel: Channel,
): CandidateReason | undefined {
  if (channelNeeds[channel].phone && agent.device === 'unreachable') {
    return { code: 'device-unreachable' }
  }
  return blocks.includes(agent.presence)
    ? { code: 'presence', presence: agent.presence }
    : undefined
}

/** Whether an agent may be offered something by its standing in a queue, as far as skills, presence and device go. */
export function standsIn(standing: Standing, agent: AgentState, channel: Channel): boolean {
  return standing.fits && barrier(standing, agent, channel) === undefined
}
