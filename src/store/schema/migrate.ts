import type { Database, Statement } from '../database.ts'
import { wholeNumber } from './row-values.ts'
import { StoreError } from '../store-error.ts'
import type { Migration } from './migrations.ts'

/**
 * Holds off other processes until the transaction ends. PostgreSQL's `if not exists` does not:
 * two that create at once collide. SQLite has one writer anyway.
 */
export const oneAtATime = plain("select pg_advisory_xact_lock(hashtext('parley.schema'))")

function versionTable(kind: Database['kind']): readonly Statement[] {
  const table = plain(`create table if not exists schema_version (
    number ${kind === 'sqlite' ? 'integer' : 'bigint'} not null primary key,
    name text not null,
    made_at text not null
  )`)
  return kind === 'sqlite' ? [table] : [oneAtATime, table]
}

/** Brings the tables up to date, one transaction per step, and gives the version they are at. */
export async function migrate(
  database: Database,
  steps: readonly Migration[],
  made: (step: Migration) => void,
): Promise<number> {
  await database.write({ kind: 'batch', statements: versionTable(database.kind) })
  let version = await schemaVersion(database)
  refuseNewer(version, steps.length)
  while (version < steps.length) {
    const step = steps[version]
    if (step === undefined) throw new TypeError(`migration ${version + 1} is missing`)
    const result = await database.write({ kind: 'batch', statements: stepped(database.kind, step) })
    if (result === 'done') made(step)
    // Stale means that another process took this very step in the meantime.
    version = await schemaVersion(database)
    refuseNewer(version, steps.length)
  }
  return version
}

/** The number of the last step that was taken; 0 before the first. */
export async function schemaVersion(database: Database): Promise<number> {
  const rows = await database.query(
    plain('select coalesce(max(number), 0) as number from schema_version'),
  )
  return wholeNumber(rows[0]?.['number'], 'schema_version.number')
}

/** The version comes first: of two processes at the same step, the second changes no row. */
function stepped(kind: Database['kind'], step: Migration): readonly Statement[] {
  const [number, name] = kind === 'sqlite' ? ['?', '?'] : ['$1', '$2']
  const taken: Statement = {
    sql: `insert into schema_version (number, name, made_at)
      values (${number}, ${name}, current_timestamp) on conflict do nothing`,
    parameters: [step.number, step.name],
    mustChange: 1,
  }
  return [taken, ...step.statements(kind).map(plain)]
}

function plain(sql: string): Statement {
  return { sql, parameters: [] }
}

function refuseNewer(version: number, known: number): void {
  if (version <= known) return
  throw new StoreError('newer-schema', {
    words: `The tables are at version ${version}; this program knows them up to ${known}.`,
    remedy: 'Start the newer program, or restore a backup made by this one.',
  })
}
