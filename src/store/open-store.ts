import type { Log } from '#engine'
import { checkStore } from './check-store.ts'
import type { Database } from './database.ts'
import { journalOf } from './journal.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { recordsOf } from './records/keep-facts.ts'
import { tenantStoreOf } from './records/tenant-store.ts'
import { newBuilder } from './schema/builder.ts'
import { migrate } from './schema/migrate.ts'
import { migrations } from './schema/migrations.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { snapshotsOf } from './snapshots.ts'
import type { Store, StoreLimits, StorePlace } from './store.ts'
import { storeLimits } from './store.ts'

/**
 * Opens the store and brings its tables up to date. Stops with words where the database is newer
 * than this program, cannot be reached, or cannot be written.
 */
export async function openStore(
  place: StorePlace,
  options: { readonly log: Log; readonly limits?: Partial<StoreLimits> },
): Promise<Store> {
  const { log } = options
  const limits = { ...storeLimits, ...options.limits }
  const database = await openDatabase(place, { log, limits })
  try {
    await migrate(database, migrations, ({ number, name }) => {
      log('info', 'tables-migrated', { database: database.kind, number, name })
    })
  } catch (error) {
    await database.close()
    throw error
  }
  return storeOver(database, limits)
}

async function openDatabase(
  place: StorePlace,
  options: { readonly log: Log; readonly limits: StoreLimits },
): Promise<Database> {
  if ('file' in place) return await openSqlite(place.file, options.limits)
  return await openPostgres(place, options)
}

function storeOver(database: Database, limits: StoreLimits): Store {
  const build = newBuilder(database)
  const records = recordsOf(database, { build, limits })
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closing ??= database.close()
    await closing
  }
  return {
    journal: journalOf(database, { build, limits }),
    records: records.port,
    snapshots: snapshotsOf(database, build),
    tenant: id => tenantStoreOf(build, id),
    rebuild: records.rebuild,
    check: () => checkStore(database),
    backup: toFile => database.backup(toFile),
    close,
    [Symbol.asyncDispose]: close,
  }
}
