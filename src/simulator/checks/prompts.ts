import type { InteractionId, OrderId } from '#core'
import type { Check, Stepped } from './check.ts'

/** The end of music, or of a prompt that was cut short, tells a flow nothing. */
export const promptsHeard: Check = {
  name: 'prompts-heard',
  words: 'a step that speaks goes on when its own prompt is over, and not when another is',
  begin: () => {
    const playing = new Map<InteractionId, OrderId>()
    return { step: stepped => goesOn(stepped, playing) }
  },
}

function goesOn(
  { effects, input }: Stepped,
  playing: Map<InteractionId, OrderId>,
): string | undefined {
  const over =
    input.kind === 'order-done' || input.kind === 'order-failed' ? input.order : undefined
  for (const effect of effects) {
    if (effect.kind === 'order') {
      const { id, interaction, order } = effect.issued
      if (order.kind === 'play') playing.set(interaction, id)
      continue
    }
    const { fact } = effect
    if (fact.kind === 'interaction-closed') playing.delete(fact.interaction)
    if (fact.kind !== 'step-left' || fact.exit !== 'next' || over === undefined) continue
    const own = playing.get(fact.interaction)
    if (own !== over) return `${fact.interaction} goes on by the end of ${over}, not of ${own}`
  }
  return undefined
}
