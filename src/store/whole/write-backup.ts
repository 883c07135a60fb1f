import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { Database } from '../database.ts'
import type { Builder } from '../schema/builder.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import { tenantTables } from '../schema/tenant-tables.ts'
import { snapshotsOf } from '../snapshots.ts'
import { StoreError } from '../store-error.ts'
import type { Head, TenantSum } from './backup-file.ts'
import { TenantDigest, backupFormat, readBackupLines } from './backup-file.ts'
import type { OnProgress } from './lines.ts'
import { otherRows } from './other-rows.ts'
import { markOf, tenantLines, tenantNames } from './lines.ts'

/** Bytes of a file on one line. */
const fileBytesMax = 3 * 256 * 1024

/** A file that goes into a backup under a name that means the same on another machine. */
export interface BackedFile {
  readonly name: string
  readonly path: string
}

/** What a backup is made of beside the tables. */
export interface BackupPlan {
  readonly program: string
  readonly madeAt: number
  readonly files: readonly BackedFile[]
  /** Recordings of a tenant that are on record, by the names its facts have for them. */
  readonly recording?: (file: string) => BackedFile | undefined
  readonly without: readonly string[]
  readonly onProgress: OnProgress
}

/** What went into a backup. */
export interface BackupSummary {
  readonly tenants: ReadonlyMap<string, TenantSum>
  readonly files: number
  /** Files that are on record or in the plan and were not there. */
  readonly missing: readonly string[]
  readonly bytes: number
}

/**
 * Writes everything durable into one file while the store goes on. It has its name only when it
 * is whole, on the disk, and read back: until then it is a `.partial` file.
 */
export async function writeBackup(
  parts: { readonly database: Database; readonly build: Builder },
  toFile: string,
  plan: BackupPlan,
): Promise<BackupSummary> {
  const file = resolve(toFile)
  await refuseExisting(file)
  const partial = `${file}.partial`
  await rm(partial, { force: true })
  try {
    const written = await writeAll(parts, new LineFile(partial), plan)
    for await (const lines of readBackupLines(partial)) void lines
    await flush(partial)
    await rename(partial, file)
    await flush(dirname(file))
    return { ...written, bytes: (await stat(file)).size }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function writeAll(
  { build, database }: { readonly database: Database; readonly build: Builder },
  to: LineFile,
  plan: BackupPlan,
): Promise<Omit<BackupSummary, 'bytes'>> {
  const { program, without } = plan
  const madeAt = new Date(plan.madeAt).toISOString()
  const head: Head = { format: backupFormat, madeAt, program, database: database.kind, without }
  await to.write([JSON.stringify(['parley-backup', head])])
  const tenants = new Map<string, TenantSum>()
  const files = [...plan.files]
  const snapshots = snapshotsOf(database, build)
  for (const name of await tenantNames(database)) {
    const tenant = toId<TenantId>(name)
    const tables = tenantTables(build, tenant)
    await to.write([JSON.stringify(['t', name])])
    tenants.set(name, await writeTenant(tables, to, at => plan.onProgress({ ...at, tenant })))
    for await (const rows of otherRows(tables)) {
      await to.write(rows.map(row => JSON.stringify(['x', row])))
    }
    const snapshot = await snapshots.latest(tenant)
    if (snapshot !== undefined) {
      const body = Buffer.from(snapshot.body).toString('base64')
      await to.write([JSON.stringify(['s', { ...snapshot, body }])])
    }
    await to.write([JSON.stringify(['te', name, tenants.get(name)])])
    if (plan.recording !== undefined) files.push(...(await recordingsOf(tables, plan.recording)))
  }
  const missing = await writeFiles(to, files, plan.onProgress)
  await to.end()
  return { tenants, missing, files: files.length - missing.length }
}

async function writeTenant(
  tables: TenantTables,
  to: LineFile,
  onProgress: OnProgress,
): Promise<TenantSum> {
  const digest = new TenantDigest()
  for await (const lines of tenantLines(tables, await markOf(tables), onProgress)) {
    digest.add(lines)
    await to.write(lines)
  }
  return digest.sum()
}

async function recordingsOf(
  tables: TenantTables,
  named: NonNullable<BackupPlan['recording']>,
): Promise<readonly BackedFile[]> {
  const rows = await tables.recordings().select('file').where('file', 'is not', null).execute()
  return rows.flatMap(({ file }) => {
    const backed = file === null ? undefined : named(file)
    return backed === undefined ? [] : [backed]
  })
}

async function writeFiles(
  to: LineFile,
  files: readonly BackedFile[],
  onProgress: OnProgress,
): Promise<readonly string[]> {
  const missing: string[] = []
  for (const [index, one] of files.entries()) {
    const { size } = await stat(one.path).catch(() => ({ size: undefined }))
    if (size === undefined) missing.push(one.name)
    else await writeFile(to, one)
    onProgress({ what: 'files', done: index + 1, of: files.length })
  }
  return missing
}

async function writeFile(to: LineFile, { name, path }: BackedFile): Promise<void> {
  const hash = createHash('sha256')
  let bytes = 0
  await to.write([JSON.stringify(['file', name])])
  for await (const chunk of createReadStream(path, { highWaterMark: fileBytesMax })) {
    const part: Buffer = chunk
    hash.update(part)
    bytes += part.length
    await to.write([`["b","${part.toString('base64')}"]`])
  }
  await to.write([JSON.stringify(['fe', name, { bytes, sha256: hash.digest('hex') }])])
}

/** The lines of a backup on their way through gzip to a file; it waits when the disk does. */
class LineFile {
  readonly #zip = createGzip({ level: 6 })
  readonly #file: ReturnType<typeof createWriteStream>
  readonly #done: Promise<unknown>
  readonly #hash = createHash('sha256')
  #lines = 0
  #failed: Error | undefined

  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    this.#zip.pipe(this.#file)
    this.#done = finished(this.#file).catch((error: unknown) => {
      this.#failed = error instanceof Error ? error : new Error(String(error))
      this.#zip.destroy(this.#failed)
    })
    // Heard of at the next write, or at the end.
    this.#zip.on('error', () => {})
  }

  async write(lines: readonly string[]): Promise<void> {
    this.#refuseFailed()
    if (lines.length === 0) return
    const text = `${lines.join('\n')}\n`
    this.#lines += lines.length
    this.#hash.update(text)
    if (!this.#zip.write(text)) await Promise.race([once(this.#zip, 'drain'), this.#done])
    this.#refuseFailed()
  }

  async end(): Promise<void> {
    const sums = { lines: this.#lines, sha256: this.#hash.digest('hex') }
    this.#zip.end(`${JSON.stringify(['end', sums])}\n`)
    await this.#done
    this.#refuseFailed()
  }

  #refuseFailed(): void {
    if (this.#failed === undefined) return
    const words = this.#failed.message
    throw new StoreError(words.includes('ENOSPC') ? 'disk-full' : 'refused', {
      words: `The backup cannot be written: ${words}.`,
      remedy: 'Name a place with enough room that this user may write.',
      cause: this.#failed,
    })
  }
}

async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return
  throw new StoreError('refused', {
    words: `${file} exists already.`,
    remedy: 'Name a new file; a backup never replaces another.',
  })
}

async function flush(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync()
}
