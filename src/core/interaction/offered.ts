import type { AgentState } from '../agent/agent.ts'
import { declinedOffer, missedOffer, phoneBusy, phoneUnreachable } from '../agent/agent.ts'
import { agentOf, finishWork, releaseAgent } from '../agent/move-agent.ts'
import type { Work } from '../agent/work.ts'
import type { HangUp, Refusal } from '../effect.ts'
import type { OfferResult } from '../facts/fact.ts'
import { flags, isOn } from '../flags.ts'
import type { AgentId, OfferId, QueueId } from '../ids.ts'
import type { FailureCode, OfferDeclined } from '../input.ts'
import { phoneBusyMs, phoneUnreachableMs, triedAgainAfterMs } from '../limits.ts'
import { leaveQueue, waitOn } from '../queue/leave.ts'
import { refuse } from '../refusals.ts'
import { endConsult } from '../talk/consult.ts'
import { sendBack } from '../talk/send-back.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { close } from './closing.ts'
import type { Interaction, Offer, Phase, Visit } from './interaction.ts'
import { hangUp } from './legs.ts'
import { withEntry } from '../sparse.ts'

type Offered = Extract<Phase, { at: 'offered' }>

/** One offer of an interaction, with what it is an offer of. */
interface Standing {
  readonly phase: Offered
  readonly offer: Offer
}

/** The offer ran out of time: the phones stop ringing and the next agent is sought. */
export function rangOut(turn: Turn, interaction: Interaction, phase: Offered): void {
  for (const offer of phase.offers) {
    stopRinging(turn, interaction, offer, 'not-needed')
    const detail = offer.phone === undefined ? 'nobody took it' : 'the phone rang out'
    const policy = turn.state.queues.get(phase.visit.queue)?.config.afterNoAnswer
    const reason = policy === 'not-ready' ? missedOffer : undefined
    const letGo = (): void => stepBack(turn, interaction, agentOf(turn, offer.agent), reason)
    offerFailed(turn, interaction, offer, { result: 'no-answer', detail, letGo })
  }
}

/** A ring order failed: the phone was busy, declined, could not be reached. */
export function ringFailed(
  turn: Turn,
  interaction: Interaction,
  { phase, offer }: Standing,
  failure: { code: FailureCode; detail: string },
): void {
  const result = offerResults[failure.code]
  const letGo = (): void => letGoAfter(turn, interaction, { phase, offer }, result)
  offerFailed(turn, interaction, offer, { result, detail: failure.detail, letGo })
}

/** What becomes of an agent whose phone did not take an offer, by how it did not. */
function letGoAfter(
  turn: Turn,
  interaction: Interaction,
  { phase, offer }: Standing,
  result: FailedResult,
): void {
  const agent = agentOf(turn, offer.agent)
  switch (result) {
    case 'busy':
      leaveAlone(turn, interaction, agent, { reason: phoneBusy, ms: phoneBusyMs })
      return
    case 'unreachable':
    case 'fault':
      leaveAlone(turn, interaction, agent, { reason: phoneUnreachable, ms: phoneUnreachableMs })
      return
    case 'no-answer':
    case 'declined': {
      const policy = turn.state.queues.get(phase.visit.queue)?.config.afterNoAnswer
      const reason = result === 'declined' ? declinedOffer : missedOffer
      stepBack(turn, interaction, agent, policy === 'not-ready' ? reason : undefined)
    }
  }
}

/** The agent said no in the app. */
export function decline(turn: Turn, input: OfferDeclined): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  const work = offeredWork(agent, input.offer)
  if (work === undefined) return refuse('not-your-offer', input.offer)
  const interaction = turn.state.interactions.get(work.interaction)
  if (interaction?.phase.at === 'talking') {
    endConsult(turn, interaction, interaction.phase, 'declined')
    return undefined
  }
  declineOffer(turn, interaction, input)
  return undefined
}

function declineOffer(
  turn: Turn,
  interaction: Interaction | undefined,
  input: OfferDeclined,
): void {
  const phase = interaction?.phase
  const offer =
    phase?.at === 'offered' ? phase.offers.find(one => one.id === input.offer) : undefined
  if (interaction === undefined || phase?.at !== 'offered' || offer === undefined)
    throw new Error(`invariant: ${input.offer} is nowhere`)
  stopRinging(turn, interaction, offer, 'not-needed')
  const failure = { code: 'declined', detail: 'declined in the app' } as const
  ringFailed(turn, interaction, { phase, offer }, failure)
}

/** One of several answered: the other phones stop, and their agents keep their places. */
export function answeredElsewhere(turn: Turn, interaction: Interaction, won: Standing): void {
  for (const offer of won.phase.offers) {
    if (offer.id === won.offer.id) continue
    stopRinging(turn, interaction, offer, 'answered-elsewhere')
    const how = {
      result: 'answered-elsewhere',
      detail: 'another phone was answered first',
    } as const
    tellEnded(turn, interaction, won.phase.visit.queue, { offer, ...how })
    releaseAgent(turn, agentOf(turn, offer.agent), interaction.id, 'another agent answered first')
  }
}

