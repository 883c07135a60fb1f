import type { Decision, Fact, InteractionId } from '#core'
import type { TenantRecords } from '../records.ts'

/** Decisions remembered at a time; they are forgotten when their offer ends, so few are. */
export const decisionsMax = 10_000

/**
 * Why each interaction that is offered now came to its agent. The state does not hold it, the
 * facts do: they are remembered as they come, and read from the records after a restart.
 */
export interface Decisions {
  readonly hear: (fact: Fact) => void
  readonly of: (interaction: InteractionId) => Decision | undefined
  /** Reads what was decided before this process began; false where the records know of nothing. */
  readonly read: (interaction: InteractionId) => Promise<boolean>
}

/** Remembers nothing yet. */
export function createDecisions(records: Pick<TenantRecords, 'facts'>): Decisions {
  const known = new Map<InteractionId, Decision>()

  function hear(fact: Fact): void {
    if (fact.kind === 'decision-made' && fact.decision.chosen !== undefined) {
      known.set(fact.interaction, fact.decision)
      for (const oldest of known.keys()) {
        if (known.size <= decisionsMax) break
        known.delete(oldest)
      }
    }
    if (fact.kind === 'offer-ended') known.delete(fact.interaction)
  }

  return {
    hear,
    of: interaction => known.get(interaction),
    read: async interaction => {
      const facts = await records.facts({ interaction })
      // Facts may have come while the records were read, and are newer.
      if (!known.has(interaction)) for (const { fact } of facts) hear(fact)
      return known.has(interaction)
    },
  }
}
