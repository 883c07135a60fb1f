import type { AgentConfig, Presence, QueueConfig, RoutingRule, SkillNeed } from '../config.ts'
import type { QueueState } from './queue-state.ts'

/**
 * What an agent is to a queue, worked out once when the configuration is taken: whether the
 * required skills are there, and the rank among the free by the queue's own rule.
 */
export interface Standing {
  /** The queue it is a standing in. */
  readonly queue: QueueState
  /** Presences that keep its offers away. */
  readonly blocks: readonly Presence[]
  /** The place in the configuration's order, from 0. */
  readonly index: number
  readonly fits: boolean
  /** Lower is chosen first; of equal ranks, who is idle longest. */
  readonly rank: number
  readonly preferredSkillsMet: number
  /** The agent's levels in the queue's skills, added up. */
  readonly levels: number
}

/**
 * Presences that keep offers away where neither queue nor agent says otherwise: the person asked
 * not to be disturbed, or has a call on the very phone that would ring. A meeting in the calendar
 * or a busy person does not: whoever chose to be available knows better.
 */
export const usualBlocks: readonly Presence[] = ['do-not-disturb', 'in-a-call']

/** The presences that keep an agent's offers of a queue away, whether it serves the queue or not. */
export function blocksOf(queue: QueueConfig, agent: AgentConfig): readonly Presence[] {
  return agent.presenceBlocks ?? queue.presenceBlocks ?? usualBlocks
}

/** How free agents are chosen where the queue does not say. */
export const usualRule: RoutingRule = 'longest-idle'

/** Works out an agent's standing in a queue. */
export function standingOf(state: QueueState, agent: AgentConfig, index: number): Standing {
  const queue = state.config
  const preferred = queue.skills.filter(need => need.need === 'preferred' && meets(agent, need))
  const preferredSkillsMet = preferred.length
  const levels = queue.skills.reduce((sum, need) => sum + levelOf(agent, need.skill), 0)
  return {
    queue: state,
    blocks: blocksOf(queue, agent),
    index,
    fits: missingSkill(queue, agent) === undefined,
    rank: rankOf(queue.rule ?? usualRule, { index, preferredSkillsMet, levels }),
    preferredSkillsMet,
    levels,
  }
}

function rankOf(
  rule: RoutingRule,
  by: Pick<Standing, 'index' | 'preferredSkillsMet' | 'levels'>,
): number {
  switch (rule) {
    case 'longest-idle':
    case 'ring-all':
      return 0 - by.preferredSkillsMet
    case 'round-robin':
    case 'serial':
      return by.index
    case 'best-skilled':
      return 0 - by.levels
  }
}

/** The desk an agent serves a queue from, if it serves it. */
export function deskAt(
  { desks }: { readonly desks: readonly Standing[] },
  queue: QueueState,
): Standing | undefined {
  return desks.find(desk => desk.queue === queue)
}

/** The first required skill that an agent does not have at its level. */
export function missingSkill(queue: QueueConfig, agent: AgentConfig): SkillNeed | undefined {
  return queue.skills.find(need => need.need === 'required' && !meets(agent, need))
}

/** The level of an agent's skill, 0 where it has none. */
export function levelOf(agent: AgentConfig, skill: string): number {
  return agent.skills.find(has => has.skill === skill)?.level ?? 0
}

function meets(agent: AgentConfig, need: SkillNeed): boolean {
  return levelOf(agent, need.skill) >= need.levelMin
}
