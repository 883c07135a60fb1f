import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { StoreFinding } from '../check.ts'
import type { SqliteThread } from './sqlite-thread.ts'

/** What SQLite says of its own file, and what the disk has left for it. */
export async function lookAtFile(
  file: string,
  options: { readonly thread: SqliteThread; readonly freeBytesMin: number },
): Promise<readonly StoreFinding[]> {
  return [
    await lookAtIntegrity(options.thread),
    await lookAtDisk(dirname(file), options.freeBytesMin),
  ]
}

async function lookAtIntegrity(thread: SqliteThread): Promise<StoreFinding> {
  const about = 'integrity'
  const rows = await thread.query({ sql: 'pragma integrity_check(10)', parameters: [] })
  const complaints = rows.map(row => String(row['integrity_check'])).filter(said => said !== 'ok')
  if (complaints.length === 0) {
    return { about, state: 'good', words: 'Every page of the file is as it should be.' }
  }
  return {
    about,
    state: 'broken',
    words: `The file is damaged: ${complaints.join('; ')}`,
    remedy: 'Stop the server and restore a backup; keep the file for examination.',
  }
}

async function lookAtDisk(folder: string, freeBytesMin: number): Promise<StoreFinding> {
  const about = 'free-disk'
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const words = `${gibibytes(free)} GiB are free on the disk of the database.`
  if (free >= freeBytesMin) return { about, state: 'good', words }
  return {
    about,
    state: 'poor',
    words: `${words} Less than ${gibibytes(freeBytesMin)} GiB is too little to go on for long.`,
    remedy: 'Free space, or move the data folder to a larger disk.',
  }
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1)
}
