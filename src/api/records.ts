import type { Fact, InteractionId, TenantId } from '#core'
import type { InteractionPage, InteractionRecord, QueueTally } from '#store'

/** What is read from the records. The store's tenant handle fits as it is; tests bring their own. */
export interface Records {
  readonly tenant: (id: TenantId) => TenantRecords
}

/** One tenant's records. There is no way to ask for another tenant's. */
export interface TenantRecords {
  readonly facts: (of: {
    readonly interaction: InteractionId
    readonly after?: { readonly seq: number; readonly nth: number }
  }) => Promise<readonly KeptFact[]>
  readonly interactions: (page: {
    readonly cursor?: string
    readonly limit: number
  }) => Promise<InteractionPage>
  readonly interaction: (id: InteractionId) => Promise<InteractionRecord | undefined>
  readonly tally: (asked: { readonly since: number }) => Promise<readonly QueueTally[]>
}

/** A fact with its place in the tenant's past. */
export interface KeptFact {
  readonly seq: number
  readonly nth: number
  readonly fact: Fact
}
