import type { Channel } from '../channel.ts'
import type { RoutingRule } from '../config.ts'
import type { AgentId } from '../ids.ts'
import { channelDecided } from '../interaction/channel-told.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { candidatesListedMax, membersScannedMax, ringAtOnceMax } from '../limits.ts'
import type { LookAtIdle } from '../queue/idle-line.ts'
import { findIdle } from '../queue/idle-line.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { deskAt, usualRule } from '../queue/standing.ts'
import { nothing } from '../sparse.ts'
import type { TenantState } from '../state.ts'
import type { Candidate, CandidateReason, Decision } from './decision.ts'
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
    fit: [],
    tried: nothing,
    seen: [],
    rings: 0,
    best: undefined,
  }
  lookAtFree(look)
  const candidates = look.tried.length === 0 ? look.fit : [...look.fit, ...look.tried]
  const [first, ...also] = candidates.slice(0, look.rings).map(one => one.agent)
  candidates.length = Math.min(candidates.length, candidatesListedMax)
  lookAtOthers(look, candidates)
  return {
    ...(first === undefined ? {} : { chosen: first }),
    ...(also.length === 0 ? {} : { alsoChosen: also }),
    candidates,
    unlisted: queue.members.length - candidates.length,
    rule,
    ...channelDecided(state, channel),
  }
}

interface Look {
  readonly state: TenantState
  readonly queue: QueueState
  readonly channel: Channel
  readonly visit: Visit
  readonly rule: RoutingRule
  /** Those who may be offered it: the chosen, and behind them who comes after. */
  readonly fit: Candidate[]
  /** Those passed over because they were tried just now; mostly nobody. */
  tried: readonly Candidate[]
  /** The members found in the line. */
  readonly seen: number[]
  /** How many were chosen. */
  rings: number
  /** The rank of the first that was chosen. */
  best: number | undefined
}

/** Goes down the line until all are chosen and the list is full; those tried just now are few. */
function lookAtFree(look: Look): void {
  const { queue, channel, rule } = look
  const { idle } = queue.sides[channel]
  const one: LookAtIdle = (member, rank, since) => lookAt(look, member, rank, since)
  if (rule !== 'round-robin') findIdle(idle, one)
  // Where each has a turn: from the one whose turn it is, and round to that one again.
  else if (!findIdle(idle, one, queue.turn)) {
    findIdle(idle, (member, rank, since) => rank >= queue.turn || one(member, rank, since))
  }
}

/** Looks at one who is free; answers whether there is nothing more to look for. */
function lookAt(look: Look, member: number, rank: number, since: number): boolean {
  const { state, queue, visit, rule, fit, tried, seen } = look
  const wanted = rule === 'ring-all' ? ringAtOnceMax : 1
  if (look.rings >= wanted && seen.length >= candidatesListedMax) return true
  const agent = queue.members[member]?.agent
  if (agent === undefined) return false
  seen.push(member)
  const hindrance = triedAlready(state, visit, agent)
  const idleMs = state.now - since
  if (hindrance !== undefined) {
    look.tried = [...tried, { agent, verdict: 'excluded', reason: hindrance }]
  } else if (look.rings < wanted) {
    look.best ??= rank
    look.rings += 1
    fit.push({ agent, verdict: 'chosen', reason: reasonToChoose(rule, rank, idleMs) })
  } else {
    fit.push({ agent, verdict: 'eligible', reason: whyPassed(look, agent, rank, idleMs) })
  }
  return false
}

function whyPassed(look: Look, who: AgentId, rank: number, idleMs: number): CandidateReason {
  const { rule, best = rank } = look
  return rank > best || rule !== 'best-skilled'
    ? reasonToPass({ rule, best }, rank, idleMs)
    : asSkilled(look, who, idleMs)
}

/** One who is as skilled for the queue: the rank does not say which of the skills are preferred ones. */
function asSkilled({ state, queue }: Look, who: AgentId, idleMs: number): CandidateReason {
  const agent = state.agents.get(who)
  const desk = agent && deskAt(agent, queue)
  return { code: 'idle-less-long', idleMs, preferredSkillsMet: desk?.preferredSkillsMet ?? 0 }
}

/** Lists members who are not free or lack a skill, in the order of the configuration. */
function lookAtOthers(look: Look, candidates: Candidate[]): void {
  const { members } = look.queue
  const scanned = Math.min(members.length, membersScannedMax)
  for (let member = 0; member < scanned; member += 1) {
    if (candidates.length >= candidatesListedMax) return
    const readiness = members[member]
    // The list is not full, so the line was looked at to its end.
    if (readiness === undefined || look.seen.includes(member)) continue
    const { agent } = readiness
    const reason = readiness[look.channel] ?? obstacleOfFree(look, agent)
    if (reason !== undefined) candidates.push({ agent, verdict: 'excluded', reason })
  }
}

/** What keeps away somebody who has room, and does not stand in the line. */
function obstacleOfFree(look: Look, id: AgentId): CandidateReason | undefined {
  const { state, queue, visit, channel } = look
  const agent = state.agents.get(id)
  const desk = agent && deskAt(agent, queue)
  return agent && desk && obstacle(state, { standing: desk, visit, channel }, agent)
}
