import type { Fact, InputBody, Refusal, TenantId, TenantState } from '#core'

/** Where the tenants are at work: the engine, as far as people who look and click need it. */
export interface Floor {
  /** The lane of a tenant, or none where this installation runs no such tenant. */
  readonly lane: (tenant: TenantId) => LaneDoor | undefined
}

/**
 * One tenant at work. Whatever is asked for goes in as an input and is durable before the answer;
 * whatever is shown is read in place, so no view is older than the state it was made from.
 */
export interface LaneDoor {
  /** Hands over an input; the answer comes when it is durable, or says why it changed nothing. */
  readonly submit: (input: InputBody) => Promise<Submitted>
  /** Looks at the state. What is read must be copied out: the state moves on. */
  readonly read: <T>(look: (state: TenantState) => T) => T
  /** Tells every batch of facts after it became durable, until the result is called. */
  readonly onFacts: (listener: (facts: readonly Fact[]) => void) => () => void
  /** Resolves when every fact told so far can be read in the records. */
  readonly kept: () => Promise<unknown>
  /** The moment the next input would get, by the lane's own clock. */
  readonly now: () => number
}

/** What came of an input: it holds, or the core's reason for changing nothing. */
export type Submitted = { readonly ok: true } | { readonly ok: false; readonly refused: Refusal }
