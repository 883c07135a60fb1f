import type { Channel } from '../channel.ts'
import { costOf, takenChannels, usualUnits } from '../channel.ts'
import type { AgentId, InteractionId, OfferId } from '../ids.ts'
import { fileNote } from '../interaction/note.ts'
import type { IdleLine } from '../queue/idle-line.ts'
import { joinIdle, leaveIdle } from '../queue/idle-line.ts'
import type { Standing } from '../queue/standing.ts'
import type { Turn } from '../turn.ts'
import { desert, free, tell } from '../turn.ts'
import type { AgentState, Duty, IdlePlace, Routing } from './agent.ts'
import { standsIn } from './barrier.ts'
import { isFull } from './offerable.ts'
import { weighReadiness } from './readiness.ts'
import type { Work } from './work.ts'
import { routingOf, unitsUsed, workOn } from './work.ts'

/** Changes what an agent is apart from its work. */
export function setDuty(turn: Turn, agent: AgentState, duty: Duty, why: string): void {
  const stays = duty.at === agent.duty.at
  change(turn, agent, { duty, place: stays ? agent.idle : newPlace(turn, duty), why })
}

/** Reserves an agent for an offer. The place among the idle is remembered, in case it comes to nothing. */
export function reserveAgent(
  turn: Turn,
  agent: AgentState,
  { interaction, channel, offer }: Offered,
): void {
  const cost = costOf(turn.state.config, channel)
  if (cost === undefined) throw new Error(`invariant: ${agent.id} takes nothing by ${channel}`)
  const stage = { at: 'reserved', offer, place: agent.idle } as const
  change(turn, agent, {
    works: [...agent.works, { interaction, channel, cost, stage }],
    place: newPlace(turn, agent.duty),
    why: 'offered an interaction',
  })
}

/** What is offered: its channel says what it takes of the agent. */
interface Offered {
  readonly interaction: InteractionId
  readonly channel: Channel
  readonly offer: OfferId
}

/** Begins work in the middle of a talk, which nobody offered. */
export function joinWork(
  turn: Turn,
  agent: AgentState,
  { interaction, channel }: Omit<Offered, 'offer'>,
  why: string,
): void {
  const cost = costOf(turn.state.config, channel)
  if (cost === undefined) throw new Error(`invariant: ${agent.id} takes nothing by ${channel}`)
  change(turn, agent, {
    works: [...agent.works, { interaction, channel, cost, stage: { at: 'talking' } }],
    place: newPlace(turn, agent.duty),
    why,
  })
}

/** Moves an agent's work on: from the offer to the talk, from the talk to the wrap-up. */
export function moveWork(
  turn: Turn,
  agent: AgentState,
  to: { readonly interaction: InteractionId; readonly stage: Work['stage'] },
  why: string,
): void {
  if (workOn(agent, to.interaction) === undefined) {
    throw new Error(`invariant: ${agent.id} does not work on ${to.interaction}`)
  }
  const works = agent.works.map(work =>
    work.interaction === to.interaction ? { ...work, stage: to.stage } : work,
  )
  change(turn, agent, { works, place: agent.idle, why })
}

/** Ends an agent's work on an interaction, and changes its duty where the end of the work says so. */
export function finishWork(
  turn: Turn,
  agent: AgentState,
  done: { readonly interaction: InteractionId; readonly duty?: Duty },
  why: string,
): void {
  const duty = done.duty ?? agent.duty
  const works = agent.works.filter(work => work.interaction !== done.interaction)
  fileNote(turn, turn.state.interactions.get(done.interaction), agent.id)
  change(turn, agent, { works, duty, place: newPlace(turn, duty), why })
}

/** Gives an agent back whose offer the customer cut short: free again, and in its old place. */
export function releaseAgent(
  turn: Turn,
  agent: AgentState,
  interaction: InteractionId,
  why: string,
): void {
  const stage = workOn(agent, interaction)?.stage
  const place = older(agent.idle, stage?.at === 'reserved' ? stage.place : undefined)
  finishWork(turn, agent, { interaction }, why)
  if (agent.idle === undefined || place === undefined) return
  leaveLines(turn, agent)
  agent.idle = place
  joinLines(turn, agent)
}

/** The agent with an id that the state itself gave out. */
export function agentOf(turn: Turn, id: AgentId): AgentState {
  const agent = turn.state.agents.get(id)
  if (agent === undefined) throw new Error(`invariant: no agent ${id}`)
  return agent
}

/**
 * Puts an agent into the lines of its queues after these were emptied for a new configuration.
 * Whatever the agent may serve now, it looks at anew.
 */
export function standAgain(turn: Turn, agent: AgentState): void {
  countOnDuty(agent, Number(agent.duty.at === 'available'))
  if (agent.routing.at !== 'signed-out') countStaffed(turn, agent, 1)
  fitUnits(agent)
  weighReadiness(turn.state, agent)
  if (isFull(turn.state, agent)) {
    agent.idle = undefined
    return
  }
  agent.idle ??= newPlace(turn, agent.duty)
  joinLines(turn, agent)
  free(turn, agent.id)
}

/** Changes what the lines an agent stands in depend on; in lines it newly stands in, it looks at what waits. */
export function restand(turn: Turn, agent: AgentState, hear: () => void): void {
  leaveLines(turn, agent)
  hear()
  if (agent.idle === undefined) return
  joinLines(turn, agent)
  free(turn, agent.id)
}

