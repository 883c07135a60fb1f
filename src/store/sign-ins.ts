import type { SignInsPort } from '#engine'
import type { Database } from './database.ts'
import type { Builder } from './schema/builder.ts'
import { compiled } from './schema/builder.ts'

/** Ids in one statement: both databases limit its parameters. */
const idsMax = 500

/**
 * The sign-ins port over a database. Its queries name no tenant, alone in this folder: a sign-in
 * is found by its secret's digest before anybody knows whose it is.
 */
export function signInsOf(database: Database, build: Builder): SignInsPort {
  return {
    put: async ({ id, directory, startedAt, usedAt, body }) => {
      const row = { tenant: directory, id, started_at: startedAt, used_at: usedAt, body }
      const query = build
        .insertInto('sign_ins')
        .values(row)
        .onConflict(met => met.column('id').doUpdateSet(row))
      await database.write({ kind: 'batch', statements: [compiled(query)] })
    },
    use: async uses => {
      const statements = uses.map(({ id, usedAt }) =>
        compiled(build.updateTable('sign_ins').set({ used_at: usedAt }).where('id', '=', id)),
      )
      if (statements.length > 0) await database.write({ kind: 'batch', statements })
    },
    drop: async ids => {
      const statements = []
      for (let from = 0; from < ids.length; from += idsMax) {
        const some = ids.slice(from, from + idsMax)
        statements.push(compiled(build.deleteFrom('sign_ins').where('id', 'in', some)))
      }
      if (statements.length > 0) await database.write({ kind: 'batch', statements })
    },
    all: async () => {
      const rows = await build
        .selectFrom('sign_ins')
        .selectAll()
        .orderBy('started_at')
        .orderBy('id')
        .execute()
      return rows.map(({ tenant, id, started_at: startedAt, used_at: usedAt, body }) => ({
        id,
        directory: tenant,
        startedAt,
        usedAt,
        body,
      }))
    },
  }
}
