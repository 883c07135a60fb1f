import type { PoolConfig } from 'pg'
import { Pool, types } from 'pg'
import type { Log } from '#engine'
import { StoreError } from '../store-error.ts'
import type { StoreLimits } from '../store.ts'

/** Connections for writing: one for the journal's groups, the rest for the records of tenants. */
const writersMax = 4
/** Connections for reading. */
const readersMax = 4

/** The two pools of a store: a long report never keeps a call's input from being written. */
export interface Pools {
  readonly writers: Pool
  readonly readers: Pool
}

/** Makes both pools; nothing is connected yet. */
export function makePools(
  place: { readonly url: string; readonly schema: string },
  options: { readonly limits: StoreLimits; readonly log: Log },
): Pools {
  const { limits, log } = options
  // A commit is answered only after it is on the server's disk, whatever the server's default.
  const settings = [
    `-c search_path=${place.schema}`,
    '-c synchronous_commit=on',
    `-c lock_timeout=${limits.lockMsMax}`,
    `-c idle_in_transaction_session_timeout=${limits.serverMsMax}`,
  ]
  const shared: PoolConfig = {
    connectionString: place.url,
    application_name: `parley ${place.schema}`,
    options: settings.join(' '),
    connectionTimeoutMillis: limits.serverMsMax,
    keepAlive: true,
    types: {
      // Whole numbers come as numbers, and one too large for a double is refused, not rounded.
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? safeInteger : types.getTypeParser(oid, format),
    },
  }
  const pools = {
    writers: new Pool({ ...shared, max: writersMax, query_timeout: limits.serverMsMax }),
    readers: new Pool({ ...shared, max: readersMax }),
  }
  for (const pool of [pools.writers, pools.readers]) {
    // An idle connection that breaks is replaced at the next use; without a listener it would throw.
    pool.on('error', error => log('warn', 'database-connection-broke', { words: error.message }))
  }
  return pools
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new StoreError('damaged', {
    words: `The database holds ${text}, which is larger than any number written there.`,
    remedy: 'Restore a backup, or rebuild the rows from the facts.',
  })
}
