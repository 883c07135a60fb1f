import type { SettingsPort, SettingsRow, SettingsVersion } from '#engine'
import { settingsVersionsMax } from '#engine'
import type { Database } from './database.ts'
import type { Builder } from './schema/builder.ts'
import { compiled } from './schema/builder.ts'
import { damaged } from './schema/row-values.ts'
import type { SettingsTable } from './schema/tables.ts'
import { tenantTables } from './schema/tenant-tables.ts'

/** The settings port over a database. */
export function settingsOf(database: Database, build: Builder): SettingsPort {
  return {
    keep: async (tenant, { texts, ...row }) => {
      const tables = tenantTables(build, tenant)
      const body = JSON.stringify([...texts])
      const written = await database.write({
        kind: 'batch',
        statements: [
          { ...compiled(tables.addSettings({ ...row, body })), mustChange: 1 },
          compiled(tables.dropSettings('<=', row.version - settingsVersionsMax)),
        ],
      })
      return written === 'done' ? 'kept' : 'taken'
    },
    latest: async tenant => {
      const rows = tenantTables(build, tenant).settings().selectAll()
      return found(await rows.orderBy('version', 'desc').limit(1).executeTakeFirst())
    },
    version: async (tenant, version) => {
      const rows = tenantTables(build, tenant).settings().selectAll()
      return found(await rows.where('version', '=', version).executeTakeFirst())
    },
    list: async (tenant, limit) => {
      const rows = await tenantTables(build, tenant)
        .settings()
        .select(['version', 'at', 'by', 'origin', 'why'])
        .orderBy('version', 'desc')
        .limit(Math.min(limit, settingsVersionsMax))
        .execute()
      return rows.map(rowFrom)
    },
    drop: async (tenant, version) => {
      const statement = compiled(tenantTables(build, tenant).dropSettings('=', version))
      await database.write({ kind: 'batch', statements: [statement] })
    },
  }
}

function found(row: SettingsTable | undefined): SettingsVersion | undefined {
  return row === undefined ? undefined : { ...rowFrom(row), texts: textsFrom(row.body) }
}

function rowFrom(row: Omit<SettingsTable, 'tenant' | 'body'>): SettingsRow {
  const { version, at, by, origin, why } = row
  if (origin !== 'files' && origin !== 'page') throw damaged('settings.origin', origin)
  return { version, at, by, origin, why }
}

function textsFrom(body: string): ReadonlyMap<string, string> {
  const pairs: unknown = JSON.parse(body)
  if (!Array.isArray(pairs)) throw damaged('settings.body', pairs)
  return new Map(
    pairs.map((pair: unknown): [string, string] => {
      const [path, text]: unknown[] = Array.isArray(pair) ? pair : []
      if (typeof path !== 'string' || typeof text !== 'string') throw damaged('settings.body', pair)
      return [path, text]
    }),
  )
}
