import { toId, type TenantId } from '#core'
import type { KeptWallboard, WallboardsPort } from '#engine'
import type { Database } from './database.ts'
import type { Builder } from './schema/builder.ts'
import { compiled } from './schema/builder.ts'
import type { WallboardTable } from './schema/tables.ts'

/**
 * The wallboards port over a database. Like a sign-in, a wallboard is found by the digest of a
 * secret before anybody knows whose it is; every other query names its tenant.
 */
export function wallboardsOf(database: Database, build: Builder): WallboardsPort {
  const ofTenant = (tenant: TenantId) =>
    build.selectFrom('wallboards').selectAll().where('tenant', '=', tenant)
  return {
    put: async ({ tenant, digest, id, madeAt, body }) => {
      const row = { tenant, digest, id, made_at: madeAt, body }
      const query = build.insertInto('wallboards').values(row)
      await database.write({ kind: 'batch', statements: [compiled(query)] })
    },
    find: async digest => {
      const found = build.selectFrom('wallboards').selectAll().where('digest', '=', digest)
      const row = await found.executeTakeFirst()
      return row === undefined ? undefined : wallboardFrom(row)
    },
    list: async tenant => {
      const rows = await ofTenant(tenant).orderBy('made_at').orderBy('id').execute()
      return rows.map(wallboardFrom)
    },
    drop: async (tenant, id) => {
      const known = await ofTenant(tenant).where('id', '=', id).executeTakeFirst()
      if (known === undefined) return false
      const query = build.deleteFrom('wallboards').where('tenant', '=', tenant).where('id', '=', id)
      await database.write({ kind: 'batch', statements: [compiled(query)] })
      return true
    },
  }
}

function wallboardFrom({
  tenant,
  digest,
  id,
  made_at: madeAt,
  body,
}: WallboardTable): KeptWallboard {
  return { tenant: toId<TenantId>(tenant), digest, id, madeAt, body }
}
