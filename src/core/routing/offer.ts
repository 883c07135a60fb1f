import type { AgentState } from '../agent/agent.ts'
import { reserveAgent } from '../agent/move-agent.ts'
import { channelNeeds } from '../channel.ts'
import { flags, isOn } from '../flags.ts'
import type { LegId, OfferId } from '../ids.ts'
import { nthId } from '../ids.ts'
import type { Interaction, Offer, Visit } from '../interaction/interaction.ts'
import { cutWrapUp } from '../interaction/wrap-up.ts'
import { customerLegOf, makeLeg } from '../interaction/legs.ts'
import { leaveLine } from '../queue/line.ts'
import type { QueueState } from '../queue/queue-state.ts'
import { deskAt } from '../queue/standing.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'

/** What is offered, and from where. */
interface Offering {
  readonly interaction: Interaction
  readonly visit: Visit
  readonly queue: QueueState
  readonly until: number
  /** It was no rule that chose: nobody's turn is over by it. */
  readonly byHand?: boolean
}

/** Puts a waiting interaction before agents: each is reserved and, where there are phones, each phone rings. */
export function makeOffers(
  turn: Turn,
  to: Omit<Offering, 'until'> & { readonly agents: readonly AgentState[] },
): void {
  const { interaction, visit, agents, queue } = to
  leaveLine(queue.sides[interaction.channel].waiting, visit)
  clearTimer(turn.state.timers, { kind: 'retry', of: interaction.id })
  const until = turn.at + queue.config.ringMs
  setTimer(turn.state.timers, { kind: 'ring', of: interaction.id }, until)
  const offers = agents.map(agent => offerTo(turn, { ...to, until }, agent))
  interaction.phase = { at: 'offered', visit, offers }
}

/** More phones ring for an interaction that rings already, and end with the others. */
export function addOffers(
  turn: Turn,
  to: Omit<Offering, 'until' | 'visit'> & { readonly agents: readonly AgentState[] },
): void {
  const { interaction, agents } = to
  const { phase } = interaction
  const until = phase.at === 'offered' ? phase.offers[0]?.until : undefined
  if (phase.at !== 'offered' || until === undefined) {
    throw new Error(`invariant: ${interaction.id} does not ring`)
  }
  const { visit } = phase
  const offers = agents.map(agent => offerTo(turn, { ...to, visit, until }, agent))
  interaction.phase = { ...phase, offers: [...phase.offers, ...offers] }
}

function offerTo(turn: Turn, what: Offering, agent: AgentState): Offer {
  const { interaction, visit, until } = what
  const { channel } = interaction
  const id = nameOffer(turn)
  const leg = channelNeeds[channel].phone ? makeLeg(turn, interaction, agent.id) : undefined
  takeTurn(turn, what, agent)
  // Who handed it on and files it still, may be the next to have it.
  cutWrapUp(turn, interaction, agent.id)
  reserveAgent(turn, agent, { interaction: interaction.id, channel, offer: id })
  const phone = leg === undefined ? undefined : ringAgent(turn, interaction, { agent, leg })
  tell(turn, {
    kind: 'offer-made',
    interaction: interaction.id,
    queue: visit.queue,
    offer: id,
    agent: agent.id,
    ...(leg === undefined ? {} : { leg }),
    until,
  })
  return { id, agent: agent.id, phone, madeAt: turn.at, until }
}

/** The turn goes on from a member whom the queue's rule chose. */
function takeTurn({ state }: Turn, { queue, byHand }: Offering, agent: AgentState): void {
  const desk = deskAt(agent, queue)
  if (!isOn(state, flags.handBackByRules)) queue.turn = (desk?.index ?? 0) + 1
  else if (desk !== undefined && byHand !== true) queue.turn = desk.index + 1
}

function ringAgent(
  turn: Turn,
  interaction: Interaction,
  { agent, leg }: { readonly agent: AgentState; readonly leg: LegId },
): NonNullable<Offer['phone']> {
  const { id, customer } = interaction
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) throw new Error(`invariant: ${id} waits with no customer`)
  const ring = give(turn, interaction, {
    kind: 'ring',
    leg,
    customerLeg: customerLeg.id,
    agent: agent.id,
    to: agent.config.address,
    from: customer.address,
    ...(customer.name === undefined ? {} : { fromName: customer.name }),
  })
  return { leg, ring }
}

function nameOffer(turn: Turn): OfferId {
  turn.state.count.offers += 1
  return nthId<OfferId>('f', turn.state.count.offers)
}
