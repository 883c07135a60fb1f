import { existsSync } from 'node:fs'
import type { Log } from '#engine'
import { checkStore } from './check-store.ts'
import { auditOf } from './audit.ts'
import type { Database } from './database.ts'
import { journalOf } from './journal.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { recordsOf } from './records/keep-facts.ts'
import { tenantStoreOf } from './records/tenant-store.ts'
import { newBuilder } from './schema/builder.ts'
import { migrate, schemaVersion } from './schema/migrate.ts'
import { migrations } from './schema/migrations.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import { snapshotsOf } from './snapshots.ts'
import { settingsOf } from './settings.ts'
import { signInsOf } from './sign-ins.ts'
import { wallboardsOf } from './wallboards.ts'
import type { Store, StoreLimits, StorePlace } from './store.ts'
import { storeLimits } from './store.ts'
import { tracesOf } from './traces.ts'
import { StoreError } from './store-error.ts'
import { wholeOf } from './whole/whole.ts'

/**
 * Opens the store and brings its tables up to date. Stops with words where the database is newer
 * than this program, cannot be reached, or cannot be written.
 */
export async function openStore(
  place: StorePlace,
  options: {
    readonly log: Log
    readonly limits?: Partial<StoreLimits>
    /** Refuses tables of another version, or none: for whoever looks in while a server may run. */
    readonly asItIs?: boolean
  },
): Promise<Store> {
  const { log } = options
  const limits = { ...storeLimits, ...options.limits }
  if (options.asItIs === true && 'file' in place && !existsSync(place.file)) throw nothingThere()
  const database = await openDatabase(place, { log, limits })
  try {
    if (options.asItIs === true) await refuseOther(database)
    await migrate(database, migrations, ({ number, name }) => {
      log('info', 'tables-migrated', { database: database.kind, number, name })
    })
  } catch (error) {
    await database.close()
    throw error
  }
  return storeOver(database, limits)
}

async function refuseOther(database: Database): Promise<void> {
  const version = await schemaVersion(database).catch(() => 0)
  if (version === 0) throw nothingThere()
  if (version >= migrations.length) return
  throw new StoreError('older-schema', {
    words: `The tables are at version ${version}; this program has version ${migrations.length}.`,
    remedy: 'Use the program that the server runs, or start the server once with this one.',
  })
}

function nothingThere(): StoreError {
  return new StoreError('refused', {
    words: 'There is no database yet.',
    remedy: 'See that the configuration names the right data folder or database.',
  })
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
  const journal = journalOf(database, { build, limits })
  const audit = auditOf(database, { build, limits })
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closing ??= database.close()
    await closing
  }
  return {
    journal,
    records: records.port,
    snapshots: snapshotsOf(database, build),
    settings: settingsOf(database, build),
    traces: tracesOf(database, build),
    audit,
    signIns: signInsOf(database, build),
    wallboards: wallboardsOf(database, build),
    tenant: id => tenantStoreOf(build, id),
    rebuild: records.rebuild,
    check: () => checkStore(database),
    ...wholeOf(database, { build, journal, audit }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
