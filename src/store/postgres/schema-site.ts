import { Pool } from 'pg'
import { StoreError } from '../store-error.ts'
import type { Site } from '../whole/site.ts'
import { namedSchema } from './open-postgres.ts'
import { postgresError } from './postgres-error.ts'

/** A schema of a PostgreSQL server as a place to restore to. */
export function schemaSite(place: { readonly url: string; readonly schema?: string }): Site {
  const schema = namedSchema(place)
  const beside = `${schema}_restoring`
  const ask = (sql: string, values: readonly string[] = []): Promise<readonly object[]> =>
    asked(place.url, sql, values)
  const exists = async (name: string): Promise<boolean> =>
    (await ask('select 1 from pg_namespace where nspname = $1', [name])).length > 0
  return {
    beside: { url: place.url, schema: beside },
    isTaken: async () => {
      const made = await ask('select 1 where to_regclass($1) is not null', [
        `${schema}.journal_ends`,
      ])
      if (made.length === 0) return false
      return (await ask(`select 1 from ${schema}.journal_ends limit 1`)).length > 0
    },
    refuseInUse: async () => {
      const sql = 'select 1 from pg_stat_activity where application_name = $1'
      if ((await ask(sql, [`parley ${schema}`])).length > 0) throw inUse(schema)
    },
    clearBeside: async () => {
      await ask(`drop schema if exists ${beside} cascade`)
    },
    swapIn: async stamp => {
      const kept = `${schema}_replaced_${stamp.replaceAll(/\D/g, '')}`
      const had = await exists(schema)
      const away = had ? `alter schema ${schema} rename to ${kept};` : ''
      // Sent as one text, so one transaction: both names change, or none.
      await ask(`${away} alter schema ${beside} rename to ${schema}`)
      return had ? `schema ${kept}` : undefined
    },
  }
}

async function asked(
  url: string,
  sql: string,
  values: readonly string[],
): Promise<readonly object[]> {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    options: '-c client_min_messages=warning',
  })
  try {
    const { rows } = await pool.query<object>(
      values.length === 0 ? sql : { text: sql, values: [...values] },
    )
    return rows ?? []
  } catch (error) {
    throw postgresError(error)
  } finally {
    await pool.end()
  }
}

function inUse(schema: string): StoreError {
  return new StoreError('locked', {
    words: `A server runs on the schema ${schema}.`,
    remedy: 'Stop it, and restore then.',
  })
}
