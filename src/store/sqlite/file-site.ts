import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../store-error.ts'
import type { Site } from '../whole/site.ts'

/** What SQLite keeps beside a database while it is open. */
const companions = ['-wal', '-shm']

/** A database file as a place to restore to. */
export function fileSite(path: string): Site {
  const file = resolve(path)
  const beside = `${file}.restoring`
  return {
    beside: { file: beside },
    isTaken: async () => existsSync(file) && holdsTenants(file),
    refuseInUse: async () => {
      if (existsSync(file)) refuseOpenElsewhere(file)
    },
    clearBeside: async () => {
      for (const end of ['', ...companions]) await rm(`${beside}${end}`, { force: true })
    },
    swapIn: async stamp => {
      const kept = `${file}.replaced-${stamp}`
      const had = existsSync(file)
      if (had) await rename(file, kept)
      for (const end of companions) {
        if (existsSync(`${file}${end}`)) await rename(`${file}${end}`, `${kept}${end}`)
      }
      await rename(beside, file)
      await using folder = await open(dirname(file), 'r')
      await folder.sync()
      return had ? basename(kept) : undefined
    },
  }
}

function holdsTenants(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const made = database.prepare("select 1 from sqlite_schema where name = 'journal_ends'").get()
    return made !== undefined && database.prepare('select 1 from journal_ends').get() !== undefined
  } finally {
    database.close()
  }
}

/** A database leaves WAL only where nobody else has it open: so it tells whether somebody has. */
function refuseOpenElsewhere(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('pragma journal_mode = delete')
  } catch (cause) {
    throw inUse(file, cause)
  } finally {
    database.close()
  }
}

function inUse(place: string, cause: unknown): StoreError {
  return new StoreError('locked', {
    words: `A server runs on ${place}.`,
    remedy: 'Stop it, and restore then.',
    cause,
  })
}
