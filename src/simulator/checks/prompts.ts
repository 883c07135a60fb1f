import type { Fact, InteractionId, OrderId } from '#core'
import type { Check, Stepped } from './check.ts'

/** The end of music, or of a prompt that was cut short, tells a flow nothing. */
export const promptsHeard: Check = {
  name: 'prompts-heard',
  words: 'a step goes on when its own prompt is over, and waits for no key before it is',
  begin: () => {
    const sound: Sound = { playing: new Map(), owner: new Map() }
    return { step: stepped => goesOn(stepped, sound) }
  },
}

/** What plays to whom, by the orders that have no result yet. */
interface Sound {
  readonly playing: Map<InteractionId, OrderId>
  readonly owner: Map<OrderId, InteractionId>
}

function goesOn({ effects, input }: Stepped, sound: Sound): string | undefined {
  const over =
    input.kind === 'order-done' || input.kind === 'order-failed' ? input.order : undefined
  for (const effect of effects) {
    if (effect.kind === 'order') {
      const { id, interaction, order } = effect.issued
      // A prompt that is stopped is over, however late its result says so.
      if (order.kind === 'stop-playing') sound.playing.delete(interaction)
      if (order.kind !== 'play') continue
      sound.playing.set(interaction, id)
      sound.owner.set(id, interaction)
      continue
    }
    const wrong = tooSoon(effect.fact, sound, { over, byKey: input.kind === 'digit-pressed' })
    if (wrong !== undefined) return wrong
  }
  if (over !== undefined) ends(sound, over)
  return undefined
}

function tooSoon(
  fact: Fact,
  sound: Sound,
  by: { readonly over: OrderId | undefined; readonly byKey: boolean },
): string | undefined {
  const { playing } = sound
  if (fact.kind === 'interaction-closed') playing.delete(fact.interaction)
  if (fact.kind === 'step-left' && by.over !== undefined) return leadsOn(fact, sound, by.over)
  if (fact.kind === 'step-entered' && fact.attempt > 1 && !by.byKey) {
    const own = playing.get(fact.interaction)
    if (own !== undefined) return `${fact.interaction} is asked again while ${own} still plays`
  }
  return undefined
}

/** What a timer did in this step, for another or for want of a key, was not done by the end of a prompt. */
function leadsOn(
  { exit, interaction, why }: Extract<Fact, { kind: 'step-left' }>,
  { owner, playing }: Sound,
  over: OrderId,
): string | undefined {
  if (exit !== 'next' || owner.get(over) !== interaction || why.startsWith('no key for ')) {
    return undefined
  }
  const own = playing.get(interaction)
  return own === over ? undefined : `${interaction} goes on by the end of ${over}, not of ${own}`
}

function ends({ playing, owner }: Sound, over: OrderId): void {
  const interaction = owner.get(over)
  owner.delete(over)
  if (interaction !== undefined && playing.get(interaction) === over) playing.delete(interaction)
}
