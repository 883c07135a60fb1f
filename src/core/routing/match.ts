import type { AgentState } from '../agent/agent.ts'
import { agentOf } from '../agent/move-agent.ts'
import type { InteractionId } from '../ids.ts'
import type { Place } from '../queue/line.ts'
import { standing, standsBefore } from '../queue/line.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { decide } from './decide.ts'
import { triedAlready } from './eligible.ts'
import { makeOffers } from './offer.ts'

/**
 * Brings together whom the step set free and who began to wait. It runs once, at the step's end.
 * The freed choose first, longest idle first: each takes the first in its lines that it may serve.
 * What then still seeks looks for any free agent, or states why there is none.
 */
export function match(turn: Turn): void {
  for (const id of turn.freed) {
    const agent = turn.state.agents.get(id)
    if (agent !== undefined) serveFirst(turn, agent)
  }
  for (const id of turn.seeking) seekAgent(turn, id)
}

/**
 * The interaction that is first in any of a freed agent's lines looks for an agent. It may find
 * another who was free already; then the next in line is looked at, until this agent is taken.
 */
function serveFirst(turn: Turn, agent: AgentState): void {
  while (agent.routing.at === 'available') {
    const first = firstFor(turn, agent)
    if (first === undefined) return
    seekAgent(turn, first)
  }
}

/** An interaction looks for an agent; the decision is told, whether it found one or not. */
function seekAgent(turn: Turn, id: InteractionId): void {
  const interaction = turn.state.interactions.get(id)
  if (interaction?.phase.at !== 'waiting') return
  const { visit } = interaction.phase
  const queue = turn.state.queues.get(visit.queue)
  if (queue === undefined) throw new Error(`invariant: ${id} waits in no queue`)
  turn.seeking.delete(id)
  const decision = decide(turn.state, queue, visit)
  tell(turn, { kind: 'decision-made', interaction: id, queue: visit.queue, decision })
  const chosen = decision.chosen === undefined ? [] : [decision.chosen]
  const agents = [...chosen, ...(decision.alsoChosen ?? [])].map(agent => agentOf(turn, agent))
  if (agents.length > 0) makeOffers(turn, { interaction, visit, agents, queue })
}

/** The first in any of a freed agent's lines that it may serve. */
function firstFor(turn: Turn, agent: AgentState): InteractionId | undefined {
  let best: Place<InteractionId> | undefined
  for (const id of agent.config.queues) {
    const queue = turn.state.queues.get(id)
    if (queue?.members.get(agent.id)?.fits !== true) continue
    const first = firstInLine(turn, queue, agent)
    if (first !== undefined && (best === undefined || standsBefore(first, best))) best = first
  }
  return best?.who
}

/** Passed over are only those this agent was tried for just now, and these are few. */
function firstInLine(
  turn: Turn,
  queue: QueueState,
  agent: AgentState,
): Place<InteractionId> | undefined {
  for (const place of standing(queue.waiting)) {
    const phase = turn.state.interactions.get(place.who)?.phase
    if (phase?.at !== 'waiting') continue
    if (triedAlready(phase.visit, agent, turn.at) === undefined) return place
  }
  return undefined
}
