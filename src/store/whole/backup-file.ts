import type { Hash } from 'node:crypto'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { pipeline } from 'node:stream'
import type { Fact, Input } from '#core'
import type { Snapshot } from '#engine'
import type { OtherRow } from './other-rows.ts'
import { StoreError } from '../store-error.ts'

/*
 * A backup is one gzip file of lines, each a JSON array whose first word is its kind, in this
 * order: head; for each tenant `t`, its past, other rows `x`, its snapshot, `te`; each file as
 * `file` and its bytes; `end`. Nothing in it is of the one or the other database.
 */

/** The number of this format. A program reads its own and every older one. */
export const backupFormat = 1

/** What a tenant's part must add up to. */
export interface TenantSum {
  readonly inputs: number
  readonly facts: number
  readonly deeds: number
  /** SHA-256 over the lines of its past, in hexadecimal digits. */
  readonly digest: string
}

/** The first line. */
export interface Head {
  readonly format: number
  readonly madeAt: string
  readonly program: string
  readonly database: 'sqlite' | 'postgres'
  /** What was left out, in words for whoever restores it. */
  readonly without: readonly string[]
}

/** One line of a backup, read. */
export type Line =
  | readonly ['parley-backup', Head]
  | readonly ['t', string]
  | readonly ['i', number, Input]
  | readonly ['f', number, number, Fact]
  | readonly ['a', number, string, string]
  | readonly ['x', OtherRow]
  | readonly ['s', Omit<Snapshot, 'body'> & { readonly body: string }]
  | readonly ['te', string, TenantSum]
  | readonly ['file', string]
  | readonly ['b', string]
  | readonly ['fe', string, { readonly bytes: number; readonly sha256: string }]
  | readonly ['end', { readonly lines: number; readonly sha256: string }]

/** A line with the text it was read from. */
export interface ReadLine {
  readonly line: Line
  readonly text: string
}

/** Counts and digests the lines of one tenant's past, whether they are written or read. */
export class TenantDigest {
  readonly #hash: Hash = createHash('sha256')
  readonly #counts = { i: 0, f: 0, a: 0 }

  add(texts: readonly string[]): void {
    for (const text of texts) {
      const kind = text[2]
      if (kind === 'i' || kind === 'f' || kind === 'a') this.#counts[kind] += 1
      this.#hash.update(text).update('\n')
    }
  }

  sum(): TenantSum {
    const { i, f, a } = this.#counts
    return { inputs: i, facts: f, deeds: a, digest: this.#hash.copy().digest('hex') }
  }
}

/** Whether two sums are of the same past. */
export function sameSum(one: TenantSum, other: TenantSum): boolean {
  return (
    one.digest === other.digest &&
    one.inputs === other.inputs &&
    one.facts === other.facts &&
    one.deeds === other.deeds
  )
}

/**
 * The lines of a backup, in parts as they come from the disk. It proves that the file is whole and
 * as it was written before it ends; whoever reads it to the end without an error may trust it.
 */
export async function* readBackupLines(file: string): AsyncIterable<readonly ReadLine[]> {
  const proof = new Proof(file)
  for await (const texts of textLines(file)) {
    const lines = texts.map(text => ({ text, line: parsed(file, text) }))
    for (const one of lines) proof.take(one)
    yield lines
  }
  if (!proof.ended) throw damagedBackup(file, 'its end is missing')
}

/** Counts and digests all lines, and holds them against what the last one says. */
class Proof {
  readonly #file: string
  readonly #hash = createHash('sha256')
  #count = 0
  ended = false

  constructor(file: string) {
    this.#file = file
  }

  take({ line, text }: ReadLine): void {
    if (this.ended) throw damagedBackup(this.#file, 'it goes on after its end')
    if (line[0] === 'end') {
      this.#end(line[1])
      return
    }
    if (this.#count === 0) refuseOther(this.#file, line)
    this.#count += 1
    this.#hash.update(text).update('\n')
  }

  #end({ lines, sha256 }: { readonly lines: number; readonly sha256: string }): void {
    if (lines !== this.#count) {
      throw damagedBackup(this.#file, `${this.#count} of ${lines} lines are there`)
    }
    if (sha256 !== this.#hash.digest('hex')) {
      throw damagedBackup(this.#file, 'its digest is another one')
    }
    this.ended = true
  }
}

async function* textLines(file: string): AsyncIterable<readonly string[]> {
  // A pipeline hands an error of the file on to the reader, and closes the file when the reader stops.
  const bytes = pipeline(createReadStream(file), createGunzip(), () => {})
  const decoder = new StringDecoder('utf8')
  let rest = ''
  try {
    for await (const chunk of bytes) {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      if (lines.length > 0) yield lines
    }
  } catch (cause) {
    throw damagedBackup(file, cause instanceof Error ? cause.message : String(cause), cause)
  }
  if (rest !== '') throw damagedBackup(file, 'it ends in the middle of a line')
}

function parsed(file: string, text: string): Line {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The digest at the end proves that our own writer wrote it.
    return JSON.parse(text) as Line
  } catch (cause) {
    throw damagedBackup(file, 'a line of it cannot be read', cause)
  }
}

function refuseOther(file: string, [kind, head]: Line): void {
  if (kind !== 'parley-backup') throw damagedBackup(file, 'it is no backup of Parley')
  if (head.format <= backupFormat) return
  throw new StoreError('newer-schema', {
    words: `${file} was made by Parley ${head.program}; this program reads backups of format ${backupFormat} at most, and it is of format ${head.format}.`,
    remedy: 'Restore it with the program that made it, or a newer one.',
  })
}

/** What whoever reads a backup that is not whole is told. */
export function damagedBackup(file: string, words: string, cause?: unknown): StoreError {
  return new StoreError('damaged', {
    words: `${file} cannot be trusted: ${words}.`,
    remedy: 'Use another backup; keep this one for examination.',
    cause,
  })
}
