import { agentOf, finishWork, moveAgent } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import type { RecordingId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { HangUpRequested } from '../input.ts'
import { leaveQueue } from '../queue/leave.ts'
import { paceWork } from '../queue/pace.ts'
import { refuse } from '../refusals.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { give, tell } from '../turn.ts'
import { close, endRecording } from './closing.ts'
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
  interaction.phase = {
    at: 'talking',
    queue: visit.queue,
    agent: offer.agent,
    agentLeg: offer.leg,
    since: turn.at,
  }
  tell(turn, {
    kind: 'talk-started',
    interaction: interaction.id,
    queue: visit.queue,
    agent: offer.agent,
  })
  give(turn, interaction, { kind: 'connect', legs: [customerLeg.id, offer.leg] })
  if (turn.state.queues.get(visit.queue)?.config.record !== true) return
  const id = toId<RecordingId>(`${interaction.id}-r${interaction.legsMade}`)
  interaction.recording = { id, ending: false }
  give(turn, interaction, {
    kind: 'record',
    recording: id,
    customerLeg: customerLeg.id,
    agentLeg: offer.leg,
  })
}

/** The agent ended the talk in the app. */
export function requestHangUp(turn: Turn, input: HangUpRequested): Refusal | undefined {
  const interaction = turn.state.interactions.get(input.interaction)
  if (interaction === undefined) return refuse('unknown-interaction', input.interaction)
  const { phase } = interaction
  if (phase.at !== 'talking') return refuse('not-talking', input.interaction)
  if (phase.agent !== input.agent) return refuse('not-your-interaction', input.interaction)
  endTalk(turn, interaction, phase, 'agent')
  return undefined
}

/** A talk ends: both legs go, the recording is finished, and the agent wraps up. */
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
