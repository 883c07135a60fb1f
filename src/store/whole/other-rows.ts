import type { Statement } from '../database.ts'
import { compiled } from '../schema/builder.ts'
import type { SettingsTable, Tables, TraceTable } from '../schema/tables.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'

/** Rows read in one go. */
const rowsMax = 500

/**
 * How each table comes into a backup: as part of the past, as rows of its own, or not, because it
 * is made again from the past or nobody should be signed in by a restore. A table that is not named here does not compile.
 */
export const howBackedUp: Readonly<
  Record<keyof Tables, 'past' | 'rows' | 'made again' | 'left out'>
> = {
  journal: 'past',
  journal_ends: 'made again',
  facts: 'past',
  positions: 'made again',
  interactions: 'made again',
  segments: 'made again',
  recordings: 'made again',
  agent_states: 'made again',
  snapshots: 'rows',
  audit: 'past',
  settings: 'rows',
  traces: 'rows',
  sign_ins: 'left out',
  wallboards: 'left out',
}

/** A row of a table beside the past, as a line of a backup has it. */
export type OtherRow =
  | readonly ['settings', Omit<SettingsTable, 'tenant'>]
  | readonly ['traces', Omit<TraceTable, 'tenant'>]

const settingsColumns = ['version', 'at', 'by', 'origin', 'why', 'body'] as const
const traceColumns = ['interaction', 'at', 'nth', 'kind', 'body'] as const

/** The rows of a tenant that no fact tells of: versions of its settings, and traces of signalling. */
export async function* otherRows(tables: TenantTables): AsyncIterable<readonly OtherRow[]> {
  const settings = await tables.settings().select(settingsColumns).orderBy('version').execute()
  yield settings.map(row => ['settings', row] as const)
  let last: Pick<TraceTable, 'interaction' | 'at' | 'nth'> = { interaction: '', at: 0, nth: 0 }
  for (;;) {
    const { interaction, at, nth } = last
    const rows = await tables
      .traces()
      .select(traceColumns)
      .where(of =>
        of.eb(of.refTuple('interaction', 'at', 'nth'), '>', of.tuple(interaction, at, nth)),
      )
      .orderBy('interaction')
      .orderBy('at')
      .orderBy('nth')
      .limit(rowsMax)
      .execute()
    yield rows.map(row => ['traces', row] as const)
    const end = rows.at(-1)
    if (end === undefined || rows.length < rowsMax) return
    last = end
  }
}

/** The statements that put such rows into a store that has none of them. */
export function putOtherRows(
  tables: TenantTables,
  rows: readonly OtherRow[],
): readonly Statement[] {
  return rows.map(row =>
    compiled(row[0] === 'settings' ? tables.addSettings(row[1]) : tables.addTraces([row[1]])),
  )
}
