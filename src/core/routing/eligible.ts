import type { AgentState } from '../agent/agent.ts'
import type { AgentConfig, QueueConfig } from '../config.ts'
import type { Visit } from '../interaction/interaction.ts'
import { triedAgainAfterMs } from '../limits.ts'
import type { CandidateReason } from './decision.ts'

/** Why a free agent may not be offered an interaction now; nothing when it may. */
export function obstacle(
  queue: QueueConfig,
  visit: Visit,
  agent: AgentState,
  at: number,
): CandidateReason | undefined {
  return missingSkill(queue, agent.config) ?? triedAlready(visit, agent, at)
}

/** How many of a queue's preferred skills an agent has at their level. */
export function preferredSkillsMet(queue: QueueConfig, agent: AgentConfig): number {
  let met = 0
  for (const need of queue.skills) {
    if (need.need === 'preferred' && levelOf(agent, need.skill) >= need.levelMin) met += 1
  }
  return met
}

/** Why an agent who is not free cannot be offered anything. */
export function unfree(agent: AgentState): CandidateReason | undefined {
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

function missingSkill(queue: QueueConfig, agent: AgentConfig): CandidateReason | undefined {
  for (const need of queue.skills) {
    const level = levelOf(agent, need.skill)
    if (need.need === 'required' && level < need.levelMin) {
      return { code: 'skill-missing', skill: need.skill, levelMin: need.levelMin, level }
    }
  }
  return undefined
}

function levelOf(agent: AgentConfig, skill: string): number {
  return agent.skills.find(has => has.skill === skill)?.level ?? 0
}

function triedAlready(visit: Visit, agent: AgentState, at: number): CandidateReason | undefined {
  const triedAt = visit.tried.get(agent.id)
  if (triedAt === undefined || at - triedAt >= triedAgainAfterMs) return undefined
  return { code: 'tried-already', agoMs: at - triedAt }
}
