import type { AgentId, Fact, InteractionId, TenantId } from '#core'
import type {
  AgentDay,
  AgentFigures,
  AgentStretch,
  InteractionPage,
  InteractionRecord,
  InteractionsAsked,
  QueueTally,
} from '#store'

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
  readonly interactions: (page: InteractionsAsked) => Promise<InteractionPage>
  readonly interaction: (id: InteractionId) => Promise<InteractionRecord | undefined>
  /** The number of the last configuration that came before an input's number. */
  readonly configuredBefore: (seq: number) => Promise<number | undefined>
  readonly agentDay: (asked: AgentDay) => Promise<readonly AgentStretch[]>
  readonly agentFigures: (asked: {
    readonly agent: AgentId
    readonly since: number
  }) => Promise<AgentFigures>
  readonly tally: (asked: { readonly since: number }) => Promise<readonly QueueTally[]>
}

/** A fact with its place in the tenant's past. */
export interface KeptFact {
  readonly seq: number
  readonly nth: number
  readonly fact: Fact
}
