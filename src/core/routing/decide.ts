import type { AgentState } from '../agent/agent.ts'
import type { AgentId } from '../ids.ts'
import type { Visit } from '../interaction/interaction.ts'
import { candidatesListedMax, membersScannedMax } from '../limits.ts'
import { standing } from '../queue/line.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { TenantState } from '../state.ts'
import type { Candidate, Decision } from './decision.ts'
import { obstacle, triedAlready } from './eligible.ts'

/**
 * Chooses an agent for a waiting interaction: the first in the queue's line of free agents with
 * the required skills who was not tried just now. The line is in the order of choice already, so
 * the choice costs the same with ten agents and with ten thousand. Those looked at are listed
 * with their reasons, up to a limit.
 */
export function decide(state: TenantState, queue: QueueState, visit: Visit): Decision {
  const candidates: Candidate[] = []
  const chosen = lookAtFree(state, { queue, visit }, candidates)
  lookAtOthers(state, { queue, visit }, candidates)
  return {
    ...(chosen === undefined ? {} : { chosen: chosen.agent.id }),
    candidates,
    unlisted: queue.members.size - candidates.length,
    rule: 'longest-idle',
  }
}

interface Look {
  readonly queue: QueueState
  readonly visit: Visit
}

/** A free agent on the scales. */
interface Weighed {
  readonly agent: AgentState
  readonly idleMs: number
  readonly preferredSkillsMet: number
}

/** Goes down the line until one is chosen and the list is full; those tried just now are few. */
function lookAtFree(state: TenantState, look: Look, candidates: Candidate[]): Weighed | undefined {
  let chosen: Weighed | undefined
  for (const place of standing(look.queue.idle)) {
    if (chosen !== undefined && candidates.length >= candidatesListedMax) break
    const agent = state.agents.get(place.who)
    if (agent === undefined) continue
    const reason = triedAlready(look.visit, agent, state.now)
    if (reason !== undefined) {
      if (candidates.length < candidatesListedMax - 1)
        candidates.push({ agent: agent.id, verdict: 'excluded', reason })
      continue
    }
    const preferredSkillsMet = look.queue.members.get(agent.id)?.preferredSkillsMet ?? 0
    const weighed = { agent, idleMs: state.now - place.since, preferredSkillsMet }
    candidates.push(eligible(weighed, chosen))
    chosen ??= weighed
  }
  return chosen
}

function eligible(one: Weighed, chosen: Weighed | undefined): Candidate {
  const { idleMs, preferredSkillsMet } = one
  const agent = one.agent.id
  if (chosen === undefined) {
    return {
      agent,
      verdict: 'chosen',
      reason: { code: 'idle-longest', idleMs, preferredSkillsMet },
    }
  }
  const fewer = preferredSkillsMet < chosen.preferredSkillsMet
  const code = fewer ? 'fewer-preferred-skills' : 'idle-less-long'
  return { agent, verdict: 'eligible', reason: { code, idleMs, preferredSkillsMet } }
}

/** Lists members who are not free or lack a skill, in the order of the configuration. */
function lookAtOthers(state: TenantState, look: Look, candidates: Candidate[]): void {
  let scanned = 0
  for (const id of look.queue.members.keys()) {
    if (candidates.length >= candidatesListedMax || scanned === membersScannedMax) return
    scanned += 1
    const candidate = excluded(state, look, id)
    if (candidate !== undefined) candidates.push(candidate)
  }
}

/** Those who stand in the line were looked at there. */
function excluded(state: TenantState, look: Look, id: AgentId): Candidate | undefined {
  const agent = state.agents.get(id)
  if (agent === undefined) return undefined
  const isInLine = agent.routing.at === 'available' && look.queue.members.get(id)?.fits === true
  if (isInLine) return undefined
  const reason = obstacle(look.queue.config, look.visit, agent, state.now)
  return reason && { agent: id, verdict: 'excluded', reason }
}
