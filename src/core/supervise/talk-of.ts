import type { Refusal } from '../effect.ts'
import type { InteractionId } from '../ids.ts'
import type { Interaction, Talking } from '../interaction/interaction.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'

/** The talk of an interaction, whoever's it is. */
export function talkOf(
  turn: Turn,
  id: InteractionId,
): { interaction: Interaction; talk: Talking } | Refusal {
  const interaction = turn.state.interactions.get(id)
  if (interaction === undefined) return refuse('unknown-interaction', id)
  const { phase } = interaction
  return phase.at === 'talking' ? { interaction, talk: phase } : refuse('not-talking', id)
}
