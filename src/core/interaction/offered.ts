import type { AgentState } from '../agent/agent.ts'
import { declinedOffer, missedOffer, phoneBusy, phoneUnreachable } from '../agent/agent.ts'
import { agentOf, finishWork, moveAgent, releaseAgent } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import type { OfferResult } from '../facts/fact.ts'
import type { AgentId } from '../ids.ts'
import type { FailureCode, OfferDeclined } from '../input.ts'
import { phoneBusyMs, phoneUnreachableMs, triedAgainAfterMs } from '../limits.ts'
import { leaveQueue, waitOn } from '../queue/leave.ts'
import { refuse } from '../refusals.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { close } from './closing.ts'
import type { Interaction, Phase } from './interaction.ts'
import { hangUp } from './legs.ts'

type Offered = Extract<Phase, { at: 'offered' }>

/** The offer ran out of time: the phone stops ringing and the next agent is sought. */
export function rangOut(turn: Turn, interaction: Interaction, phase: Offered): void {
  const { agent, leg } = phase.offer
  hangUp(turn, interaction, leg, 'not-needed')
  offerFailed(turn, interaction, phase, { result: 'no-answer', detail: 'the phone rang out' })
  const state = agentOf(turn, agent)
  const policy = turn.state.queues.get(phase.visit.queue)?.config.afterNoAnswer
  stepBack(turn, state, policy === 'not-ready' ? missedOffer : undefined)
}

/** The ring order failed: the phone was busy, declined, could not be reached. */
export function ringFailed(
  turn: Turn,
  interaction: Interaction,
  phase: Offered,
  failure: { code: FailureCode; detail: string },
): void {
  const result = offerResults[failure.code]
  offerFailed(turn, interaction, phase, { result, detail: failure.detail })
  const agent = agentOf(turn, phase.offer.agent)
  switch (result) {
    case 'busy':
      leaveAlone(turn, agent, { reason: phoneBusy, ms: phoneBusyMs })
      return
    case 'unreachable':
    case 'fault':
      leaveAlone(turn, agent, { reason: phoneUnreachable, ms: phoneUnreachableMs })
      return
    case 'no-answer':
    case 'declined': {
      const policy = turn.state.queues.get(phase.visit.queue)?.config.afterNoAnswer
      const reason = result === 'declined' ? declinedOffer : missedOffer
      stepBack(turn, agent, policy === 'not-ready' ? reason : undefined)
    }
  }
}

/** The agent said no in the app. */
export function decline(turn: Turn, input: OfferDeclined): Refusal | undefined {
  const agent = turn.state.agents.get(input.agent)
  if (agent === undefined) return refuse('unknown-agent', input.agent)
  const { routing } = agent
  if (routing.at !== 'reserved' || routing.offer !== input.offer) {
    return refuse('not-your-offer', input.offer)
  }
  const interaction = turn.state.interactions.get(routing.interaction)
  if (interaction?.phase.at !== 'offered') throw new Error(`invariant: ${input.offer} is nowhere`)
  const { phase } = interaction
  hangUp(turn, interaction, phase.offer.leg, 'not-needed')
  ringFailed(turn, interaction, phase, { code: 'declined', detail: 'declined in the app' })
  return undefined
}

/** The customer left while a phone rang: it stops, and the agent keeps its place. */
export function customerLeftOffer(turn: Turn, interaction: Interaction, phase: Offered): void {
  tellEnded(turn, interaction, phase, { result: 'customer-left', detail: 'the customer hung up' })
  releaseAgent(turn, agentOf(turn, phase.offer.agent), 'the customer hung up')
  leaveQueue(turn, interaction, phase.visit, 'abandoned')
  close(turn, interaction, 'abandoned-in-queue', 'not-needed')
}

/** States how an offer ended. */
export function tellEnded(
  turn: Turn,
  interaction: Interaction,
  phase: Offered,
  how: { result: OfferResult; detail: string },
): void {
  const { offer, visit } = phase
  tell(turn, {
    kind: 'offer-ended',
    interaction: interaction.id,
    queue: visit.queue,
    offer: offer.id,
    agent: offer.agent,
    result: how.result,
    rangMs: turn.at - offer.madeAt,
    detail: how.detail,
  })
}

type FailedResult = Exclude<OfferResult, 'answered' | 'customer-left'>

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

function offerFailed(
  turn: Turn,
  interaction: Interaction,
  phase: Offered,
  how: { result: FailedResult; detail: string },
): void {
  tellEnded(turn, interaction, phase, how)
  clearTimer(turn.state.timers, { kind: 'ring', of: interaction.id })
  rememberTried(turn, phase.visit.tried, phase.offer.agent)
  waitOn(turn, interaction, phase.visit)
}

/** Remembers whom this visit tried, and forgets those who may be tried again. */
function rememberTried(turn: Turn, tried: Map<AgentId, number>, agent: AgentId): void {
  for (const [id, at] of tried) if (turn.at - at >= triedAgainAfterMs) tried.delete(id)
  tried.set(agent, turn.at)
}

/** The agent who let an offer pass is not ready for that reason, or goes on without one. */
function stepBack(turn: Turn, agent: AgentState, reason: string | undefined): void {
  if (reason === undefined || agent.next.at !== 'available') {
    finishWork(turn, agent, 'the offer ended')
    return
  }
  moveAgent(turn, agent, { at: 'not-ready', reason }, 'the offer ended')
}

/** An agent whose phone is at fault is left alone for a while, and comes back by itself. */
function leaveAlone(turn: Turn, agent: AgentState, by: { reason: string; ms: number }): void {
  stepBack(turn, agent, by.reason)
  if (agent.routing.at === 'not-ready' && agent.next.at === 'available') {
    setTimer(turn.state.timers, { kind: 'back', of: agent.id }, turn.at + by.ms)
  }
}
