import type { Fact, InputBody, Refusal, TenantId, TenantState } from '#core'

/**
 * One tenant's lane: a single writer that takes inputs in order. Whoever wants something to
 * happen submits an input; whoever wants to know reads the state or listens to facts.
 */
export interface Lane {
  readonly tenant: TenantId
  /** Resolves when the input is durable and worked in. Rejects only when the lane has stopped or is full. */
  readonly submit: (input: InputBody) => Promise<Taken>
  /** Looks at the state between two inputs. What is read must not be kept or changed. */
  readonly read: <T>(look: (state: TenantState) => T) => T
  /** Hears every fact once it is durable, in order. The answer ends the listening. */
  readonly onFacts: (listener: (facts: readonly Fact[]) => void) => () => void
  readonly now: () => number
  /** Whether inputs are taken now. A lane that stopped is opened again by itself, after a pause. */
  readonly standing: () => 'runs' | 'stopped' | 'closed'
  /** Why it takes none now; nothing while it runs. */
  readonly trouble: () => LaneError | undefined
  readonly counts: () => LaneCounts
  /** Resolves when every fact told so far can be read in the records. */
  readonly kept: () => Promise<boolean>
  /** Resolves when no leg is up, no order is out and nothing waits to be taken, or after a while all the same. */
  readonly settle: (msMax: number) => Promise<void>
  /** Takes no more inputs, and resolves when those taken are durable and their facts kept. */
  readonly close: () => Promise<void>
}

/** What became of an input: the facts it made, and why it changed nothing where it did not. */
export type Taken =
  | { readonly ok: true; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly refused: Refusal }

/** What a lane holds now. */
export interface LaneCounts {
  readonly seq: number
  readonly inputsWaiting: number
  readonly ordersOut: number
  readonly interactions: number
}

/** The lane takes no input: it stopped, or more wait than it may hold, or than new work may add to. */
export class LaneError extends Error {
  override readonly name = 'LaneError'
  readonly code: 'lane-stopped' | 'lane-full' | 'lane-overloaded'
  /** Why a lane stopped, by the store's own code, as `disk-full`; `fault` where nothing has one. */
  readonly reason: string

  constructor(code: LaneError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.reason = reasonIn(options?.cause)
  }
}

function reasonIn(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : 'fault'
}

/** Inputs that may wait for the journal in one lane. */
export const inputsWaitingMax = 100_000
/** Inputs made durable by one commit. */
export const batchMax = 512
