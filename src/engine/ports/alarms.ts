import type { InvariantBroken, TenantId } from '#core'
import type { JournalEntry } from './journal.ts'
import type { Snapshot } from './snapshots.ts'

/** All that is needed to meet a broken invariant again: where the past stood, and what came then. */
export interface JournalSlice {
  readonly tenant: TenantId
  /** The number of the input that broke it. */
  readonly brokeAt: number
  readonly interaction: string | undefined
  readonly cause: string
  readonly stack: string | undefined
  /** The state to begin from; none where the slice begins with the first input. */
  readonly from: Snapshot | undefined
  /** From the last input in that state to the one that broke, as the journal has them. */
  readonly entries: AsyncIterable<JournalEntry>
  /** What stands in the place of inputs that broke before. */
  readonly replaced: readonly InvariantBroken[]
}

/** Where slices are put aside for whoever mends the fault. */
export interface AlarmsPort {
  /** Answers with where it lies, for the log. */
  readonly keep: (slice: JournalSlice) => Promise<string>
}
