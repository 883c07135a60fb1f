import { channelNeeds } from '../channel.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { QueueStep } from './flow.ts'
import { playPrompts } from './play.ts'
import { placeInLine } from './queue-figures.ts'
import { stepAt } from './step-at.ts'

/** Sets the time of the next announcement, where the queue's step has any. */
export function announceLater(turn: Turn, interaction: Interaction, step: QueueStep): void {
  if (step.announce === undefined || !channelNeeds[interaction.channel].phone) return
  const at = turn.at + step.announce.everyMs
  setTimer(turn.state.timers, { kind: 'announce', of: interaction.id }, at)
}

/**
 * It is time to say how the wait goes. While a phone rings nothing is said: the answer may come in
 * the middle of a word.
 */
export function announce(turn: Turn, interaction: Interaction): void {
  const { phase } = interaction
  if (phase.at !== 'waiting' && phase.at !== 'offered') return
  const step = queueStepOf(turn, phase.visit)
  if (step?.announce === undefined) return
  announceLater(turn, interaction, step)
  const place = placeInLine(turn.state, interaction)
  if (place === undefined) return
  interaction.announcing = playPrompts(turn, interaction, step.announce.prompts)
  if (interaction.announcing === undefined) return
  const { position } = place
  tell(turn, { kind: 'announced', interaction: interaction.id, queue: phase.visit.queue, position })
}

/** The announcement is over: the music goes on. */
export function announced(turn: Turn, interaction: Interaction): void {
  const { phase } = interaction
  interaction.announcing = undefined
  if (phase.at !== 'waiting' && phase.at !== 'offered') return
  const queue = turn.state.queues.get(phase.visit.queue)
  if (queue !== undefined) playPrompts(turn, interaction, [queue.config.music], true)
}

/** The step a visit goes by. A visit on an agent's word may be to another queue: no step speaks of it. */
export function queueStepOf(turn: Turn, visit: Visit): QueueStep | undefined {
  const step = visit.place && stepAt(turn, visit.place)
  return step?.kind === 'queue' && step.queue === visit.queue ? step : undefined
}
