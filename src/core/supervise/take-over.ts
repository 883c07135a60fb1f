import type { AgentState } from '../agent/agent.ts'
import { agentOf, joinWork } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import type { Interaction, Monitor, Talking } from '../interaction/interaction.ts'
import { hangUp } from '../interaction/legs.ts'
import { startFiling } from '../interaction/filing.ts'
import { paceWork } from '../queue/pace.ts'
import { refuse } from '../refusals.ts'
import { releaseExpert } from '../talk/consult.ts'
import { arrange } from '../talk/hearing.ts'
import { newTalk } from '../talk/new-talk.ts'
import { endRecording, startRecording } from '../talk/recording.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { isFree } from './is-free.ts'
import { mayNotListen, ringSupervisor } from './monitor.ts'
import { tellMonitorEnded } from './monitor-end.ts'
import type { TakeOverRequested } from './supervise-input.ts'
import { talkOf } from './talk-of.ts'

/**
 * The supervisor has the customer from now on. One who is not in the talk yet is called first, and
 * has the customer as soon as the phone is answered; until then nothing changes.
 */
export function requestTakeOver(
  turn: Turn,
  supervisor: AgentState,
  input: TakeOverRequested,
): Refusal | undefined {
  const found = talkOf(turn, input.interaction)
  if ('code' in found) return found
  const { interaction, talk } = found
  const { monitor } = talk
  if (monitor?.supervisor !== supervisor.id) {
    const refused = mayNotListen(turn, supervisor, talk)
    if (refused !== undefined) return refused
    ringSupervisor(turn, interaction, talk, { supervisor, mode: 'listen', takesOver: true })
    return undefined
  }
  if (!isFree(turn, supervisor)) return refuse('supervisor-busy', supervisor.id)
  if (monitor.state === 'up') takeOver(turn, interaction, talk, monitor)
  else if (monitor.takesOver) return refuse('already-so', 'your phone rings')
  else interaction.phase = { ...talk, monitor: { ...monitor, takesOver: true } }
  return undefined
}

/** The agent leaves and wraps up; whoever was consulted is let go; a hold is over. */
export function takeOver(
  turn: Turn,
  interaction: Interaction,
  talk: Talking,
  { supervisor, leg }: Monitor,
): void {
  const { queue, agent, agentLeg, origin } = talk
  const talkMs = turn.at - talk.since
  const { channel } = interaction
  const taken = { interaction: interaction.id, channel }
  releaseExpert(turn, interaction, talk, 'returned')
  tellMonitorEnded(turn, interaction, talk, 'taken-over')
  tell(turn, { kind: 'taken-over', interaction: interaction.id, agent, supervisor })
  paceWork(turn.state.queues.get(queue)?.sides[channel], 'talkMs', talkMs)
  const ended = { interaction: interaction.id, queue, agent, talkMs, by: 'take-over' } as const
  tell(turn, { kind: 'talk-ended', ...ended })
  endRecording(turn, interaction)
  if (agentLeg !== undefined) hangUp(turn, interaction, agentLeg, 'ended')
  startFiling(turn, interaction, { queue, agent }, 'a supervisor took over')
  joinWork(turn, agentOf(turn, supervisor), taken, 'took over')
  tell(turn, { kind: 'talk-started', interaction: interaction.id, queue, agent: supervisor })
  const begun = newTalk({ queue, agent: supervisor, agentLeg: leg, since: turn.at, origin })
  arrange(turn, interaction, undefined, begun)
  if (turn.state.queues.get(queue)?.config.record !== true) return
  startRecording(turn, interaction, { agentLeg: leg })
}
