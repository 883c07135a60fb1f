import type { TenantId } from '#core'
import type { Log } from '../ports/log.ts'
import type { PlacedFact, RecordsPort } from '../ports/records.ts'

/** Hands facts to the records in order, many at a time, without the lane waiting for it. */
export interface Keeper {
  readonly keep: (facts: readonly PlacedFact[]) => void
  /** Resolves when everything handed over is kept. */
  readonly close: () => Promise<void>
}

/** Facts handed to the records in one go. */
const keepMax = 2000
/** How often a failing store is tried before its facts are left to the next start. */
const triesMax = 3

/**
 * Opens a tenant's keeper. Facts that cannot be kept are no loss: they are made again from the
 * journal when the lane next starts; until then the alarm says that records are behind.
 */
export function openKeeper(tenant: TenantId, records: RecordsPort, log: Log): Keeper {
  const waiting: PlacedFact[] = []
  let keeping: Promise<void> | undefined
  let behind = false

  async function work(): Promise<void> {
    await Promise.resolve()
    while (waiting.length > 0 && !behind) {
      const facts = waiting.splice(0, keepMax)
      behind = !(await tryKeep(facts))
    }
    keeping = undefined
  }

  async function tryKeep(facts: readonly PlacedFact[]): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        await records.keep(tenant, facts)
        return true
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error)
        log('alarm', 'records-behind', { tenant, words, tries, fromSeq: facts[0]?.seq })
        if (tries === triesMax) return false
      }
    }
  }

  return {
    keep(facts) {
      if (facts.length === 0 || behind) return
      waiting.push(...facts)
      keeping ??= work()
    },
    async close() {
      await keeping
    },
  }
}
