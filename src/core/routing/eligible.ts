import type { AgentState } from '../agent/agent.ts'
import { barrier } from '../agent/barrier.ts'
import { hindrance } from '../agent/readiness.ts'
import type { Channel } from '../channel.ts'
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
    hindrance(agent, costOf(state.config, channel)) ??
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
  if (visit.tried.size === 0) return undefined
  const triedAt = visit.tried.get(agent)
  if (triedAt === undefined || state.now - triedAt >= triedAgainAfterMs) return undefined
  const readyAt = state.agents.get(agent)?.readyAt
  const readySince = readyAt !== undefined && triedAt < readyAt
  if (readySince && visit.handedBy !== agent) return undefined
  return { code: 'tried-already', agoMs: state.now - triedAt }
}

function lacking({ fits, queue }: Standing, agent: AgentState): CandidateReason | undefined {
  const need = fits ? undefined : missingSkill(queue.config, agent.config)
  if (need === undefined) return undefined
  const { skill, levelMin } = need
  return { code: 'skill-missing', skill, levelMin, level: levelOf(agent.config, skill) }
}
