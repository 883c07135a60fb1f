import type { AgentState } from '../agent/agent.ts'
import type { AgentId } from '../ids.ts'
import type { Visit } from '../interaction/interaction.ts'
import { candidatesListedMax, membersScannedMax } from '../limits.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { TenantState } from '../state.ts'
import type { Candidate, Decision } from './decision.ts'
import { obstacle, preferredSkillsMet, unfree } from './eligible.ts'

/**
 * Chooses an agent for a waiting interaction: of the free agents with the required skills, those
 * who meet most of the preferred ones, and of these the one idle longest.
 * Everyone looked at is listed with the reason, up to a limit.
 */
export function decide(state: TenantState, queue: QueueState, visit: Visit): Decision {
  const free = weigh(state, queue, visit)
  const best = bestOf(free)
  const listed = list(free, best)
  const busy = listBusy(state, queue, candidatesListedMax - listed.length)
  const candidates = [...listed, ...busy]
  return {
    ...(best === undefined ? {} : { chosen: best.agent.id }),
    candidates,
    unlisted: Math.max(0, queue.members.length - candidates.length),
    rule: 'longest-idle',
  }
}

/** A free agent on the scales. */
interface Weighed {
  readonly agent: AgentState
  readonly idleMs: number
  readonly preferred: number
  readonly excluded: Candidate | undefined
}

function weigh(state: TenantState, queue: QueueState, visit: Visit): Weighed[] {
  const free: Weighed[] = []
  for (const place of queue.idle) {
    const agent = state.agents.get(place.agent)
    if (agent === undefined) continue
    const reason = obstacle(queue.config, visit, agent, state.now)
    free.push({
      agent,
      idleMs: state.now - place.since,
      preferred: preferredSkillsMet(queue.config, agent.config),
      excluded: reason && { agent: agent.id, verdict: 'excluded', reason },
    })
  }
  return free
}

/** The free are in order of idleness, so of equals the first is the one idle longest. */
function bestOf(free: readonly Weighed[]): Weighed | undefined {
  let best: Weighed | undefined
  for (const one of free) {
    if (one.excluded !== undefined) continue
    if (best === undefined || one.preferred > best.preferred) best = one
  }
  return best
}

function list(free: readonly Weighed[], best: Weighed | undefined): Candidate[] {
  const rows = free.slice(0, candidatesListedMax).map(one => row(one, best))
  if (best !== undefined && !rows.some(candidate => candidate.verdict === 'chosen')) {
    rows.unshift(row(best, best))
    rows.length = Math.min(rows.length, candidatesListedMax)
  }
  return rows
}

function row(one: Weighed, best: Weighed | undefined): Candidate {
  if (one.excluded !== undefined) return one.excluded
  const figures = { idleMs: one.idleMs, preferredSkillsMet: one.preferred }
  if (one === best) {
    return { agent: one.agent.id, verdict: 'chosen', reason: { code: 'idle-longest', ...figures } }
  }
  const code = one.preferred < (best?.preferred ?? 0) ? 'fewer-preferred-skills' : 'idle-less-long'
  return { agent: one.agent.id, verdict: 'eligible', reason: { code, ...figures } }
}

function listBusy(state: TenantState, queue: QueueState, room: number): Candidate[] {
  const rows: Candidate[] = []
  for (const id of queue.members.slice(0, membersScannedMax)) {
    if (rows.length >= room) break
    const candidate = busyRow(state, id)
    if (candidate !== undefined) rows.push(candidate)
  }
  return rows
}

function busyRow(state: TenantState, id: AgentId): Candidate | undefined {
  const agent = state.agents.get(id)
  const reason = agent && unfree(agent)
  return reason && { agent: id, verdict: 'excluded', reason }
}
