import type { AgentState } from '../agent/agent.ts'
import { isOfferable } from '../agent/offerable.ts'
import { flags, isOn } from '../flags.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { cutWrapUp } from '../interaction/wrap-up.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { triedAlready } from '../routing/eligible.ts'
import { obstacleByHand, offerByHand } from '../routing/offer-by-hand.ts'
import type { Turn } from '../turn.ts'

/**
 * A customer who waits after a transfer came to nothing is put before the agent who handed it on,
 * when that agent may be offered it. It is tried once; after that the customer waits like anybody else.
 */
export function sendBack(turn: Turn, interaction: Interaction): void {
  const { phase, sentBy } = interaction
  if (phase.at !== 'waiting' || sentBy === undefined) return
  interaction.sentBy = undefined
  const agent = turn.state.agents.get(sentBy)
  const queue = turn.state.queues.get(phase.visit.queue)
  if (agent === undefined || queue === undefined) return
  const { visit } = phase
  if (!mayHaveItBack(turn, { interaction, visit, queue }, agent)) return
  offerByHand(turn, { interaction, visit, queue, agent, why: 'handed-it-on' })
}

function mayHaveItBack(
  turn: Turn,
  { interaction, visit, queue }: { interaction: Interaction; visit: Visit; queue: QueueState },
  agent: AgentState,
): boolean {
  if (!isOn(turn.state, flags.handBackByRules)) {
    if (agent.duty.at === 'available') cutWrapUp(turn, interaction, agent.id)
    return isOfferable(turn.state, agent, interaction.channel)
  }
  // Who handed it on is passed over for a while, and did not let it pass.
  const passed = visit.handedBy !== agent.id && triedAlready(turn.state, visit, agent.id)
  return !passed && obstacleByHand(turn, { interaction, queue }, agent) === undefined
}
