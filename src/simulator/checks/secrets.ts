import type { Check, Stepped } from './check.ts'

/** The variables that the flows of this world take as a secret. */
const secretNames: ReadonlySet<string> = new Set(['pin'])

/** A digit of a secret is in no input that is kept, and in no fact. */
export const secretsKept: Check = {
  name: 'secrets-kept',
  words: 'no digit of a secret is written down',
  begin: () => ({ step: givenAway }),
}

function givenAway({ effects, input }: Stepped): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== 'fact') continue
    const { fact } = effect
    if (fact.kind === 'variable-set' && secretNames.has(fact.name) && /\d/.test(fact.value)) {
      return `the value of ${fact.name} of ${fact.interaction} is told`
    }
    if (fact.kind !== 'digit-pressed' || !secretNames.has(fact.step ?? '')) continue
    const written = input.kind === 'digit-pressed' ? input.digit : ''
    if (/\d/.test(fact.digit) || /\d/.test(written)) {
      return `a digit of ${fact.interaction} in step ${fact.step} is written down`
    }
  }
  return undefined
}
