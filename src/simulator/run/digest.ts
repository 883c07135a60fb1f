import { createHash } from 'node:crypto'
import type { Fact } from '#core'

/** A digest of facts in their order: equal for equal pasts, on every machine. */
export interface FactsDigest {
  readonly add: (facts: readonly Fact[]) => void
  readonly hex: () => string
}

/** Begins a digest. */
export function digestFacts(): FactsDigest {
  const hash = createHash('sha256')
  return {
    add(facts) {
      for (const fact of facts) hash.update(JSON.stringify(fact)).update('\n')
    },
    hex: () => hash.copy().digest('hex'),
  }
}
