import { agentOf, finishWork, moveWork } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import type { HangUpRequested } from '../input.ts'
import { leaveQueue } from '../queue/leave.ts'
import { paceWork } from '../queue/pace.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { tellMonitorEnded } from '../supervise/monitor-end.ts'
import { releaseExpert } from '../talk/consult.ts'
import { completeConsult } from '../talk/decide-consult.ts'
import { arrange } from '../talk/hearing.ts'
import { newTalk } from '../talk/new-talk.ts'
import { ownTalk } from '../talk/own-talk.ts'
import { endRecording, startRecording } from '../talk/recording.ts'
import { channelTold } from './channel-told.ts'
import { close } from './closing.ts'
import type { Interaction, Offer, Phase, Talking } from './interaction.ts'
import { hangUpAll } from './legs.ts'
import { answeredElsewhere, tellEnded } from './offered.ts'
import { wrapUpOfMs } from './wrap-up-time.ts'

/** The agent took it, as by answering the phone: the two are joined, and recorded where the queue says so. */
export function startTalk(
  turn: Turn,
  interaction: Interaction,
  { phase, offer }: { phase: Extract<Phase, { at: 'offered' }>; offer: Offer },
): void {
  const { visit } = phase
  const { phone } = offer
  const detail = phone === undefined ? 'taken at the desk' : 'the phone was answered'
  tellEnded(turn, interaction, visit.queue, { offer, result: 'answered', detail })
  answeredElsewhere(turn, interaction, { phase, offer })
  leaveQueue(turn, interaction, visit, 'answered')
  const agent = agentOf(turn, offer.agent)
  moveWork(turn, agent, { interaction: interaction.id, stage: { at: 'talking' } }, 'answered')
  tell(turn, {
    kind: 'talk-started',
    interaction: interaction.id,
    queue: visit.queue,
    agent: offer.agent,
    ...channelTold(interaction),
  })
  interaction.sentBy = undefined
  const { queue } = visit
  const begun = { queue, agent: offer.agent, agentLeg: phone?.leg, since: turn.at, origin: visit }
  arrange(turn, interaction, undefined, newTalk(begun))
  if (phone === undefined || turn.state.queues.get(queue)?.config.record !== true) return
  startRecording(turn, interaction, { agentLeg: phone.leg })
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
    ...channelTold(interaction),
  })
  const side = turn.state.queues.get(queue)?.sides[interaction.channel]
  paceWork(side, 'talkMs', turn.at - phase.since)
  releaseExpert(turn, interaction, phase, 'talk-ended')
  tellMonitorEnded(turn, interaction, phase, 'talk-ended')
  endRecording(turn, interaction)
  hangUpAll(turn, interaction, by === 'fault' ? 'fault' : 'ended')
  const wrapUpMs = wrapUpOfMs(turn, { queue, agent })
  if (wrapUpMs > 0) startWrapUp(turn, interaction, phase, turn.at + wrapUpMs)
  else {
    finishWork(turn, agentOf(turn, agent), { interaction: interaction.id }, 'the talk ended')
    close(turn, interaction, 'handled')
  }
}

function startWrapUp(turn: Turn, interaction: Interaction, phase: Talking, until: number): void {
  const { queue, agent } = phase
  interaction.phase = { at: 'wrap-up', agent, queue, since: turn.at }
  const to = { interaction: interaction.id, stage: { at: 'wrap-up', until } } as const
  moveWork(turn, agentOf(turn, agent), to, 'the talk ended')
  tell(turn, { kind: 'wrap-up-started', interaction: interaction.id, queue, agent, until })
  setTimer(turn.state.timers, { kind: 'wrap-up', of: interaction.id }, until)
}
