import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another Parley runs on this data folder: two would take the journal out of each other's hands. */
export class FolderTakenError extends Error {
  override readonly name = 'FolderTakenError'
  readonly code = 'folder-taken'
}

/**
 * Holds a data folder for one running Parley. The lock is the operating system's, taken by SQLite: it
 * ends with the process, however that ends, and nothing stale is left to be taken away by hand.
 */
export function holdFolder(dataFolder: string): Disposable {
  const lock = new DatabaseSync(join(dataFolder, 'running.lock'), { timeout: 0 })
  try {
    // In memory, so that there is one file and no journal beside it.
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw cause
    throw new FolderTakenError(`Another Parley runs on ${dataFolder}.`, { cause })
  }
  return { [Symbol.dispose]: () => lock.close() }
}

/** SQLITE_BUSY: somebody else has the lock. */
function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === 5
}
