import type { Channel } from '../channel.ts'
import { costOf, takenChannels } from '../channel.ts'
import type { TenantState } from '../state.ts'
import type { AgentState } from './agent.ts'

/** Whether an agent may be offered something of a channel now, as far as duty and room go. */
export function isOfferable(state: TenantState, agent: AgentState, channel: Channel): boolean {
  return agent.readiness[channel] === undefined && costOf(state.config, channel) !== undefined
}

/** Whether an agent may be offered nothing now, by whatever channel. */
export function isFull({ config }: TenantState, { readiness }: AgentState): boolean {
  return takenChannels(config).every(channel => readiness[channel] !== undefined)
}
