import type { DatabaseConnection, Dialect, Driver } from 'kysely'
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Database, Statement, Value } from '../database.ts'
import type { Tables } from './tables.ts'

/** Typed queries in the words of the one or the other database. */
export type Builder = Kysely<Tables>

/**
 * A query builder whose reading goes through `database.query`. It cannot write by itself, nor
 * open a transaction: writes are compiled and handed over whole, so that they can share commits.
 */
export function newBuilder(database: Database): Builder {
  return new Kysely<Tables>({ dialect: dialectOf(database) })
}

/** A query that is written out when it is handed over; a query of Kysely's is one. */
export interface Written {
  readonly compile: () => { readonly sql: string; readonly parameters: readonly unknown[] }
}

/** A query as text and parameters, to be handed over with others. */
export function compiled(query: Written): Statement {
  const { sql, parameters } = query.compile()
  return { sql, parameters: parameters.map(asValue) }
}

function dialectOf(database: Database): Dialect {
  const sqlite = database.kind === 'sqlite'
  return {
    createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
    createDriver: () => readingDriver(database),
    createIntrospector: builder =>
      sqlite ? new SqliteIntrospector(builder) : new PostgresIntrospector(builder),
    createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
  }
}

function readingDriver(database: Database): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async query => ({
      rows: typed(await database.query(compiled({ compile: () => query }))),
    }),
    streamQuery: refuseStream,
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}

/**
 * The result's type is the query's, as Kysely wants it of every driver. It is true because columns
 * have the types of their tables, which both databases enforce at every write.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- The query's type is not ours to see.
function typed<Result>(rows: readonly unknown[]): Result[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The one place where rows meet their types.
  return rows as Result[]
}

async function refuseTransaction(): Promise<never> {
  throw new TypeError('a query builder of the store only reads')
}

function refuseStream(): never {
  throw new TypeError('read page by page')
}

function asValue(parameter: unknown): Value {
  if (parameter === null || typeof parameter === 'string' || typeof parameter === 'number') {
    return parameter
  }
  throw new TypeError(`a ${typeof parameter} cannot be a parameter`)
}
