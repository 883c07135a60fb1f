import { Worker } from 'node:worker_threads'
import { closedStore } from '../commit-groups.ts'
import type { Row, Statement } from '../database.ts'
import { StoreError } from '../store-error.ts'
import { sqliteError } from './fault.ts'
import type { Answer, Job, NumberedReply, Reply, Request, SqliteFile } from './messages.ts'

interface Asked {
  readonly settle: (reply: Reply) => void
  readonly fail: (error: StoreError) => void
}

/** A connection of SQLite's in a worker thread, asked by messages. */
export class SqliteThread implements AsyncDisposable {
  readonly #worker = new Worker(new URL('worker.ts', import.meta.url), { execArgv: [] })
  readonly #asked = new Map<number, Asked>()
  #count = 0
  #ended: StoreError | undefined

  constructor() {
    this.#worker.on('message', ({ number, reply }: NumberedReply) => {
      const asked = this.#asked.get(number)
      this.#asked.delete(number)
      asked?.settle(reply)
    })
    this.#worker.on('error', error => this.#end(deadThread(error)))
    this.#worker.on('exit', () => this.#end(closedStore()))
  }

  async open(what: SqliteFile): Promise<void> {
    await this.#ask({ kind: 'open', what })
  }

  async query(statement: Statement): Promise<readonly Row[]> {
    const reply = await this.#ask({ kind: 'query', statement })
    if (reply.kind !== 'rows') throw new TypeError(`rows expected, not ${reply.kind}`)
    return reply.rows
  }

  async commit(jobs: readonly Job[]): Promise<readonly Answer[]> {
    const reply = await this.#ask({ kind: 'commit', jobs })
    if (reply.kind !== 'answers') throw new TypeError(`answers expected, not ${reply.kind}`)
    return reply.answers
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return
    await this.#ask({ kind: 'close' })
    this.#ended ??= closedStore()
    await this.#worker.terminate()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #ask(request: Request): Promise<Reply> {
    const reply = await new Promise<Reply>((settle, fail) => {
      if (this.#ended !== undefined) {
        fail(this.#ended)
        return
      }
      this.#count += 1
      this.#asked.set(this.#count, { settle, fail })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A worker thread, not a window.
      this.#worker.postMessage({ number: this.#count, request })
    })
    if (reply.kind === 'failed') throw sqliteError(reply.fault)
    return reply
  }

  #end(why: StoreError): void {
    this.#ended ??= why
    for (const { fail } of this.#asked.values()) fail(this.#ended)
    this.#asked.clear()
  }
}

function deadThread(cause: Error): StoreError {
  return new StoreError('fault', {
    words: `The database's thread died: ${cause.message}`,
    remedy: 'Restart the server; whatever was answered is kept.',
    cause,
  })
}
