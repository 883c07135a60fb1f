import { standsIn } from '../agent/barrier.ts'
import { isOfferable } from '../agent/offerable.ts'
import type { Channel } from '../channel.ts'
import type { RoutingRule } from '../config.ts'
import type { AgentId } from '../ids.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { candidatesListedMax, membersScannedMax, ringAtOnceMax } from '../limits.ts'
import type { Place } from '../queue/line.ts'
import { standing } from '../queue/line.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { usualRule } from '../queue/standing.ts'
import type { TenantState } from '../state.ts'
import type { Candidate, Decision } from './decision.ts'
import { obstacle, triedAlready } from './eligible.ts'
import type { Weighed } from './weigh.ts'
import { reasonToChoose, reasonToPass } from './weigh.ts'

/**
 * Chooses an agent for a waiting interaction, or several where the queue rings all: the first in
 * the queue's line of agents with room and the required skills who were not tried just now. The line
 * is in the order of choice already, so the choice costs the same with ten agents and with ten
 * thousand. Those looked at are listed with their reasons, up to a limit, the chosen first.
 */
export function decide(
  state: TenantState,
  queue: QueueState,
  { channel }: Interaction,
  visit: Visit,
): Decision {
  const rule = queue.config.rule ?? usualRule
  const look: Look = { state, queue, channel, visit, rule, chosen: [], eligible: [], tried: [] }
  lookAtFree(look)
  const [first, ...also] = look.chosen.map(one => one.agent)
  const candidates = [...look.chosen, ...look.eligible, ...look.tried]
  candidates.length = Math.min(candidates.length, candidatesListedMax)
  lookAtOthers(look, candidates)
  return {
    ...(first === undefined ? {} : { chosen: first }),
    ...(also.length === 0 ? {} : { alsoChosen: also }),
    candidates,
    unlisted: queue.members.size - candidates.length,
    rule,
  }
}

interface Look {
  readonly state: TenantState
  readonly queue: QueueState
  readonly channel: Channel
  readonly visit: Visit
  readonly rule: RoutingRule
  readonly chosen: Candidate[]
  readonly eligible: Candidate[]
  readonly tried: Candidate[]
}

/** Goes down the line until all are chosen and the list is full; those tried just now are few. */
function lookAtFree(look: Look): void {
  const wanted = look.rule === 'ring-all' ? ringAtOnceMax : 1
  let best: Weighed | undefined
  for (const place of inOrderOfChoice(look)) {
    const listed = look.chosen.length + look.eligible.length + look.tried.length
    if (look.chosen.length >= wanted && listed >= candidatesListedMax) return
    const agent = look.state.agents.get(place.who)
    const standingHere = look.queue.members.get(place.who)
    if (agent === undefined || standingHere === undefined) continue
    const reason = triedAlready(look.visit, agent, look.state.now)
    if (reason !== undefined) {
      look.tried.push({ agent: agent.id, verdict: 'excluded', reason })
      continue
    }
    const weighed = { ...standingHere, idleMs: look.state.now - place.since }
    if (look.chosen.length < wanted) {
      best ??= weighed
      const why = reasonToChoose(look.rule, weighed)
      look.chosen.push({ agent: agent.id, verdict: 'chosen', reason: why })
    } else if (best !== undefined) {
      const why = reasonToPass(look.rule, weighed, best)
      look.eligible.push({ agent: agent.id, verdict: 'eligible', reason: why })
    }
  }
}

/** The line itself, or, where each has a turn, the line from the one whose turn it is. */
function* inOrderOfChoice({ queue, channel, rule }: Look): Generator<Place<AgentId>> {
  const { idle } = queue.sides[channel]
  if (rule !== 'round-robin') {
    yield* standing(idle)
    return
  }
  yield* standing(idle, { rank: queue.turn, since: 0, order: 0 })
  for (const place of standing(idle)) {
    if (place.rank >= queue.turn) return
    yield place
  }
}

/** Lists members who are not free or lack a skill, in the order of the configuration. */
function lookAtOthers(look: Look, candidates: Candidate[]): void {
  let scanned = 0
  for (const id of look.queue.members.keys()) {
    if (candidates.length >= candidatesListedMax || scanned === membersScannedMax) return
    scanned += 1
    const candidate = excluded(look, id)
    if (candidate !== undefined) candidates.push(candidate)
  }
}

/** Those who stand in the line were looked at there. */
function excluded({ state, queue, channel, visit }: Look, id: AgentId): Candidate | undefined {
  const agent = state.agents.get(id)
  if (agent === undefined) return undefined
  const free = isOfferable(state, agent, channel)
  if (free && standsIn(queue, agent, channel) !== undefined) return undefined
  const reason = obstacle(state, { queue: queue.config, visit, channel }, agent)
  return reason && { agent: id, verdict: 'excluded', reason }
}
