import type { TenantId } from '#core'
import type { Database } from '../database.ts'
import type { Place } from '../records/position.ts'
import { readPosition } from '../records/position.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import { wholeNumber } from '../schema/row-values.ts'

/** Rows read, and lines written, in one go. */
const rowsMax = 1000

/** How far a tenant's past is copied: everything up to here is there, and never changes again. */
export interface Mark {
  readonly journalTo: number
  readonly factsTo: Place
  readonly deedsTo: number
}

/** Where a long work has come to. `of` is absent where nobody counted beforehand. */
export interface Progress {
  readonly what: 'inputs' | 'facts' | 'deeds' | 'rows' | 'files'
  readonly tenant?: TenantId
  readonly done: number
  readonly of?: number
}

/** Told now and then while a long work goes on. */
export type OnProgress = (progress: Progress) => void

/** Every tenant that anything durable is known of, by name. Whoever asks is the operator. */
export async function tenantNames(database: Database): Promise<readonly string[]> {
  const sql = `select tenant from journal_ends
    union select tenant from positions
    union select tenant from audit
    union select tenant from settings`
  const rows = await database.query({ sql, parameters: [] })
  return rows.map(({ tenant }) => String(tenant)).toSorted()
}

/**
 * How far a tenant's past has come. The facts are looked at first: they are behind the journal
 * and never ahead of it, so a copy up to here is one moment's, whatever is written meanwhile.
 */
export async function markOf(tables: TenantTables): Promise<Mark> {
  const { kept } = await readPosition(tables)
  return {
    factsTo: kept,
    journalTo: await lastOf(tables.journal().select(({ fn }) => fn.max('seq').as('last'))),
    deedsTo: await lastOf(tables.audit().select(({ fn }) => fn.max('seq').as('last'))),
  }
}

async function lastOf(query: {
  readonly executeTakeFirst: () => Promise<{ readonly last: unknown } | undefined>
}): Promise<number> {
  const row = await query.executeTakeFirst()
  return row?.last === null || row === undefined ? 0 : wholeNumber(row.last, 'max(seq)')
}

/**
 * A tenant's past as text, a line for each input (`["i",…]`), fact (`["f",…]`) and deed
 * (`["a",…]`), the same over either database. Bodies are taken as they are stored.
 */
export async function* tenantLines(
  tables: TenantTables,
  mark: Mark,
  onProgress: (progress: Progress) => void,
): AsyncIterable<readonly string[]> {
  yield* inputLines(tables, mark.journalTo, onProgress)
  yield* factLines(tables, mark.factsTo, onProgress)
  yield* deedLines(tables, mark.deedsTo, onProgress)
}

async function* inputLines(
  tables: TenantTables,
  to: number,
  onProgress: OnProgress,
): AsyncIterable<readonly string[]> {
  for (let after = 0; after < to;) {
    const rows = await tables
      .journal()
      .select(['seq', 'body'])
      .where('seq', '>', after)
      .where('seq', '<=', to)
      .orderBy('seq')
      .limit(rowsMax)
      .execute()
    yield rows.map(({ seq, body }) => `["i",${seq},${body}]`)
    after = rows.at(-1)?.seq ?? to
    onProgress({ what: 'inputs', done: after, of: to })
  }
}

async function* factLines(
  tables: TenantTables,
  to: Place,
  onProgress: OnProgress,
): AsyncIterable<readonly string[]> {
  let done = 0
  for (let after: Place = { seq: 0, nth: -1 }; ;) {
    const rows = await tables
      .factsAfter(after)
      .select(['seq', 'nth', 'body'])
      .where(of => of.eb(of.refTuple('seq', 'nth'), '<=', of.tuple(to.seq, to.nth)))
      .limit(rowsMax)
      .execute()
    yield rows.map(({ seq, nth, body }) => `["f",${seq},${nth},${body}]`)
    done += rows.length
    onProgress({ what: 'facts', done })
    const last = rows.at(-1)
    if (last === undefined || rows.length < rowsMax) return
    after = last
  }
}

async function* deedLines(
  tables: TenantTables,
  to: number,
  onProgress: OnProgress,
): AsyncIterable<readonly string[]> {
  for (let after = 0; after < to;) {
    const rows = await tables
      .audit()
      .select(['seq', 'body', 'hash'])
      .where('seq', '>', after)
      .where('seq', '<=', to)
      .orderBy('seq')
      .limit(rowsMax)
      .execute()
    yield rows.map(({ seq, body, hash }) => JSON.stringify(['a', seq, body, hash]))
    after = rows.at(-1)?.seq ?? to
    onProgress({ what: 'deeds', done: after, of: to })
  }
}
