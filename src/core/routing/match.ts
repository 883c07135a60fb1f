import type { AgentState } from '../agent/agent.ts'
import { agentOf } from '../agent/move-agent.ts'
import { flags, isOn } from '../flags.ts'
import type { AgentId, InteractionId } from '../ids.ts'
import { standsBefore } from '../queue/line.ts'
import type { TenantState } from '../state.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import { firstOfFreed } from './freed-together.ts'
import type { Head } from './heads.ts'
import { headsFor, headsOf } from './heads.ts'
import { joinRings } from './join-rings.ts'
import { makeOffers } from './offer.ts'

/**
 * Brings together whom the step set free and who began to wait. It runs once, at the step's end.
 * Who was freed chooses first: one takes the first in its lines that it may serve; for several,
 * whoever is first in any line of theirs looks first. What then still seeks looks for any free agent,
 * or states why there is none.
 */
export function match(turn: Turn): void {
  if (turn.freed !== undefined) matchFreed(turn, turn.freed)
  if (turn.seeking !== undefined) {
    for (const id of inOrderOfService(turn.state, turn.seeking)) seekAgent(turn, id)
  }
  if (turn.freed !== undefined && isOn(turn.state, flags.ringWhoComesFree)) {
    joinRings(turn, turn.freed)
  }
}

function matchFreed(turn: Turn, freed: ReadonlySet<AgentId>): void {
  if (freed.size > 1 && isOn(turn.state, flags.freedTogether)) {
    for (const id of firstOfFreed(turn, freed)) seekAgent(turn, id)
    return
  }
  for (const id of freed) {
    const agent = turn.state.agents.get(id)
    if (agent !== undefined) serveFirst(turn, agent)
  }
}

/** Several seek at once where timers come due together: whoever stands before others looks first. */
function inOrderOfService(
  state: TenantState,
  seeking: ReadonlySet<InteractionId>,
): readonly InteractionId[] {
  if (seeking.size < 2) return [...seeking]
  const places = [...seeking].flatMap(id => {
    const interaction = state.interactions.get(id)
    return interaction?.phase.at === 'waiting' ? [interaction.phase.visit] : []
  })
  return places.toSorted((a, b) => (standsBefore(a, b) ? -1 : 1)).map(place => place.who)
}

/**
 * The interaction that is first in any of a freed agent's lines looks for an agent. It may find
 * another who was free already; then the next in line is looked at, until this agent has no room.
 */
function serveFirst(turn: Turn, agent: AgentState): void {
  while (agent.idle !== undefined) {
    const heads = headsFor(turn, agent)
    const [first] = heads
    if (first === undefined) return
    seekAgent(turn, first.interaction, heads)
  }
}

/** An interaction looks for an agent; the decision is told, whether it found one or not. */
function seekAgent(turn: Turn, id: InteractionId, heads?: readonly Head[]): void {
  const interaction = turn.state.interactions.get(id)
  if (interaction?.phase.at !== 'waiting') return
  const { visit } = interaction.phase
  const queue = turn.state.queues.get(visit.queue)
  if (queue === undefined) throw new Error(`invariant: ${id} waits in no queue`)
  turn.seeking?.delete(id)
  const decided = decide(turn.state, queue, interaction, visit)
  const decision = { ...decided, ...headsOf(heads ?? headsOfChosen(turn, id, decided)) }
  tell(turn, { kind: 'decision-made', interaction: id, queue: visit.queue, decision })
  const chosen = decision.chosen === undefined ? [] : [decision.chosen]
  const agents = [...chosen, ...(decision.alsoChosen ?? [])].map(agent => agentOf(turn, agent))
  if (agents.length === 0) return
  makeOffers(turn, { interaction, visit, agents, queue })
  if (decision.rule === 'ring-all') queue.sides[interaction.channel].ringing.add(id)
}

/** Where several were freed together, what else the chosen one could have taken: it was first of all. */
function headsOfChosen(turn: Turn, id: InteractionId, { chosen }: Decision): readonly Head[] {
  const { freed, state } = turn
  if (freed === undefined || freed.size < 2 || !isOn(state, flags.freedTogether)) return []
  if (chosen === undefined || !freed.has(chosen)) return []
  const heads = headsFor(turn, agentOf(turn, chosen))
  return heads[0]?.interaction === id ? heads : []
}
