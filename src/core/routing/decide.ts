import { standsIn } from '../agent/barrier.ts'
import { isOfferable } from '../agent/offerable.ts'
import type { Channel } from '../channel.ts'
import type { RoutingRule } from '../config.ts'
import type { AgentId } from '../ids.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { candidatesListedMax, membersScannedMax, ringAtOnceMax } from '../limits.ts'
import { findStanding, standing } from '../queue/line.ts'
import type { QueueState, Seat } from '../queue/queue-state.ts'
import type { Standing } from '../queue/standing.ts'
import { usualRule } from '../queue/standing.ts'
import type { TenantState } from '../state.ts'
import type { Candidate, Decision } from './decision.ts'
import { obstacle, triedAlready } from './eligible.ts'
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
  const look: Look = {
    state,
    queue,
    channel,
    visit,
    rule,
    chosen: [],
    eligible: [],
    tried: [],
    best: undefined,
  }
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
  /** The first of those chosen. */
  best: Standing | undefined
}

/** Goes down the line until all are chosen and the list is full; those tried just now are few. */
function lookAtFree(look: Look): void {
  const { idle } = look.queue.sides[look.channel]
  if (look.rule !== 'round-robin') {
    findStanding(idle, seat => lookAt(look, seat))
    return
  }
  for (const seat of fromWhoseTurn(look)) if (lookAt(look, seat)) return
}

/** Where each has a turn: the line from the one whose turn it is, and round to that one again. */
function* fromWhoseTurn({ queue, channel }: Look): Generator<Seat> {
  const { idle } = queue.sides[channel]
  yield* standing(idle, { rank: queue.turn, since: 0, order: 0 })
  for (const seat of standing(idle)) {
    if (seat.rank >= queue.turn) return
    yield seat
  }
}

/** Looks at one who is free; answers whether there is nothing more to look for. */
function lookAt(look: Look, { who, since, standing: weighed }: Seat): boolean {
  const { rule, chosen, eligible, tried } = look
  const wanted = rule === 'ring-all' ? ringAtOnceMax : 1
  const listed = chosen.length + eligible.length + tried.length
  if (chosen.length >= wanted && listed >= candidatesListedMax) return true
  const reason = triedAlready(look.state, look.visit, who)
  const idleMs = look.state.now - since
  if (reason !== undefined) tried.push({ agent: who, verdict: 'excluded', reason })
  else if (chosen.length < wanted) {
    look.best ??= weighed
    const why = reasonToChoose(rule, weighed, idleMs)
    chosen.push({ agent: who, verdict: 'chosen', reason: why })
  } else if (look.best !== undefined) {
    const why = reasonToPass({ rule, best: look.best }, weighed, idleMs)
    eligible.push({ agent: who, verdict: 'eligible', reason: why })
  }
  return false
}

/** Lists members who are not free or lack a skill, in the order of the configuration. */
function lookAtOthers(look: Look, candidates: Candidate[]): void {
  let scanned = 0
  for (const member of look.queue.members) {
    if (candidates.length >= candidatesListedMax || scanned === membersScannedMax) return
    scanned += 1
    const candidate = excluded(look, member)
    if (candidate !== undefined) candidates.push(candidate)
  }
}

/** Those who stand in the line were looked at there. */
function excluded(
  { state, channel, visit }: Look,
  [id, standingHere]: readonly [AgentId, Standing],
): Candidate | undefined {
  const agent = state.agents.get(id)
  if (agent === undefined) return undefined
  const looked = standingHere.seat !== undefined && isOfferable(state, agent, channel)
  if (looked && standsIn(standingHere, agent, channel)) return undefined
  const reason = obstacle(state, { standing: standingHere, visit, channel }, agent)
  return reason && { agent: id, verdict: 'excluded', reason }
}
