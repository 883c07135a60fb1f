import type { Channel } from '../channel.ts'
import { costOf, takenChannels } from '../channel.ts'
import type { TenantState } from '../state.ts'
import type { AgentState } from './agent.ts'
import { hasRoom } from './work.ts'

/** Whoever chose to be available, and is not in the middle of listening to somebody else. */
function takesOffers({ duty, listening }: AgentState): boolean {
  return duty.at === 'available' && listening === undefined
}

/** Whether an agent may be offered something of a channel now, as far as duty and room go. */
export function isOfferable(state: TenantState, agent: AgentState, channel: Channel): boolean {
  if (!takesOffers(agent)) return false
  const cost = costOf(state.config, channel)
  return cost !== undefined && hasRoom(agent, cost)
}

/** The channels of which an agent may be offered something now: it stands in their lines. */
export function offerableFor(state: TenantState, agent: AgentState): readonly Channel[] {
  if (!takesOffers(agent)) return []
  return takenChannels(state.config).filter(channel => isOfferable(state, agent, channel))
}
