import type { TenantId } from '#core'
import type { JournalEntry, JournalPort } from '#engine'
import { JournalGapError } from '#engine'
import { entryFrom, storedEntry } from './schema/bodies.ts'
import type { Database, StoredEntry } from './database.ts'
import type { Builder } from './schema/builder.ts'
import type { TenantTables } from './schema/tenant-tables.ts'
import { tenantTables } from './schema/tenant-tables.ts'
import type { StoreLimits } from './store.ts'
import { StoreError } from './store-error.ts'

/** Entries read in one go. */
const readLengthMax = 1000

/** The journal port over a database. */
export function journalOf(
  database: Database,
  options: { readonly build: Builder; readonly limits: StoreLimits },
): JournalPort {
  const { build, limits } = options
  return {
    append: async (tenant, entries) => {
      if (entries.length === 0) return
      refuseLong(entries.length, limits)
      refuseGaps(tenant, entries)
      const stored = entries.map(entry => storedEntry(entry, limits))
      const result = await database.append({ kind: 'append', tenant, entries: stored })
      if (result === 'gap') throw gap(tenant, entries[0]?.seq)
    },
    marks: async tenant => {
      const rows = await tenantTables(build, tenant)
        .marks()
        .select(['seq', 'kind', 'body'])
        .orderBy('seq')
        .execute()
      return rows.map(entryFrom)
    },
    read: (tenant, fromSeq) => readAhead(tenantTables(build, tenant), fromSeq),
  }
}

/** Reads the next part while the last one is being worked on. */
async function* readAhead(tables: TenantTables, fromSeq: number): AsyncIterable<JournalEntry> {
  let coming = readPart(tables, fromSeq)
  for (;;) {
    const rows = await coming
    const last = rows.length < readLengthMax ? undefined : rows.at(-1)
    if (last !== undefined) {
      coming = readPart(tables, last.seq + 1)
      // Heard of when it is awaited; never, if the reader has seen enough.
      coming.catch(() => {})
    }
    for (const row of rows) yield entryFrom(row)
    if (last === undefined) return
  }
}

type Part = readonly Pick<StoredEntry, 'seq' | 'kind' | 'body'>[]

async function readPart(tables: TenantTables, fromSeq: number): Promise<Part> {
  return await tables
    .journal()
    .select(['seq', 'kind', 'body'])
    .where('seq', '>=', fromSeq)
    .orderBy('seq')
    .limit(readLengthMax)
    .execute()
}

/** Refuses a batch that is too long to be one transaction. */
export function refuseLong(length: number, { batchLengthMax }: StoreLimits): void {
  if (length <= batchLengthMax) return
  throw new StoreError('too-large', {
    words: `${length} entries at once are over the limit of ${batchLengthMax}.`,
    remedy: 'Hand them over in parts.',
  })
}

function refuseGaps(tenant: TenantId, entries: readonly JournalEntry[]): void {
  const first = entries[0]?.seq ?? 1
  const wrong = entries.find(({ seq }, index) => seq !== first + index || seq < 1)
  if (wrong !== undefined) throw gap(tenant, wrong.seq)
}

function gap(tenant: TenantId, seq: number | undefined): JournalGapError {
  return new JournalGapError(`${seq} is not the next number of the journal of ${tenant}`)
}
