import type { AgentState } from '../agent/agent.ts'
import { reserveAgent } from '../agent/move-agent.ts'
import type { LegId, OfferId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { Interaction, Offer, Visit } from '../interaction/interaction.ts'
import { customerLegOf } from '../interaction/legs.ts'
import { leaveLine } from '../queue/line.ts'
import { placeOf } from '../queue/place-of.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'

/** What is offered, and from where. */
interface Offering {
  readonly interaction: Interaction
  readonly visit: Visit
  readonly queue: QueueState
  readonly until: number
}

/** Puts a waiting interaction before agents: each is reserved and each phone rings. */
export function makeOffers(
  turn: Turn,
  to: Omit<Offering, 'until'> & { readonly agents: readonly AgentState[] },
): void {
  const { interaction, visit, agents, queue } = to
  leaveLine(queue.waiting, placeOf(interaction, visit))
  clearTimer(turn.state.timers, { kind: 'retry', of: interaction.id })
  const until = turn.at + queue.config.ringMs
  setTimer(turn.state.timers, { kind: 'ring', of: interaction.id }, until)
  const offers = agents.map(agent => offerTo(turn, { ...to, until }, agent))
  interaction.phase = { at: 'offered', visit, offers }
}

function offerTo(turn: Turn, what: Offering, agent: AgentState): Offer {
  const { interaction, visit, queue, until } = what
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined)
    throw new Error(`invariant: ${interaction.id} waits with no customer`)
  const id = nameOffer(turn)
  const leg = newAgentLeg(turn, interaction, agent)
  queue.turn = (queue.members.get(agent.id)?.index ?? 0) + 1
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
  tell(turn, {
    kind: 'offer-made',
    interaction: interaction.id,
    queue: visit.queue,
    offer: id,
    agent: agent.id,
    leg,
    until,
  })
  return { id, agent: agent.id, leg, ring, madeAt: turn.at, until }
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
