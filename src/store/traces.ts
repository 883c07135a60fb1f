import type { TraceEntry, TracePort } from '#engine'
import type { Database } from './database.ts'
import type { Builder } from './schema/builder.ts'
import { compiled } from './schema/builder.ts'
import { damaged } from './schema/row-values.ts'
import { tenantTables } from './schema/tenant-tables.ts'

/** Rows of one statement: six parameters each, well below what either database takes. */
const rowsMax = 500

/** The trace port over a database. */
export function tracesOf(database: Database, build: Builder): TracePort {
  return {
    keep: async (tenant, entries) => {
      const tables = tenantTables(build, tenant)
      const rows = entries.map(({ interaction, entry }) => {
        const { at, nth, kind } = entry
        return { interaction, at, nth, kind, body: JSON.stringify(entry) }
      })
      const statements = []
      for (let from = 0; from < rows.length; from += rowsMax) {
        statements.push(compiled(tables.addTraces(rows.slice(from, from + rowsMax))))
      }
      if (statements.length > 0) await database.write({ kind: 'batch', statements })
    },
    read: async (tenant, interaction) => {
      const rows = await tenantTables(build, tenant)
        .traces()
        .select(['kind', 'body'])
        .where('interaction', '=', interaction)
        .orderBy('at')
        .orderBy('nth')
        .execute()
      return rows.map(entryOf)
    },
    drop: async (tenant, interaction) => {
      const statement = compiled(tenantTables(build, tenant).dropTrace(interaction))
      await database.write({ kind: 'batch', statements: [statement] })
    },
  }
}

function entryOf({ kind, body }: { readonly kind: string; readonly body: string }): TraceEntry {
  const entry: unknown = JSON.parse(body)
  if (typeof entry !== 'object' || entry === null || !('kind' in entry) || entry.kind !== kind) {
    throw damaged('traces.body', body)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keep alone writes bodies with the kind of their column.
  return entry as TraceEntry
}
