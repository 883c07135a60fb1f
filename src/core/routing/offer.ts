import type { AgentState } from '../agent/agent.ts'
import { reserveAgent } from '../agent/move-agent.ts'
import type { LegId, OfferId } from '../ids.ts'
import { toId } from '../ids.ts'
import { customerLegOf } from '../interaction/legs.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { leaveLine } from '../queue/line.ts'
import { placeOf } from '../queue/place-of.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'

/** Puts a waiting interaction before an agent: the agent is reserved and the phone rings. */
export function makeOffer(
  turn: Turn,
  to: { interaction: Interaction; visit: Visit; agent: AgentState; queue: QueueState },
): void {
  const { interaction, visit, agent, queue } = to
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined)
    throw new Error(`invariant: ${interaction.id} waits with no customer`)
  leaveLine(queue.waiting, placeOf(interaction, visit))
  clearTimer(turn.state.timers, { kind: 'retry', of: interaction.id })
  const id = nameOffer(turn)
  const leg = newAgentLeg(turn, interaction, agent)
  reserveAgent(turn, agent, { at: 'reserved', interaction: interaction.id, offer: id })
  const ring = give(turn, interaction, {
    kind: 'ring',
    leg,
    customerLeg: customerLeg.id,
    agent: agent.id,
    to: agent.config.address,
    from: interaction.customer.address,
    ...(interaction.customer.name === undefined ? {} : { fromName: interaction.customer.name }),
  })
  const until = turn.at + queue.config.ringMs
  setTimer(turn.state.timers, { kind: 'ring', of: interaction.id }, until)
  interaction.phase = {
    at: 'offered',
    visit,
    offer: { id, agent: agent.id, leg, ring, madeAt: turn.at, until },
  }
  tell(turn, {
    kind: 'offer-made',
    interaction: interaction.id,
    queue: visit.queue,
    offer: id,
    agent: agent.id,
    leg,
    until,
  })
}

function nameOffer(turn: Turn): OfferId {
  turn.state.count.offers += 1
  return toId<OfferId>(`f${turn.state.count.offers}`)
}

function newAgentLeg(turn: Turn, interaction: Interaction, agent: AgentState): LegId {
  interaction.legsMade += 1
  const id = toId<LegId>(`${interaction.id}-${interaction.legsMade}`)
  interaction.legs.set(id, { id, party: 'agent', agent: agent.id, state: 'calling' })
  turn.state.legs.set(id, interaction.id)
  return id
}
