import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AlarmsPort, JournalEntry, JournalSlice } from '#engine'
import { StoreError } from './store-error.ts'

/** Entries in one file: what lies between two snapshots, many times over. */
export const sliceEntriesMax = 200_000

/**
 * Keeps slices of journals in files: a line that says what broke, then a line for each entry.
 * They hold what customers said and dialled, and are as secret as the journal itself.
 */
export function slicesIn(folder: string): AlarmsPort {
  return {
    keep: async ({ entries, from, ...found }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, `${found.tenant}-${found.brokeAt}.slice.jsonl`)
      const body = from && Buffer.from(from.body).toString('base64')
      const head = { slice: 1, ...found, from: from && { ...from, body } }
      await using file = await open(path, 'w', 0o600)
      await file.write(`${JSON.stringify(head)}\n`)
      let count = 0
      for await (const entry of entries) {
        count += 1
        if (count > sliceEntriesMax) throw tooLong(path)
        await file.write(`${JSON.stringify(entry)}\n`)
      }
      return path
    },
  }
}

/** Reads a slice from its file. */
export async function readSlice(path: string): Promise<JournalSlice> {
  const [head = '', ...lines] = (await readFile(path, 'utf8')).split('\n')
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- slicesIn alone writes these files; the snapshot's digest is checked before its state is used.
    const { from, slice, ...found } = JSON.parse(head) as Head
    if (slice !== 1) throw new SyntaxError('not a slice')
    const body = from && Buffer.from(from.body, 'base64')
    return {
      ...found,
      from: from && body && { ...from, body },
      entries: parsed(lines.filter(line => line !== '')),
    }
  } catch (cause) {
    throw new StoreError('damaged', {
      words: `${path} is no slice of a journal.`,
      remedy: 'Name a file that an invariant-broken alarm named.',
      cause,
    })
  }
}

interface Head extends Omit<JournalSlice, 'entries' | 'from'> {
  readonly slice: number
  readonly from:
    | {
        readonly seq: number
        readonly version: string
        readonly digest: string
        readonly body: string
      }
    | undefined
}

async function* parsed(lines: readonly string[]): AsyncIterable<JournalEntry> {
  for (const line of lines) {
    const entry: JournalEntry = JSON.parse(line)
    yield entry
  }
}

function tooLong(path: string): StoreError {
  return new StoreError('too-large', {
    words: `${path} ends after ${sliceEntriesMax} entries.`,
    remedy: 'Replay the interaction from the journal itself.',
  })
}
