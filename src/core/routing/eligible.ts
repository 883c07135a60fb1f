import type { AgentState } from '../agent/agent.ts'
import { barrier } from '../agent/barrier.ts'
import { hasRoom, unitsUsed } from '../agent/work.ts'
import type { Channel, ChannelCost } from '../channel.ts'
import { costOf } from '../channel.ts'
import type { AgentId } from '../ids.ts'
import type { Visit } from '../interaction/interaction.ts'
import { triedAgainAfterMs } from '../limits.ts'
import type { Standing } from '../queue/standing.ts'
import { levelOf, missingSkill } from '../queue/standing.ts'
import type { TenantState } from '../state.ts'
import type { CandidateReason } from './decision.ts'

/** Why an agent may not be offered an interaction now; nothing when it may. */
export function obstacle(
  state: TenantState,
  { standing, visit, channel }: Wanted,
  agent: AgentState,
): CandidateReason | undefined {
  return (
    unfree(agent, costOf(state.config, channel)) ??
    lacking(standing, agent) ??
    barrier(standing, agent, channel) ??
    triedAlready(state, visit, agent.id)
  )
}

/** For what an agent is wanted. */
interface Wanted {
  readonly standing: Standing
  readonly visit: Visit
  readonly channel: Channel
}

/**
 * Why a free agent with the skills has to be passed over for this one interaction for a while. Who
 * let it pass and has said to be ready since is not; who handed it on did not let it pass.
 */
export function triedAlready(
  state: TenantState,
  visit: Visit,
  agent: AgentId,
): CandidateReason | undefined {
  const triedAt = visit.tried.get(agent)
  if (triedAt === undefined || state.now - triedAt >= triedAgainAfterMs) return undefined
  const readyAt = state.agents.get(agent)?.readyAt
  const readySince = readyAt !== undefined && triedAt < readyAt
  if (readySince && visit.handedBy !== agent) return undefined
  return { code: 'tried-already', agoMs: state.now - triedAt }
}

/** An agent with work that fills it is named by that work; one with room, by the choice it made. */
function unfree(agent: AgentState, cost: ChannelCost | undefined): CandidateReason | undefined {
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

function lacking({ fits, queue }: Standing, agent: AgentState): CandidateReason | undefined {
  const need = fits ? undefined : missingSkill(queue.config, agent.config)
  if (need === undefined) return undefined
  const { skill, levelMin } = need
  return { code: 'skill-missing', skill, levelMin, level: levelOf(agent.config, skill) }
}
