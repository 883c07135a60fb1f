import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { JournalEntry, PlacedFact, SealedEntry, Snapshot } from '#engine'
import type { Line, TenantSum } from './backup-file.ts'
import type { OtherRow } from './other-rows.ts'
import { TenantDigest, damagedBackup, readBackupLines, sameSum } from './backup-file.ts'

/** What a backup says of itself, once it was read to its end. */
export interface BackupContents {
  readonly madeAt: string
  readonly program: string
  readonly without: readonly string[]
  readonly tenants: ReadonlyMap<string, TenantSum>
  readonly files: readonly string[]
}

/** Where what a backup holds goes to, a part after the other. */
export interface Taker {
  readonly inputs: (tenant: TenantId, entries: readonly JournalEntry[]) => Promise<void>
  readonly facts: (tenant: TenantId, facts: readonly PlacedFact[]) => Promise<void>
  readonly deeds: (tenant: TenantId, entries: readonly SealedEntry[]) => Promise<void>
  readonly others: (tenant: TenantId, rows: readonly OtherRow[]) => Promise<void>
  readonly snapshot: (tenant: TenantId, snapshot: Snapshot) => Promise<void>
  /** Every file goes below this folder, by its name. */
  readonly folder: string
}

/** Reads a backup to its end and believes nothing before: what it holds, and that it is whole. */
export async function lookAtBackup(file: string): Promise<BackupContents> {
  const reader = new Reader(file, undefined)
  for await (const lines of readBackupLines(file)) {
    for (const { line, text } of lines) reader.count(line, text)
  }
  return reader.contents()
}

/** Hands everything a backup holds to its taker, in order. Look at it first: this begins at once. */
export async function takeBackup(file: string, taker: Taker): Promise<BackupContents> {
  const reader = new Reader(file, taker)
  try {
    for await (const lines of readBackupLines(file)) {
      for (const { line, text } of lines) {
        reader.count(line, text)
        await reader.take(line)
      }
      await reader.handOver()
    }
  } finally {
    await reader.close()
  }
  return reader.contents()
}

/** Where a reading of a backup has come to. */
class Reader {
  readonly #file: string
  readonly #taker: Taker | undefined
  readonly #tenants = new Map<string, TenantSum>()
  readonly #files: string[] = []
  #head: Omit<BackupContents, 'tenants' | 'files'> = { madeAt: '', program: '', without: [] }
  #tenant: TenantId | undefined
  #digest = new TenantDigest()
  #inputs: JournalEntry[] = []
  #facts: PlacedFact[] = []
  #deeds: SealedEntry[] = []
  #others: OtherRow[] = []
  #writing:
    | { readonly handle: FileHandle; readonly hash: ReturnType<typeof createHash> }
    | undefined

  constructor(file: string, taker: Taker | undefined) {
    this.#file = file
    this.#taker = taker
  }

  contents(): BackupContents {
    return { ...this.#head, tenants: this.#tenants, files: this.#files }
  }

  /** Takes note of a line, and of sums that do not add up. */
  count(line: Line, text: string): void {
    if (line[0] === 'parley-backup') this.#head = line[1]
    else if (line[0] === 't') {
      this.#tenant = toId(line[1])
      this.#digest = new TenantDigest()
    } else if (line[0] === 'i' || line[0] === 'f' || line[0] === 'a') this.#digest.add([text])
    else if (line[0] === 'te') {
      if (!sameSum(this.#digest.sum(), line[2])) {
        throw damagedBackup(this.#file, `the past of ${line[1]} does not add up`)
      }
      this.#tenants.set(line[1], line[2])
    } else if (line[0] === 'file') this.#files.push(this.#insideName(line[1]))
  }

  async take(line: Line): Promise<void> {
    switch (line[0]) {
      case 'i':
        this.#inputs.push({ seq: line[1], input: line[2] })
        return
      case 'f':
        this.#facts.push({ seq: line[1], nth: line[2], fact: line[3] })
        return
      case 'a':
        this.#deeds.push({ seq: line[1], body: line[2], hash: line[3] })
        return
      case 'x':
        this.#others.push(line[1])
        return
      case 's':
        await this.handOver()
        await this.#taker?.snapshot(this.#ofTenant(), {
          ...line[1],
          body: Buffer.from(line[1].body, 'base64'),
        })
        return
      case 'te':
        await this.handOver()
        return
      case 'file':
      case 'b':
      case 'fe':
        await this.#takeFile(line)
        return
      case 'parley-backup':
      case 't':
      case 'end':
    }
  }

  /** Hands over what has gathered, in the order in which a tenant's past is made. */
  async handOver(): Promise<void> {
    const [inputs, facts, deeds] = [this.#inputs, this.#facts, this.#deeds]
    const others = this.#others
    this.#inputs = []
    this.#facts = []
    this.#deeds = []
    this.#others = []
    if (inputs.length > 0) await this.#taker?.inputs(this.#ofTenant(), inputs)
    if (facts.length > 0) await this.#taker?.facts(this.#ofTenant(), facts)
    if (deeds.length > 0) await this.#taker?.deeds(this.#ofTenant(), deeds)
    if (others.length > 0) await this.#taker?.others(this.#ofTenant(), others)
  }

  #ofTenant(): TenantId {
    if (this.#tenant !== undefined) return this.#tenant
    throw damagedBackup(this.#file, 'it does not say whose past it holds')
  }

  async close(): Promise<void> {
    await this.#writing?.handle.close()
    this.#writing = undefined
  }

  async #takeFile(
    line: Extract<Line, readonly ['file' | 'b' | 'fe', ...unknown[]]>,
  ): Promise<void> {
    if (line[0] === 'file') {
      const path = join(this.#taker?.folder ?? '', this.#insideName(line[1]))
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      this.#writing = { handle: await open(path, 'w', 0o600), hash: createHash('sha256') }
    } else if (line[0] === 'b') {
      const bytes = Buffer.from(line[1], 'base64')
      this.#writing?.hash.update(bytes)
      await this.#writing?.handle.write(bytes)
    } else {
      await this.#writing?.handle.sync()
      const sha256 = this.#writing?.hash.digest('hex')
      await this.close()
      if (sha256 !== line[2].sha256) throw damagedBackup(this.#file, `${line[1]} does not add up`)
    }
  }

  /** A name that leads out of the folder is none of ours. */
  #insideName(name: string): string {
    const path = normalize(name)
    if (path !== '..' && !path.startsWith(`..${sep}`) && !path.startsWith(sep)) return path
    throw damagedBackup(this.#file, `it names a file outside of its folder: ${name}`)
  }
}
