import type { AgentState } from '../agent/agent.ts'
import { standsIn } from '../agent/barrier.ts'
import { agentOf } from '../agent/move-agent.ts'
import type { InteractionId } from '../ids.ts'
import { headsListedMax } from '../limits.ts'
import type { Place } from '../queue/line.ts'
import { standing, standsBefore } from '../queue/line.ts'
import { placeOf } from '../queue/place-of.ts'
import type { QueueState } from '../queue/queue-state.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { decide } from './decide.ts'
import type { LineHead } from './decision.ts'
import { triedAlready } from './eligible.ts'
import { makeOffers } from './offer.ts'

/** The weight of a queue where neither it nor the agent says otherwise. */
const usualWeight = 100

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
  for (const id of inOrderOfService(turn)) seekAgent(turn, id)
}

/** Several seek at once where timers come due together: whoever stands before others looks first. */
function inOrderOfService({ seeking, state }: Turn): readonly InteractionId[] {
  if (seeking.size < 2) return [...seeking]
  const places = [...seeking].flatMap(id => {
    const interaction = state.interactions.get(id)
    return interaction?.phase.at === 'waiting'
      ? [placeOf(interaction, interaction.phase.visit)]
      : []
  })
  return places.toSorted((a, b) => (standsBefore(a, b) ? -1 : 1)).map(place => place.who)
}

/**
 * The interaction that is first in any of a freed agent's lines looks for an agent. It may find
 * another who was free already; then the next in line is looked at, until this agent is taken.
 */
function serveFirst(turn: Turn, agent: AgentState): void {
  while (agent.routing.at === 'available') {
    const heads = headsFor(turn, agent)
    const [first] = heads
    if (first === undefined) return
    seekAgent(turn, first.interaction, heads)
  }
}

/** An interaction looks for an agent; the decision is told, whether it found one or not. */
function seekAgent(turn: Turn, id: InteractionId, heads: readonly Head[] = []): void {
  const interaction = turn.state.interactions.get(id)
  if (interaction?.phase.at !== 'waiting') return
  const { visit } = interaction.phase
  const queue = turn.state.queues.get(visit.queue)
  if (queue === undefined) throw new Error(`invariant: ${id} waits in no queue`)
  turn.seeking.delete(id)
  const decision = { ...decide(turn.state, queue, visit), ...headsOf(heads) }
  tell(turn, { kind: 'decision-made', interaction: id, queue: visit.queue, decision })
  const chosen = decision.chosen === undefined ? [] : [decision.chosen]
  const agents = [...chosen, ...(decision.alsoChosen ?? [])].map(agent => agentOf(turn, agent))
  if (agents.length > 0) makeOffers(turn, { interaction, visit, agents, queue })
}

/** The first in one of a freed agent's lines. */
interface Head extends LineHead {
  readonly interaction: InteractionId
  readonly order: number
}

/** The first of each line that an agent may serve, the one it takes first. */
function headsFor(turn: Turn, agent: AgentState): readonly Head[] {
  const heads: Head[] = []
  for (const id of agent.config.queues) {
    const queue = turn.state.queues.get(id)
    if (queue === undefined || queue.waiting.length === 0) continue
    if (standsIn(queue, agent) === undefined) continue
    const first = firstInLine(turn, queue, agent)
    if (first === undefined) continue
    const head = {
      interaction: first.who,
      queue: id,
      priority: first.rank,
      waitedMs: turn.at - first.since,
      weight: agent.config.weights?.[id] ?? queue.config.weight ?? usualWeight,
      order: first.order,
    }
    heads.push(head)
  }
  return heads.length < 2 ? heads : heads.toSorted(takenBefore)
}

/** Priority first; of equal priority the wait times the weight; then who came first. */
function takenBefore(a: Head, b: Head): number {
  if (a.priority !== b.priority) return a.priority - b.priority
  return b.waitedMs * b.weight - a.waitedMs * a.weight || a.order - b.order
}

/** One line alone needs no explaining. */
function headsOf(heads: readonly Head[]): { heads?: readonly LineHead[] } {
  if (heads.length < 2) return {}
  return {
    heads: heads
      .slice(0, headsListedMax)
      .map(({ interaction: _interaction, order: _order, ...head }) => head),
  }
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
