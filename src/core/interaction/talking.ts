import { agentOf, finishWork, moveAgent } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import type { HangUpRequested } from '../input.ts'
import { leaveQueue } from '../queue/leave.ts'
import { paceWork } from '../queue/pace.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { releaseExpert } from '../talk/consult.ts'
import { completeConsult } from '../talk/decide-consult.ts'
import { arrange } from '../talk/hearing.ts'
import { ownTalk } from '../talk/own-talk.ts'
import { endRecording, startRecording } from '../talk/recording.ts'
import { close } from './closing.ts'
import type { Interaction, Offer, Phase, Talking } from './interaction.ts'
import { customerLegOf, hangUpAll } from './legs.ts'
import { answeredElsewhere, tellEnded } from './offered.ts'
import { wrapUpLastsMs } from './wrap-up.ts'

/** The agent's phone was answered: the two are joined, and recorded where the queue says so. */
export function startTalk(
  turn: Turn,
  interaction: Interaction,
  { phase, offer }: { phase: Extract<Phase, { at: 'offered' }>; offer: Offer },
): void {
  const { visit } = phase
  const customerLeg = customerLegOf(interaction)
  if (customerLeg === undefined) throw new Error(`invariant: ${interaction.id} has no customer`)
  const how = { result: 'answered', detail: 'the phone was answered' } as const
  tellEnded(turn, interaction, visit.queue, { offer, ...how })
  answeredElsewhere(turn, interaction, { phase, offer })
  leaveQueue(turn, interaction, visit, 'answered')
  moveAgent(
    turn,
    agentOf(turn, offer.agent),
    { at: 'talking', interaction: interaction.id },
    'answered',
  )
  tell(turn, {
    kind: 'talk-started',
    interaction: interaction.id,
    queue: visit.queue,
    agent: offer.agent,
  })
  interaction.sentBy = undefined
  arrange(turn, interaction, undefined, {
    at: 'talking',
    queue: visit.queue,
    agent: offer.agent,
    agentLeg: offer.leg,
    since: turn.at,
    origin: visit,
    held: undefined,
    away: undefined,
    consult: undefined,
  })
  if (turn.state.queues.get(visit.queue)?.config.record !== true) return
  startRecording(turn, interaction, { agentLeg: offer.leg })
}

/** The agent ended the talk in the app. */
export function requestHangUp(turn: Turn, input: HangUpRequested): Refusal | undefined {
  const own = ownTalk(turn, input)
  if ('refused' in own) return own.refused
  agentLeaves(turn, own.interaction, own.talk)
  return undefined
}

/**
 * The agent leaves the talk. Where somebody consulted is in it, they have the customer from now on:
 * a customer is never lost by an agent who leaves early.
 */
export function agentLeaves(turn: Turn, interaction: Interaction, talk: Talking): void {
  const { consult } = talk
  if (consult === undefined || consult.state === 'ringing') {
    endTalk(turn, interaction, talk, 'agent')
  } else {
    completeConsult(turn, interaction, talk, consult)
  }
}

/** A talk ends: all legs go, the recording is finished, and the agent wraps up. */
export function endTalk(
  turn: Turn,
  interaction: Interaction,
  phase: Talking,
  by: 'customer' | 'agent' | 'fault',
): void {
  const { queue, agent } = phase
  tell(turn, {
    kind: 'talk-ended',
    interaction: interaction.id,
    queue,
    agent,
    talkMs: turn.at - phase.since,
    by,
  })
  paceWork(turn.state.queues.get(queue), 'talkMs', turn.at - phase.since)
  releaseExpert(turn, interaction, phase, 'talk-ended')
  endRecording(turn, interaction)
  hangUpAll(turn, interaction, by === 'fault' ? 'fault' : 'ended')
  const wrapUpMs = wrapUpLastsMs(turn.state.queues.get(queue)?.config)
  if (wrapUpMs > 0) startWrapUp(turn, interaction, phase, turn.at + wrapUpMs)
  else {
    finishWork(turn, agentOf(turn, agent), 'the talk ended')
    close(turn, interaction, 'handled')
  }
}

function startWrapUp(turn: Turn, interaction: Interaction, phase: Talking, until: number): void {
  const { queue, agent } = phase
  interaction.phase = { at: 'wrap-up', agent, queue, since: turn.at }
  moveAgent(
    turn,
    agentOf(turn, agent),
    { at: 'wrap-up', interaction: interaction.id, until },
    'the talk ended',
  )
  tell(turn, { kind: 'wrap-up-started', interaction: interaction.id, queue, agent, until })
  setTimer(turn.state.timers, { kind: 'wrap-up', of: interaction.id }, until)
}
