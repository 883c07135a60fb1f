import type { StoreErrorCode } from '../store-error.ts'
import { StoreError } from '../store-error.ts'
import type { SqliteFault } from './messages.ts'

/** Strips an error of SQLite's to what crosses threads. */
export function faultOf(error: unknown): SqliteFault {
  const words = error instanceof Error ? error.message : String(error)
  const errcode =
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
      ? error.errcode
      : undefined
  return { errcode, words }
}

interface Meaning {
  readonly code: StoreErrorCode
  readonly words: string
  readonly remedy: string
}

/** By primary result code (https://sqlite.org/rescode.html); the rest is a plain fault. */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [5, locked('Another process is writing to the database and did not finish in time.')],
  [6, locked('A table is locked by another statement.')],
  [
    8,
    {
      code: 'read-only',
      words: 'The database may not be written.',
      remedy: 'Give the server write permission on the file and on its folder.',
    },
  ],
  [11, damagedFile('The database file is damaged.')],
  [
    13,
    {
      code: 'disk-full',
      words: 'The disk is full, or the file is as large as it may get.',
      remedy: 'Free space on the disk of the data folder; work goes on by itself after that.',
    },
  ],
  [
    14,
    {
      code: 'unreachable',
      words: 'The database file cannot be opened.',
      remedy: 'See that its folder exists and that the server may read and write it.',
    },
  ],
  [26, damagedFile('The file is not a database.')],
])

/** Says an error of SQLite's in our words. */
export function sqliteError(fault: SqliteFault): StoreError {
  const known = fault.errcode === undefined ? undefined : meanings.get(fault.errcode & 0xff)
  const { code, words, remedy } = known ?? {
    code: 'fault' as const,
    words: 'The database failed.',
    remedy: 'See the cause in the log; run `parley doctor`.',
  }
  return new StoreError(code, {
    words: `${words} SQLite says: ${fault.words}`,
    remedy,
    cause: fault,
  })
}

function locked(words: string): Meaning {
  return {
    code: 'locked',
    words,
    remedy: 'One server per file: stop the other process, or move to PostgreSQL.',
  }
}

function damagedFile(words: string): Meaning {
  return {
    code: 'damaged',
    words,
    remedy: 'Stop the server and restore a backup; keep the file for examination.',
  }
}
