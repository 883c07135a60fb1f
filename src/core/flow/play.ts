import type { Prompt } from '../config.ts'
import type { OrderId } from '../ids.ts'
import type { Interaction } from '../interaction/interaction.ts'
import { customerLegOf } from '../interaction/legs.ts'
import type { Turn } from '../turn.ts'
import { give } from '../turn.ts'
import { fillPrompts } from './values.ts'

/** Plays prompts to the customer and names the order whose result says that they were heard. */
export function playPrompts(
  turn: Turn,
  interaction: Interaction,
  prompts: readonly Prompt[],
  loop = false,
): OrderId | undefined {
  const leg = customerLegOf(interaction)
  const filled = fillPrompts(turn, interaction, prompts)
  if (leg === undefined || filled.length === 0) return undefined
  return give(turn, interaction, {
    kind: 'play',
    leg: leg.id,
    prompts: filled,
    language: turn.state.config?.language ?? 'en-US',
    loop,
  })
}

/** Stops what the customer hears. */
export function stopPlaying(turn: Turn, interaction: Interaction): void {
  const leg = customerLegOf(interaction)
  if (leg !== undefined) give(turn, interaction, { kind: 'stop-playing', leg: leg.id })
}