/** An agent begins to listen to a talk of somebody else, or is done with it and stands last in its lines again. */
export function setListening(
  turn: Turn,
  agent: AgentState,
  listening: InteractionId | undefined,
): void {
  leaveLines(turn, agent)
  agent.listening = listening
  weighReadiness(turn.state, agent)
  if (isFull(turn.state, agent)) {
    agent.idle = undefined
    return
  }
  agent.idle ??= newPlace(turn, agent.duty)
  joinLines(turn, agent)
  free(turn, agent.id)
}

interface Change {
  readonly works?: readonly Work[]
  readonly duty?: Duty
  /** The place among the idle, if the agent is one of them afterwards. */
  readonly place: IdlePlace | undefined
  readonly why: string
}

/**
 * The one gate through which an agent changes: the lines of its queues, the clock, and the fact
 * are kept in step here and nowhere else. Whoever has more room than before looks at what waits.
 */
function change(turn: Turn, agent: AgentState, by: Change): void {
  const { routing: from, duty: before, works: had } = agent
  leaveLines(turn, agent)
  agent.works = by.works ?? had
  agent.duty = by.duty ?? agent.duty
  fitUnits(agent)
  show(turn, agent, had.length > 0 || agent.works.length > 0 ? 'changed' : 'always', by.why)
  weighReadiness(turn.state, agent)
  countOnDuty(agent, Number(agent.duty.at === 'available') - Number(before.at === 'available'))
  const staffed = Number(agent.routing.at !== 'signed-out') - Number(from.at !== 'signed-out')
  if (staffed !== 0) countStaffed(turn, agent, staffed)
  agent.idle = isFull(turn.state, agent) ? undefined : by.place
  if (agent.idle === undefined) return
  joinLines(turn, agent)
  if (by.works === undefined || by.works.length < had.length) free(turn, agent.id)
}

/** Sets the shown word, and tells of it where it, or what it is about, is another. */
function show(turn: Turn, agent: AgentState, when: 'always' | 'changed', why: string): void {
  const from = agent.routing
  const to = routingOf(agent)
  agent.routing = to
  if (when === 'changed' && from.at === to.at && subject(from) === subject(to)) return
  agent.since = turn.at
  tell(turn, {
    kind: 'agent-state-changed',
    agent: agent.id,
    from: from.at,
    to: to.at,
    why,
    ...(to.at === 'not-ready' ? { reason: to.reason } : {}),
    ...interactionOf('interaction' in to ? to : from),
  })
}

/** An agent as it would be without one of its works; nothing is changed by looking. */
export function withoutWork(agent: AgentState, interaction: InteractionId): AgentState {
  const besides = {
    ...agent,
    works: agent.works.filter(work => work.interaction !== interaction),
  }
  fitUnits(besides)
  return besides
}

/** Fewer units than are in use hold as soon as the work fits in them. */
function fitUnits(agent: AgentState): void {
  const wanted = agent.config.units ?? usualUnits
  const { works } = agent
  const besides = works.filter(({ cost }) => !cost.exclusive)
  const used = Math.max(unitsUsed(works), unitsUsed(besides))
  agent.units = Math.max(wanted, Math.min(agent.units, used))
}

function older(a: IdlePlace | undefined, b: IdlePlace | undefined): IdlePlace | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a.order < b.order ? a : b
}

function newPlace(turn: Turn, duty: Duty): IdlePlace | undefined {
  if (duty.at !== 'available') return undefined
  turn.state.count.places += 1
  return { since: turn.at, order: turn.state.count.places }
}

function joinLines(turn: Turn, agent: AgentState): void {
  const { idle } = agent
  if (idle === undefined) return
  eachLine(turn, agent, (line, desk) => {
    joinIdle(line, desk.index, desk.rank, idle)
  })
}

/** Nothing that says where an agent stands may change before it has left. */
function leaveLines(turn: Turn, agent: AgentState): void {
  const { idle } = agent
  if (idle === undefined) return
  eachLine(turn, agent, (line, desk) => {
    leaveIdle(line, desk.rank, idle)
  })
}

/** The lines of an agent that is idle: of each queue it may be offered something from, by each channel. */
function eachLine(
  turn: Turn,
  agent: AgentState,
  stand: (line: IdleLine, desk: Standing) => void,
): void {
  for (const channel of takenChannels(turn.state.config)) {
    if (agent.readiness[channel] !== undefined) continue
    for (const desk of agent.desks) {
      if (standsIn(desk, agent, channel)) stand(desk.queue.sides[channel].idle, desk)
    }
  }
}

function countStaffed(turn: Turn, agent: AgentState, by: number): void {
  for (const { queue, fits } of agent.desks) {
    if (fits) queue.staffed += by
    if (queue.staffed === 0) desert(turn, queue)
  }
}

function countOnDuty({ desks }: AgentState, by: number): void {
  if (by !== 0) for (const { queue, fits } of desks) if (fits) queue.onDuty += by
}

function subject(routing: Routing): InteractionId | undefined {
  return 'interaction' in routing ? routing.interaction : undefined
}

function interactionOf(routing: Routing): { interaction?: InteractionId } {
  return 'interaction' in routing ? { interaction: routing.interaction } : {}
}
