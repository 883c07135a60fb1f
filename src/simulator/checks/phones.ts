import type { LegId } from '#core'
import type { Check, Stepped } from './check.ts'

/** A phone whose offer is over stops ringing in the same moment, or its leg is gone already. */
export const phonesStop: Check = {
  name: 'phones-stop',
  words: 'the phone of an offer that came to nothing is hung up at once',
  begin: () => {
    const ringing = new Map<string, LegId>()
    return { step: stepped => ringsOn(stepped, ringing) }
  },
}

/** The outside of this world tells every end of a leg, so none is ever given up for lost. */
export const endsTold: Check = {
  name: 'ends-told',
  words: 'a leg is said to have ended when its end was told, and is not waited for in vain',
  begin: () => ({
    step({ effects, input }) {
      for (const effect of effects) {
        if (effect.kind !== 'fact' || effect.fact.kind !== 'leg-ended') continue
        const { leg, cause } = effect.fact
        if (input.kind !== 'leg-ended' || input.leg !== leg) return `${leg}: ${cause}`
      }
      return undefined
    },
  }),
}

function ringsOn({ effects, state }: Stepped, ringing: Map<string, LegId>): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== 'fact') continue
    const { fact } = effect
    if (fact.kind === 'offer-made' && fact.leg !== undefined) ringing.set(fact.offer, fact.leg)
    if (fact.kind !== 'offer-ended') continue
    const leg = ringing.get(fact.offer)
    ringing.delete(fact.offer)
    if (leg === undefined || fact.result === 'answered' || !state.legs.has(leg)) continue
    const hungUp = effects.some(
      one =>
        one.kind === 'order' && one.issued.order.kind === 'hang-up' && one.issued.order.leg === leg,
    )
    if (!hungUp) return `${fact.offer} ended as ${fact.result}, and ${leg} rings on`
  }
  return undefined
}
