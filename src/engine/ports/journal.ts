import type { Input, TenantId } from '#core'

/** The past of a tenant: its inputs, numbered from 1 without a gap. */
export interface JournalEntry {
  readonly seq: number
  readonly input: Input
}

/**
 * Where inputs become durable. Promises every implementation keeps:
 *
 * 1. When `append` resolves, its entries survive a kill of the process.
 * 2. Entries are kept whole and in order: all of one `append` or none.
 * 3. A `seq` that is not the next one is refused with `JournalGapError`, so two writers cannot both win.
 * 4. `read` gives what was appended, in order, from a number on.
 * 5. `marks` gives the entries of kind `invariant-broken`, in order, without reading all others.
 */
export interface JournalPort {
  readonly append: (tenant: TenantId, entries: readonly JournalEntry[]) => Promise<void>
  readonly read: (tenant: TenantId, fromSeq: number) => AsyncIterable<JournalEntry>
  readonly marks: (tenant: TenantId) => Promise<readonly JournalEntry[]>
}

/** Someone else wrote this tenant's journal, or an entry is missing. The lane must stop. */
export class JournalGapError extends Error {
  override readonly name = 'JournalGapError'
  readonly code = 'journal-gap'
}
