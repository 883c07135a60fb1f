import type { AgentState } from '../agent/agent.ts'
import { barrier } from '../agent/barrier.ts'
import type { QueueConfig } from '../config.ts'
import type { Visit } from '../interaction/interaction.ts'
import { triedAgainAfterMs } from '../limits.ts'
import { levelOf, missingSkill } from '../queue/standing.ts'
import type { CandidateReason } from './decision.ts'

/** Why an agent may not be offered an interaction now; nothing when it may. */
export function obstacle(
  queue: QueueConfig,
  visit: Visit,
  agent: AgentState,
  at: number,
): CandidateReason | undefined {
  return (
    unfree(agent) ??
    lacking(queue, agent) ??
    barrier(queue, agent) ??
    triedAlready(visit, agent, at)
  )
}

/** Why a free agent with the skills has to be passed over for this one interaction for a while. */
export function triedAlready(
  visit: Visit,
  agent: AgentState,
  at: number,
): CandidateReason | undefined {
  const triedAt = visit.tried.get(agent.id)
  if (triedAt === undefined || at - triedAt >= triedAgainAfterMs) return undefined
  return { code: 'tried-already', agoMs: at - triedAt }
}

function unfree(agent: AgentState): CandidateReason | undefined {
  switch (agent.routing.at) {
    case 'available':
      return undefined
    case 'not-ready':
      return { code: 'not-ready', why: agent.routing.reason }
    case 'signed-out':
      return { code: 'signed-out' }
    case 'reserved':
      return { code: 'reserved' }
    case 'talking':
      return { code: 'talking' }
    case 'wrap-up':
      return { code: 'wrap-up' }
  }
}

function lacking(queue: QueueConfig, agent: AgentState): CandidateReason | undefined {
  const need = missingSkill(queue, agent.config)
  if (need === undefined) return undefined
  const { skill, levelMin } = need
  return { code: 'skill-missing', skill, levelMin, level: levelOf(agent.config, skill) }
}
