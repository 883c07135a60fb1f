import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CommitGroups } from '../commit-groups.ts'
import type { Database } from '../database.ts'
import type { StoreLimits } from '../store.ts'
import { StoreError } from '../store-error.ts'
import { sqliteError } from './fault.ts'
import { lookAtFile } from './look-at-file.ts'
import type { Answer, Job, SqliteFile } from './messages.ts'
import { SqliteThread } from './sqlite-thread.ts'

/** Opens a file with one thread that writes and one that reads; in WAL neither waits for the other. */
export async function openSqlite(path: string, limits: StoreLimits): Promise<Database> {
  const file = resolve(path)
  await mkdir(dirname(file), { recursive: true }).catch(refuseFolder)
  const { lockMsMax, fileBytesMax } = limits
  const place = { file, lockMsMax, fileBytesMax }
  const writer = await openedThread({ ...place, readOnly: false })
  const reader = await openedThread({ ...place, readOnly: true }).catch(async (error: unknown) => {
    await writer.close()
    throw error
  })
  const groups = new CommitGroups<Job, Answer>({
    lengthMax: limits.groupLengthMax,
    waitingMax: limits.waitingMax,
    commit: jobs => writer.commit(jobs),
  })
  return {
    kind: 'sqlite',
    query: statement => reader.query(statement),
    append: async job => {
      const answer = told(await groups.hand(job))
      if (answer === 'stale') throw new TypeError('an append cannot be stale')
      return answer
    },
    write: async job => {
      const answer = told(await groups.hand(job))
      if (answer === 'gap') throw new TypeError('a batch cannot leave a gap')
      return answer
    },
    look: async () => {
      await using onlooker = await openedThread({ ...place, readOnly: true })
      return await lookAtFile(file, { thread: onlooker, freeBytesMin: limits.freeBytesMin })
    },
    close: async () => {
      await groups.close()
      await reader.close()
      // The writer goes last: the last connection out folds the WAL back into the file.
      await writer.close()
    },
  }
}

async function openedThread(what: SqliteFile): Promise<SqliteThread> {
  const thread = new SqliteThread()
  try {
    await thread.open(what)
    return thread
  } catch (error) {
    await thread.close()
    throw error
  }
}

function told(answer: Answer): 'done' | 'gap' | 'stale' {
  if (answer.kind === 'failed') throw sqliteError(answer.fault)
  return answer.kind
}

function refuseFolder(cause: unknown): never {
  throw new StoreError('unreachable', {
    words: `The folder of the database cannot be made: ${String(cause)}`,
    remedy: 'Name a place that the server may write.',
    cause,
  })
}
