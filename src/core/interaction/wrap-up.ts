import { agentOf, finishWork } from '../agent/move-agent.ts'
import type { Refusal } from '../effect.ts'
import type { DispositionId } from '../ids.ts'
import type { WrapUpCompleted } from '../input.ts'
import { noteLengthMax } from '../limits.ts'
import { paceWork } from '../queue/pace.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { close } from './closing.ts'
import type { Interaction, Phase } from './interaction.ts'

type WrapUp = Extract<Phase, { at: 'wrap-up' }>

/** The agent files the interaction. */
export function completeWrapUp(turn: Turn, input: WrapUpCompleted): Refusal | undefined {
  const interaction = turn.state.interactions.get(input.interaction)
  if (interaction === undefined) return refuse('unknown-interaction', input.interaction)
  const { phase } = interaction
  if (phase.at !== 'wrap-up') return refuse('not-in-wrap-up', input.interaction)
  if (phase.agent !== input.agent) return refuse('not-your-interaction', input.interaction)
  const offered = turn.state.queues.get(phase.queue)?.config.dispositions ?? []
  if (!offered.includes(input.disposition)) return refuse('unknown-disposition', input.disposition)
  if (input.note.length > noteLengthMax) return refuse('note-too-long', `at most ${noteLengthMax}`)
  endWrapUp(turn, interaction, phase, input)
  return undefined
}

/** The time for wrap-up is over; what was not filed stays unfiled, and the record says so. */
export function wrapUpRanOut(turn: Turn, interaction: Interaction, phase: WrapUp): void {
  endWrapUp(turn, interaction, phase, undefined)
}

function endWrapUp(
  turn: Turn,
  interaction: Interaction,
  phase: WrapUp,
  filed: { readonly disposition: DispositionId; readonly note: string } | undefined,
): void {
  paceWork(turn.state.queues.get(phase.queue), 'wrapUpMs', turn.at - phase.since)
  tell(turn, {
    kind: 'wrap-up-ended',
    interaction: interaction.id,
    queue: phase.queue,
    agent: phase.agent,
    how: filed === undefined ? 'time-out' : 'completed',
    wrapUpMs: turn.at - phase.since,
    ...(filed === undefined ? {} : { disposition: filed.disposition, note: filed.note }),
  })
  finishWork(turn, agentOf(turn, phase.agent), 'wrap-up ended')
  close(turn, interaction, 'handled')
}
