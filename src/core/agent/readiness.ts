import type { Channel, ChannelCost } from '../channel.ts'
import { costOf, takenChannels } from '../channel.ts'
import type { AgentId } from '../ids.ts'
import type { CandidateReason } from '../routing/decision.ts'
import type { TenantState } from '../state.ts'
import type { AgentState } from './agent.ts'
import { hasRoom, unitsUsed } from './work.ts'

/**
 * What keeps an agent from being offered anything by a channel, whatever the queue; nothing where it
 * may be. It is kept apart from the agent, small and in reach of the queues: a decision names up to
 * twenty who are not free, and would else have to go through the work of each.
 */
export interface Readiness extends Record<Channel, CandidateReason | undefined> {
  readonly agent: AgentId
}

/** Of somebody who just came, and is signed out. */
export function newReadiness(agent: AgentId): Readiness {
  return { agent, voice: undefined, task: undefined }
}

/** Keeps an agent's readiness in step with its duty and its work, for the channels that the tenant takes. */
export function weighReadiness({ config }: TenantState, agent: AgentState): void {
  for (const channel of takenChannels(config)) {
    agent.readiness[channel] = hindrance(agent, costOf(config, channel))
  }
}

/** An agent with work that fills it is named by that work; one with room, by the choice it made. */
export function hindrance(
  agent: AgentState,
  cost: ChannelCost | undefined,
): CandidateReason | undefined {
  if (cost === undefined) return { code: 'no-room', used: 0, of: agent.units, needed: 0 }
  if (agent.works.length > 0 && !hasRoom(agent, cost)) return full(agent, cost)
  if (agent.listening !== undefined) return { code: 'listening' }
  const { duty } = agent
  switch (duty.at) {
    case 'available':
      return hasRoom(agent, cost) ? undefined : noRoom(agent, cost)
    case 'not-ready':
      return { code: 'not-ready', why: duty.reason }
    case 'signed-out':
      return { code: 'signed-out' }
  }
}

/** An exclusive work says it all; of several that add up, the sum does. */
function full(agent: AgentState, cost: ChannelCost): CandidateReason {
  const { at } = agent.routing
  const alone = agent.works.some(work => work.cost.exclusive)
  return alone && (at === 'reserved' || at === 'talking' || at === 'wrap-up')
    ? atWork[at]
    : noRoom(agent, cost)
}

/** Most who are not free are at work: they share the three words for it. */
const atWork = {
  reserved: { code: 'reserved' },
  talking: { code: 'talking' },
  'wrap-up': { code: 'wrap-up' },
} as const satisfies Readonly<Record<string, CandidateReason>>

function noRoom({ works, units }: AgentState, cost: ChannelCost): CandidateReason {
  return { code: 'no-room', used: unitsUsed(works), of: units, needed: cost.units }
}
