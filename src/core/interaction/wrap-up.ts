import { agentOf, finishWork, setWrapUpEnd } from '../agent/move-agent.ts'
import type { QueueConfig } from '../config.ts'
import type { Refusal } from '../effect.ts'
import type { AgentId, DispositionId, InteractionId } from '../ids.ts'
import type { WrapUpCompleted, WrapUpExtended, WrapUpSkipped } from '../input.ts'
import { noteLengthMax, wrapUpExtensionMs, wrapUpMsMax } from '../limits.ts'
import { paceWork } from '../queue/pace.ts'
import { refuse } from '../refusals.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { close } from './closing.ts'
import type { Interaction, Phase } from './interaction.ts'

type WrapUp = Extract<Phase, { at: 'wrap-up' }>

/** How long wrap-up after a talk for a queue lasts; nothing where there is none. */
export function wrapUpLastsMs(queue: QueueConfig | undefined): number {
  if (queue === undefined) return 0
  return queue.wrapUpEnds === 'by-agent' ? wrapUpMsMax : queue.wrapUpMs
}

/** The agent files the interaction. */
export function completeWrapUp(turn: Turn, input: WrapUpCompleted): Refusal | undefined {
  const own = ownWrapUp(turn, input)
  if ('code' in own) return own
  const { interaction, phase } = own
  const offered = turn.state.queues.get(phase.queue)?.config.dispositions ?? []
  if (!offered.includes(input.disposition)) return refuse('unknown-disposition', input.disposition)
  if (input.note.length > noteLengthMax) return refuse('note-too-long', `at most ${noteLengthMax}`)
  endWrapUp(turn, interaction, phase, { how: 'completed', filed: input })
  return undefined
}

/** The agent goes on without filing. */
export function skipWrapUp(turn: Turn, input: WrapUpSkipped): Refusal | undefined {
  const own = ownWrapUp(turn, input)
  if ('code' in own) return own
  endWrapUp(turn, own.interaction, own.phase, { how: 'skipped' })
  return undefined
}

/** The agent needs longer: the queue's time once more, from the end that was set. */
export function extendWrapUp(turn: Turn, input: WrapUpExtended): Refusal | undefined {
  const own = ownWrapUp(turn, input)
  if ('code' in own) return own
  const { interaction, phase } = own
  const agent = agentOf(turn, phase.agent)
  if (agent.routing.at !== 'wrap-up') throw new Error(`invariant: ${agent.id} wraps nothing up`)
  const last = phase.since + wrapUpMsMax
  if (agent.routing.until >= last) return refuse('wrap-up-too-long', input.interaction)
  const queueMs = turn.state.queues.get(phase.queue)?.config.wrapUpMs ?? 0
  const until = Math.min(last, agent.routing.until + (queueMs > 0 ? queueMs : wrapUpExtensionMs))
  setWrapUpEnd(agent, until)
  setTimer(turn.state.timers, { kind: 'wrap-up', of: interaction.id }, until)
  const { queue } = phase
  const told = { interaction: interaction.id, queue, agent: agent.id, until }
  tell(turn, { kind: 'wrap-up-extended', ...told })
  return undefined
}

/** The time for wrap-up is over; what was not filed stays unfiled, and the record says so. */
export function wrapUpRanOut(turn: Turn, interaction: Interaction, phase: WrapUp): void {
  endWrapUp(turn, interaction, phase, { how: 'time-out' })
}

/** The wrap-up an agent speaks of, if it is the agent's own. */
function ownWrapUp(
  turn: Turn,
  input: { readonly agent: AgentId; readonly interaction: InteractionId },
): { interaction: Interaction; phase: WrapUp } | Refusal {
  const interaction = turn.state.interactions.get(input.interaction)
  if (interaction === undefined) return refuse('unknown-interaction', input.interaction)
  const { phase } = interaction
  if (phase.at !== 'wrap-up') return refuse('not-in-wrap-up', input.interaction)
  if (phase.agent !== input.agent) return refuse('not-your-interaction', input.interaction)
  return { interaction, phase }
}

interface WrapUpEnd {
  readonly how: 'completed' | 'skipped' | 'time-out'
  readonly filed?: { readonly disposition: DispositionId; readonly note: string }
}

function endWrapUp(
  turn: Turn,
  interaction: Interaction,
  phase: WrapUp,
  { how, filed }: WrapUpEnd,
): void {
  paceWork(turn.state.queues.get(phase.queue), 'wrapUpMs', turn.at - phase.since)
  tell(turn, {
    kind: 'wrap-up-ended',
    interaction: interaction.id,
    queue: phase.queue,
    agent: phase.agent,
    how,
    wrapUpMs: turn.at - phase.since,
    ...(filed === undefined ? {} : { disposition: filed.disposition, note: filed.note }),
  })
  finishWork(turn, agentOf(turn, phase.agent), 'wrap-up ended')
  close(turn, interaction, 'handled')
}
