import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
import type { StorePlace } from './store.ts'

/** A place for a test's store: empty, its own, and gone afterwards. */
export interface TestPlace extends AsyncDisposable {
  readonly place: StorePlace
}

/** The databases to test on. */
export interface TestDatabase {
  readonly name: string
  readonly take: () => Promise<TestPlace>
}

/** Where the tests find a PostgreSQL server; CI has to name one. */
export const postgresUrl = process.env['PARLEY_TEST_DATABASE_URL']

/** An empty folder with a name for a database in it, gone afterwards. */
export async function takeFolder(): Promise<AsyncDisposable & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-store-'))
  return {
    file: join(folder, 'parley.db'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

const sqlite: TestDatabase = {
  name: 'SQLite',
  take: async () => {
    const taken = await takeFolder()
    return {
      place: { file: taken.file },
      [Symbol.asyncDispose]: () => taken[Symbol.asyncDispose](),
    }
  },
}

let schemas = 0

function postgresAt(url: string): TestDatabase {
  return {
    name: 'PostgreSQL',
    take: async () => {
      schemas += 1
      const schema = `test_${process.pid}_${Date.now()}_${schemas}`
      return {
        place: { url, schema },
        [Symbol.asyncDispose]: () => dropSchema(url, schema),
      }
    },
  }
}

/** Takes a schema away with all that is in it. */
export async function dropSchema(url: string, schema: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 })
  await pool.query('set client_min_messages = warning')
  await pool.query(`drop schema if exists ${schema} cascade`)
  await pool.end()
}

/** SQLite always; PostgreSQL wherever a server is named. */
export const testDatabases: readonly TestDatabase[] = [
  sqlite,
  ...(postgresUrl === undefined ? [] : [postgresAt(postgresUrl)]),
]
