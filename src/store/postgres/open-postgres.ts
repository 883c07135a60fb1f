import type { Pool, PoolClient, QueryResult } from 'pg'
import type { Log } from '#engine'
import type { StoreFinding } from '../check.ts'
import { closedStore, CommitGroups } from '../commit-groups.ts'
import type { AppendJob, BatchJob, Database, Row } from '../database.ts'
import { oneAtATime } from '../schema/migrate.ts'
import type { StoreLimits } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { appendGroup } from './append-group.ts'
import { lookAtServer, refuseOldServer } from './look-at-server.ts'
import { makePools } from './pools.ts'
import { postgresError } from './postgres-error.ts'

const schemaShape = /^[a-z_][a-z0-9_]{0,62}$/

/** Opens a PostgreSQL server, 15 or newer, and makes the schema where it is missing. */
export async function openPostgres(
  place: { readonly url: string; readonly schema?: string },
  options: { readonly limits: StoreLimits; readonly log: Log },
): Promise<Database> {
  const schema = namedSchema(place)
  const { limits } = options
  const pools = makePools({ url: place.url, schema }, options)
  const groups = new CommitGroups<AppendJob, 'done' | 'gap'>({
    lengthMax: limits.groupLengthMax,
    waitingMax: limits.waitingMax,
    lane: ({ tenant }) => tenant,
    commit: jobs => said(() => appendGroup(pools.writers, jobs)),
  })
  const writing = new Set<Promise<unknown>>()
  let closed = false
  const close = async (): Promise<void> => {
    closed = true
    await groups.close()
    await Promise.allSettled(writing)
    await Promise.all([pools.writers.end(), pools.readers.end()])
  }
  try {
    await said(() => prepareServer(pools.writers, { schema, log: options.log }))
  } catch (error) {
    await close()
    throw error
  }
  return {
    kind: 'postgres',
    query: async ({ sql, parameters }) => {
      if (closed) throw closedStore()
      const read = (): Promise<QueryResult<Row>> => pools.readers.query(sql, [...parameters])
      const { rows } = await said(() => onceMore(read))
      return rows
    },
    append: job => groups.hand(job),
    write: async job => {
      if (closed) throw closedStore()
      if (writing.size >= limits.waitingMax) throw tooManyWriting(limits)
      const work = said(() => writeBatch(pools.writers, job))
      writing.add(work)
      try {
        return await work
      } finally {
        writing.delete(work)
      }
    },
    look: (): Promise<readonly StoreFinding[]> => said(() => lookAtServer(pools.readers)),
    close,
  }
}

async function prepareServer(
  pool: Pool,
  options: { readonly schema: string; readonly log: Log },
): Promise<void> {
  const { schema, log } = options
  await refuseOldServer(pool)
  const known = await pool.query('select 1 from pg_namespace where nspname = $1', [schema])
  // Asked first, because a user without the right to create a schema may still use one.
  if (known.rowCount === 0) {
    const create = { sql: `create schema if not exists ${schema}`, parameters: [] }
    await writeBatch(pool, { kind: 'batch', statements: [oneAtATime, create] })
  }
  for (const { about, state, words, remedy } of await lookAtServer(pool)) {
    if (state !== 'good') log('warn', 'database-poor', { about, words, remedy })
  }
}

async function writeBatch(pool: Pool, { statements }: BatchJob): Promise<'done' | 'stale'> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await carryOut(client, statements)
    await client.query(result === 'done' ? 'commit' : 'rollback')
    return result
  } catch (error) {
    broken = await undone(client)
    throw error
  } finally {
    client.release(broken)
  }
}

async function carryOut(
  client: PoolClient,
  statements: BatchJob['statements'],
): Promise<'done' | 'stale'> {
  for (const { sql, parameters, mustChange } of statements) {
    const { rowCount } = await client.query(sql, [...parameters])
    if (mustChange !== undefined && rowCount !== mustChange) return 'stale'
  }
  return 'done'
}

/** Rolls back; a connection that cannot even do that is thrown away, and the server rolls back. */
async function undone(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return postgresError(error)
  }
}

/**
 * Reads again where the connection broke, as after a restart of the server: an idle one is only
 * found broken when it is used. Writes are not tried again: the first may have been committed.
 */
async function onceMore<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    if (postgresError(error).code !== 'unreachable') throw error
    return await read()
  }
}

/** Says whatever goes wrong in our words. */
async function said<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw postgresError(error)
  }
}

/** The schema that is named, or the usual one; any name that is not plain is refused. */
export function namedSchema({ schema = 'parley' }: { readonly schema?: string }): string {
  if (!schemaShape.test(schema)) throw badSchema(schema)
  return schema
}

function badSchema(schema: string): StoreError {
  return new StoreError('refused', {
    words: `${JSON.stringify(schema)} cannot name a schema.`,
    remedy: 'Use lower-case letters, digits and _, 63 at most, not beginning with a digit.',
  })
}

function tooManyWriting({ waitingMax }: StoreLimits): StoreError {
  return new StoreError('overloaded', {
    words: `${waitingMax} writes wait for the database already.`,
    remedy: 'Refuse new work until writes are answered again.',
  })
}
