import type { Fact, TenantId } from '#core'

/** A fact with its place in the past: the input's number, and the fact's number within it. */
export interface PlacedFact {
  readonly seq: number
  readonly nth: number
  readonly fact: Fact
}

/**
 * Where facts are kept to be read. They can always be made again from the journal; keeping a
 * fact twice changes nothing, and `keptTo` says from where a restarted lane has to keep again.
 */
export interface RecordsPort {
  readonly keep: (tenant: TenantId, facts: readonly PlacedFact[]) => Promise<void>
  /** The highest input number whose facts are all kept; 0 when none are. */
  readonly keptTo: (tenant: TenantId) => Promise<number>
}
