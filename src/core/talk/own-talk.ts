import type { Refusal } from '../effect.ts'
import type { AgentId, InteractionId } from '../ids.ts'
import type { Interaction, Talking } from '../interaction/interaction.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'

/** The talk an agent asks something of, or why it is not the agent's to ask. */
export function ownTalk(
  turn: Turn,
  asked: { readonly agent: AgentId; readonly interaction: InteractionId },
): { readonly interaction: Interaction; readonly talk: Talking } | { readonly refused: Refusal } {
  const interaction = turn.state.interactions.get(asked.interaction)
  if (interaction === undefined) {
    return { refused: refuse('unknown-interaction', asked.interaction) }
  }
  const { phase } = interaction
  if (phase.at !== 'talking') return { refused: refuse('not-talking', asked.interaction) }
  if (phase.agent !== asked.agent) {
    return { refused: refuse('not-your-interaction', asked.interaction) }
  }
  return { interaction, talk: phase }
}
