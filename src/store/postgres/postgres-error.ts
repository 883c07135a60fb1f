import type { StoreErrorCode } from '../store-error.ts'
import { StoreError } from '../store-error.ts'

/** By SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html), the whole or its class. */
const meanings: Readonly<Record<string, readonly [StoreErrorCode, string, string]>> = {
  '53100': ['disk-full', "The database server's disk is full.", 'Free space on that disk.'],
  '53': ['overloaded', 'The database server is out of resources.', 'Raise max_connections.'],
  '25006': ['read-only', 'The database takes no writes.', 'Point the URL at the primary server.'],
  '42501': [
    'read-only',
    'The database user may not do this.',
    'Let the user create and write tables in the schema.',
  ],
  '55P03': ['locked', 'A table is locked by someone else.', 'Stop the other server or tool.'],
  '40P01': ['locked', 'Two servers write the same tenants.', 'One server per tenant: stop one.'],
  '57014': ['locked', 'The database gave up a statement.', "See the server's log."],
  '57P': ['unreachable', 'The database server is going down.', 'Start it; work goes on after.'],
  '08': ['unreachable', 'The connection to the database broke.', 'See that the server runs.'],
  '28': ['refused', 'The database refused the user.', 'Correct the user and password of the URL.'],
  '3D': ['refused', 'There is no such database.', 'Create it, or correct the URL.'],
  XX: ['damaged', 'The database found itself damaged.', "See the server's log; restore a backup."],
}

/** Says an error of PostgreSQL's, or of the way to it, in our words. */
export function postgresError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const words = error instanceof Error ? error.message : String(error)
  const state = stateOf(error)
  const known = state === undefined ? unreachable : meaningOf(state)
  const [code, said, remedy] = known ?? ['fault', 'The database failed.', "See the server's log."]
  return new StoreError(code, { words: `${said} PostgreSQL: ${words}`, remedy, cause: error })
}

const unreachable = [
  'unreachable',
  'The database server cannot be reached.',
  'See that it runs, and that host, port and firewall let the server through.',
] as const

function meaningOf(state: string): (typeof meanings)[string] | undefined {
  return meanings[state] ?? meanings[state.slice(0, 3)] ?? meanings[state.slice(0, 2)]
}

/** SQLSTATE has five characters; Node's own codes, as ECONNREFUSED, are longer, and time-outs have none. */
function stateOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