/** The customer left while phones rang: they stop, and the agents keep their places. */
export function customerLeftOffer(turn: Turn, interaction: Interaction, phase: Offered): void {
  withdraw(turn, interaction, phase, 'the customer hung up')
  leaveQueue(turn, interaction, phase.visit, 'abandoned')
  close(turn, interaction, 'abandoned-in-queue', 'not-needed')
}

/** Takes all offers back because there is nothing to offer any more; the agents keep their places. */
export function withdraw(
  turn: Turn,
  interaction: Interaction,
  phase: Offered,
  detail: string,
): void {
  for (const offer of phase.offers) {
    const how = { result: 'customer-left', detail } as const
    tellEnded(turn, interaction, phase.visit.queue, { offer, ...how })
    releaseAgent(turn, agentOf(turn, offer.agent), interaction.id, detail)
  }
}

/** The work an agent is offered by an offer, or by a consultation. */
export function offeredWork(agent: AgentState, offer: OfferId): Work | undefined {
  return agent.works.find(({ stage }) => stage.at === 'reserved' && stage.offer === offer)
}

/** States how an offer ended. */
export function tellEnded(
  turn: Turn,
  interaction: Interaction,
  queue: QueueId,
  how: { offer: Offer; result: OfferResult; detail: string },
): void {
  const { offer, result, detail } = how
  tell(turn, {
    kind: 'offer-ended',
    interaction: interaction.id,
    queue,
    offer: offer.id,
    agent: offer.agent,
    result,
    rangMs: turn.at - offer.madeAt,
    detail,
  })
}

type FailedResult = Exclude<OfferResult, 'answered' | 'answered-elsewhere' | 'customer-left'>

const offerResults: Readonly<Record<FailureCode, FailedResult>> = {
  busy: 'busy',
  declined: 'declined',
  'no-answer': 'no-answer',
  unreachable: 'unreachable',
  refused: 'unreachable',
  gone: 'fault',
  fault: 'fault',
  'lost-in-restart': 'fault',
}

/**
 * One offer came to nothing. Its agent is let go before anything else is decided, since the agent may be
 * the one it goes back to. While other phones still ring for it, the interaction stays offered.
 */
function offerFailed(
  turn: Turn,
  interaction: Interaction,
  offer: Offer,
  { result, detail, letGo }: { result: FailedResult; detail: string; letGo: () => void },
): void {
  const { phase } = interaction
  if (phase.at !== 'offered') throw new Error(`invariant: ${offer.id} is no longer out`)
  tellEnded(turn, interaction, phase.visit.queue, { offer, result, detail })
  rememberTried(turn, phase.visit, offer.agent)
  const isFirst = isOn(turn.state, flags.handBackByRules)
  if (isFirst) letGo()
  goOnOffered(turn, interaction, phase, offer)
  if (!isFirst) letGo()
}

function goOnOffered(turn: Turn, interaction: Interaction, phase: Offered, over: Offer): void {
  const offers = phase.offers.filter(one => one.id !== over.id)
  if (offers.length > 0) {
    interaction.phase = { ...phase, offers }
    return
  }
  clearTimer(turn.state.timers, { kind: 'ring', of: interaction.id })
  waitOn(turn, interaction, phase.visit)
  sendBack(turn, interaction)
}

/** Remembers whom this visit tried, and forgets those who may be tried again. */
function rememberTried(turn: Turn, visit: Visit, agent: AgentId): void {
  const lately = [...visit.tried].filter(([, at]) => turn.at - at < triedAgainAfterMs)
  visit.tried = withEntry(new Map(lately), agent, turn.at)
  if (visit.handedBy === agent) visit.handedBy = undefined
}

function stopRinging(
  turn: Turn,
  interaction: Interaction,
  { phone }: Offer,
  why: HangUp['why'],
): void {
  if (phone !== undefined) hangUp(turn, interaction, phone.leg, why)
}

/** The agent who let an offer pass is not ready for that reason, or goes on without one. */
function stepBack(
  turn: Turn,
  { id: interaction }: Interaction,
  agent: AgentState,
  reason: string | undefined,
): void {
  const goesOn = reason === undefined || agent.duty.at !== 'available'
  const duty = goesOn ? agent.duty : ({ at: 'not-ready', reason } as const)
  finishWork(turn, agent, { interaction, duty }, 'the offer ended')
}

/** An agent whose phone is at fault is left alone for a while, and comes back by itself. */
function leaveAlone(
  turn: Turn,
  interaction: Interaction,
  agent: AgentState,
  by: { reason: string; ms: number },
): void {
  const comesBack = agent.duty.at === 'available'
  stepBack(turn, interaction, agent, by.reason)
  if (comesBack) setTimer(turn.state.timers, { kind: 'back', of: agent.id }, turn.at + by.ms)
}
