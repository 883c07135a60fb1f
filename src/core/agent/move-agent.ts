import type { AgentId, InteractionId } from '../ids.ts'
import { joinLine, leaveLine } from '../queue/line.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { AgentState, IdlePlace, Routing } from './agent.ts'
import { standsIn } from './barrier.ts'

/**
 * The one gate through which an agent changes its routing state: the idle lines of its queues,
 * the clock, and the fact are kept in step here and nowhere else.
 */
export function moveAgent(turn: Turn, agent: AgentState, to: Routing, why: string): void {
  const from = agent.routing
  const place = to.at === 'available' ? newPlace(turn) : undefined
  change(turn, agent, { to, place })
  tell(turn, {
    kind: 'agent-state-changed',
    agent: agent.id,
    from: from.at,
    to: to.at,
    why,
    ...(to.at === 'not-ready' ? { reason: to.reason } : {}),
    ...('interaction' in to ? { interaction: to.interaction } : interactionOf(from)),
  })
}

/** Reserves a free agent for an offer. The place among the idle is remembered, in case it comes to nothing. */
export function reserveAgent(
  turn: Turn,
  agent: AgentState,
  offer: Extract<Routing, { at: 'reserved' }>,
): void {
  const place = agent.idle
  moveAgent(turn, agent, offer, 'offered an interaction')
  agent.idle = place
}

/** Gives an agent back whose offer the customer cut short: free again, and in its old place. */
export function releaseAgent(turn: Turn, agent: AgentState, why: string): void {
  const place = agent.idle
  moveAgent(turn, agent, agent.next, why)
  if (agent.routing.at !== 'available' || place === undefined) return
  leaveLines(turn, agent)
  agent.idle = place
  joinLines(turn, agent, place)
}

/** Moves the end of an agent's wrap-up; the state stays the same, and so does its beginning. */
export function setWrapUpEnd(agent: AgentState, until: number): void {
  if (agent.routing.at === 'wrap-up') agent.routing = { ...agent.routing, until }
}

/** Ends an agent's work: it goes to what it chose to do next. */
export function finishWork(turn: Turn, agent: AgentState, why: string): void {
  moveAgent(turn, agent, agent.next, why)
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
  if (agent.routing.at !== 'signed-out') countStaffed(turn, agent, 1)
  if (agent.routing.at !== 'available' || agent.idle === undefined) return
  joinLines(turn, agent, agent.idle)
  turn.freed.add(agent.id)
}

/** Changes what the lines an agent stands in depend on; in lines it newly stands in, it looks at what waits. */
export function restand(turn: Turn, agent: AgentState, hear: () => void): void {
  const place = agent.routing.at === 'available' ? agent.idle : undefined
  if (place !== undefined) leaveLines(turn, agent)
  hear()
  if (place === undefined) return
  joinLines(turn, agent, place)
  turn.freed.add(agent.id)
}

function change(
  turn: Turn,
  agent: AgentState,
  by: { to: Routing; place: IdlePlace | undefined },
): void {
  if (agent.routing.at === 'available') leaveLines(turn, agent)
  if (by.to.at === 'signed-out') countStaffed(turn, agent, -1)
  else if (agent.routing.at === 'signed-out') countStaffed(turn, agent, 1)
  agent.routing = by.to
  agent.since = turn.at
  agent.idle = by.place
  if (by.place === undefined) return
  joinLines(turn, agent, by.place)
  turn.freed.add(agent.id)
}

function newPlace(turn: Turn): IdlePlace {
  turn.state.count.places += 1
  return { since: turn.at, order: turn.state.count.places }
}

function joinLines(turn: Turn, agent: AgentState, place: IdlePlace): void {
  for (const queue of queuesOf(turn, agent)) {
    const standing = standsIn(queue, agent)
    if (standing !== undefined) {
      joinLine(queue.idle, { who: agent.id, rank: standing.rank, ...place })
    }
  }
}

function leaveLines(turn: Turn, agent: AgentState): void {
  if (agent.idle === undefined) return
  for (const queue of queuesOf(turn, agent)) {
    const rank = queue.members.get(agent.id)?.rank
    if (rank !== undefined) leaveLine(queue.idle, { rank, ...agent.idle })
  }
}

function countStaffed(turn: Turn, agent: AgentState, by: 1 | -1): void {
  for (const queue of queuesOf(turn, agent)) {
    if (queue.members.get(agent.id)?.fits === true) queue.staffed += by
  }
}

function* queuesOf(turn: Turn, agent: AgentState): Generator<QueueState> {
  for (const id of agent.config.queues) {
    const queue = turn.state.queues.get(id)
    if (queue !== undefined) yield queue
  }
}

function interactionOf(routing: Routing): { interaction?: InteractionId } {
  return 'interaction' in routing ? { interaction: routing.interaction } : {}
}
