import type { SnapshotsPort } from '#engine'
import type { Database } from './database.ts'
import type { Builder } from './schema/builder.ts'
import { compiled } from './schema/builder.ts'
import { tenantTables } from './schema/tenant-tables.ts'

/** Bytes in one row: large enough to be few, small enough to pass through any driver at ease. */
const partBytesMax = 768 * 1024

/** The snapshots port over a database: the old one goes and the new one comes in one transaction. */
export function snapshotsOf(database: Database, build: Builder): SnapshotsPort {
  return {
    keep: async (tenant, { body, digest, seq, version }) => {
      const tables = tenantTables(build, tenant)
      const statements = [compiled(tables.dropSnapshot())]
      for (let from = 0; from === 0 || from < body.length; from += partBytesMax) {
        const bytes = body.subarray(from, from + partBytesMax)
        const part = from / partBytesMax
        const row = { part, seq, version, digest, body: Buffer.from(bytes).toString('base64') }
        statements.push(compiled(tables.addSnapshot(row)))
      }
      await database.write({ kind: 'batch', statements })
    },
    latest: async tenant => {
      const rows = await tenantTables(build, tenant)
        .snapshots()
        .selectAll()
        .orderBy('part')
        .execute()
      const [first] = rows
      if (first === undefined) return undefined
      const body = Buffer.concat(rows.map(row => Buffer.from(row.body, 'base64')))
      return { seq: first.seq, version: first.version, digest: first.digest, body }
    },
  }
}
