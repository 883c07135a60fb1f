import type { TenantId } from '#core'
import { toId } from '#core'
import type { AuditPort, JournalPort } from '#engine'
import type { Database } from '../database.ts'
import type { Builder } from '../schema/builder.ts'
import { compiled } from '../schema/builder.ts'
import { tenantTables } from '../schema/tenant-tables.ts'
import type { Store } from '../store.ts'
import { TenantDigest } from './backup-file.ts'
import { checkPast } from './check-past.ts'
import type { OnProgress } from './lines.ts'
import { markOf, tenantLines, tenantNames } from './lines.ts'
import { putOtherRows } from './other-rows.ts'
import { writeBackup } from './write-backup.ts'

const quiet: OnProgress = () => {}

/** What is done with a store as a whole: copied, checked, filled again. */
export function wholeOf(
  database: Database,
  parts: {
    readonly build: Builder
    readonly journal: JournalPort
    readonly audit: AuditPort
  },
): Pick<Store, 'tenants' | 'backup' | 'sum' | 'checkPast' | 'takeDeeds' | 'takeRows'> {
  const { audit, build, journal } = parts
  return {
    tenants: async () => (await tenantNames(database)).map(name => toId<TenantId>(name)),
    backup: (toFile, plan) => writeBackup({ database, build }, toFile, plan),
    sum: async (tenant, onProgress = quiet) => {
      const tables = tenantTables(build, tenant)
      const digest = new TenantDigest()
      for await (const lines of tenantLines(tables, await markOf(tables), onProgress)) {
        digest.add(lines)
      }
      return digest.sum()
    },
    checkPast: (tenant, onProgress = quiet) =>
      checkPast(tenant, {
        journal,
        tables: tenantTables(build, tenant),
        verifyAudit: () => audit.verify(tenant),
        onProgress,
      }),
    takeDeeds: async (tenant, entries) => {
      const tables = tenantTables(build, tenant)
      const statements = entries.map(({ seq, body, hash }) => {
        const { at, what }: { at: number; what: string } = JSON.parse(body)
        return { ...compiled(tables.addAudit({ seq, at, what, body, hash })), mustChange: 1 }
      })
      await database.write({ kind: 'batch', statements })
    },
    takeRows: async (tenant, rows) => {
      const statements = putOtherRows(tenantTables(build, tenant), rows)
      await database.write({ kind: 'batch', statements })
    },
  }
}
