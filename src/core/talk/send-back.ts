import { isOfferable } from '../agent/offerable.ts'
import type { Interaction } from '../interaction/interaction.ts'
import { cutWrapUp } from '../interaction/wrap-up.ts'
import { makeOffers } from '../routing/offer.ts'
import type { Turn } from '../turn.ts'

/**
 * A customer who waits after a transfer came to nothing is put before the agent who handed it on,
 * when that agent is free. It is tried once; after that the customer waits like anybody else.
 */
export function sendBack(turn: Turn, interaction: Interaction): void {
  const { phase, sentBy } = interaction
  if (phase.at !== 'waiting' || sentBy === undefined) return
  interaction.sentBy = undefined
  const agent = turn.state.agents.get(sentBy)
  const queue = turn.state.queues.get(phase.visit.queue)
  if (agent === undefined || queue === undefined) return
  if (agent.duty.at === 'available') cutWrapUp(turn, interaction, sentBy)
  if (!isOfferable(turn.state, agent, interaction.channel)) return
  turn.seeking?.delete(interaction.id)
  makeOffers(turn, { interaction, visit: phase.visit, queue, agents: [agent] })
}
