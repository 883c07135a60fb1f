import type { StatementSync } from 'node:sqlite'
import { DatabaseSync } from 'node:sqlite'
import type { Row, Statement } from '../database.ts'
import type { SqliteFile } from './messages.ts'

/** Statements kept prepared; beyond it the one unused longest goes. */
const preparedMax = 256

/**
 * One connection of SQLite's, as this store wants it. WAL lets readers go on beside the writer;
 * synchronous=FULL flushes the disk at every commit, so that an answered write survives a power
 * cut as far as the disk keeps its word (https://sqlite.org/pragma.html#pragma_synchronous).
 */
export class SqliteConnection {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor({ file, readOnly, lockMsMax, fileBytesMax }: SqliteFile) {
    this.#database = new DatabaseSync(file, {
      readOnly,
      timeout: lockMsMax,
      enableForeignKeyConstraints: true,
    })
    this.#database.exec('pragma trusted_schema = off')
    if (readOnly) return
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = full')
    this.#database.exec('pragma journal_size_limit = 67108864')
    const pageBytes = Number(this.all('pragma page_size')[0]?.['page_size'])
    this.#database.exec(`pragma max_page_count = ${Math.floor(fileBytesMax / pageBytes)}`)
  }

  /** Whether a transaction is open; SQLite ends one by itself after some errors. */
  get inTransaction(): boolean {
    return this.#database.isTransaction
  }

  /** All rows of a statement. */
  all(sql: string, parameters: Statement['parameters'] = []): readonly Row[] {
    return this.#prepare(sql).all(...parameters)
  }

  /** Carries out a statement and gives the number of rows it changed. */
  run(sql: string, parameters: Statement['parameters'] = []): number {
    return Number(this.#prepare(sql).run(...parameters).changes)
  }

  close(): void {
    this.#prepared.clear()
    this.#database.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) {
      this.#prepared.delete(sql)
      this.#prepared.set(sql, known)
      return known
    }
    const prepared = this.#database.prepare(sql)
    this.#prepared.set(sql, prepared)
    const oldest = this.#prepared.keys().next()
    if (this.#prepared.size > preparedMax && !oldest.done) this.#prepared.delete(oldest.value)
    return prepared
  }
}
