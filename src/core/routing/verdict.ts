import type { AgentState } from '../agent/agent.ts'
import type { AgentId, InteractionId, QueueId } from '../ids.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { deskAt } from '../queue/standing.ts'
import type { TenantState } from '../state.ts'
import { candidateWords } from '../words/candidate-words.ts'
import { decide } from './decide.ts'
import { obstacle } from './eligible.ts'

/** What would be said of an agent and a waiting interaction just now. */
export interface Verdict {
  readonly queue: QueueId
  readonly verdict: 'chosen' | 'eligible' | 'excluded' | 'not-a-member'
  readonly words: string
}

/**
 * Looks at one agent for an interaction that waits or is offered, as the router would; nothing is
 * changed by looking. Nothing is said of an interaction that seeks nobody.
 */
export function verdictNow(
  state: TenantState,
  of: { readonly interaction: InteractionId; readonly agent: AgentId },
): Verdict | undefined {
  const interaction = state.interactions.get(of.interaction)
  const agent = state.agents.get(of.agent)
  const phase = interaction?.phase
  if (interaction === undefined || agent === undefined) return undefined
  if (phase?.at !== 'waiting' && phase?.at !== 'offered') return undefined
  const queue = state.queues.get(phase.visit.queue)
  if (queue === undefined) return undefined
  if (phase.at === 'offered' && phase.offers.some(offer => offer.agent === agent.id)) {
    return { queue: queue.config.id, verdict: 'chosen', words: 'is being offered it now' }
  }
  const look = { interaction, visit: phase.visit, queue }
  return { queue: queue.config.id, ...weighed(state, agent, look) }
}

function weighed(
  state: TenantState,
  agent: AgentState,
  { interaction, visit, queue }: { interaction: Interaction; visit: Visit; queue: QueueState },
): Omit<Verdict, 'queue'> {
  const standing = deskAt(agent, queue)
  if (standing === undefined) {
    return { verdict: 'not-a-member', words: 'does not serve this queue' }
  }
  const { channel } = interaction
  const reason = obstacle(state, { standing, visit, channel }, agent)
  if (reason !== undefined) return { verdict: 'excluded', words: candidateWords(reason, channel) }
  const { candidates } = decide(state, queue, interaction, visit)
  const found = candidates.find(candidate => candidate.agent === agent.id)
  if (found === undefined) return { verdict: 'eligible', words: 'fits, and others come first' }
  return { verdict: found.verdict, words: candidateWords(found.reason, channel) }
}
