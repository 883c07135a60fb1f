import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { Log } from '#engine'
import { openStore } from '../open-store.ts'
import { schemaSite } from '../postgres/schema-site.ts'
import { fileSite } from '../sqlite/file-site.ts'
import type { Store, StorePlace } from '../store.ts'
import { StoreError } from '../store-error.ts'
import type { TenantSum } from './backup-file.ts'
import { sameSum } from './backup-file.ts'
import type { OnProgress } from './lines.ts'
import type { BackupContents } from './read-backup.ts'
import { lookAtBackup, takeBackup } from './read-backup.ts'
import type { Site } from './site.ts'

/** Entries handed to the store in one call; below its own limit. */
const partLengthMax = 5_000

/** Where a backup is restored to. */
export interface RestorePlan {
  readonly place: StorePlace
  /** Files of the backup go below it, by their names. */
  readonly folder: string
  /** Puts what is there aside; without it nothing that is there is touched. */
  readonly replace: boolean
  readonly now: number
  readonly log: Log
  readonly onProgress: OnProgress
}

/** What was restored, and what had to make room. */
export interface Restored extends BackupContents {
  /** What was there before, by the names it has now. */
  readonly setAside: readonly string[]
}

/**
 * Restores a backup, made over either database, into either. The backup is read to its end before
 * anything is touched; then all is written beside the place, compared with the backup's own sums,
 * and put in the place at the very end.
 */
export async function restoreBackup(file: string, plan: RestorePlan): Promise<Restored> {
  const contents = await lookAtBackup(file)
  const site = 'file' in plan.place ? fileSite(plan.place.file) : schemaSite(plan.place)
  await site.refuseInUse()
  const taken = [
    ...((await site.isTaken()) ? ['a database with tenants in it'] : []),
    ...(await takenFolders(contents, plan.folder)),
  ]
  if (taken.length > 0 && !plan.replace) throw refusedTaken(taken)
  const unpacked = join(plan.folder, 'restoring')
  await site.clearBeside()
  await rm(unpacked, { recursive: true, force: true })
  await fill(file, { ...plan, site, unpacked })
  const setAside = await putInPlace({ ...plan, site, unpacked })
  return { ...contents, setAside }
}

interface Filling extends RestorePlan {
  readonly site: Site
  readonly unpacked: string
}

async function fill(file: string, { site, unpacked, log, onProgress }: Filling): Promise<void> {
  await using store = await openStore(site.beside, { log })
  const counts = { inputs: 0, facts: 0 }
  const contents = await takeBackup(file, {
    folder: unpacked,
    inputs: async (tenant, entries) => {
      for (const part of inParts(entries)) await store.journal.append(tenant, part)
      counts.inputs += entries.length
      onProgress({ what: 'inputs', tenant, done: counts.inputs })
    },
    facts: async (tenant, facts) => {
      for (const part of inParts(facts)) await store.records.keep(tenant, part)
      counts.facts += facts.length
      onProgress({ what: 'facts', tenant, done: counts.facts })
    },
    deeds: (tenant, entries) => store.takeDeeds(tenant, entries),
    others: (tenant, rows) => store.takeRows(tenant, rows),
    snapshot: (tenant, snapshot) => store.snapshots.keep(tenant, snapshot),
  })
  for (const [tenant, sum] of contents.tenants) await compare(store, toId(tenant), sum)
}

/** What was written is read back before anybody relies on it. */
async function compare(store: Store, tenant: TenantId, sum: TenantSum): Promise<void> {
  if (sameSum(await store.sum(tenant), sum)) return
  throw new StoreError('fault', {
    words: `What was restored of ${tenant} is not what the backup holds.`,
    remedy: 'Nothing was replaced. Restore with the version of Parley that made the backup.',
  })
}

function inParts<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const parts: (readonly Entry[])[] = []
  for (let from = 0; from < entries.length; from += partLengthMax) {
    parts.push(entries.slice(from, from + partLengthMax))
  }
  return parts
}

async function takenFolders({ files }: BackupContents, folder: string): Promise<readonly string[]> {
  // The settings of then are only put there to be looked at.
  const tops = topsOf(files).filter(top => top !== 'settings')
  const taken = await Promise.all(
    tops.map(async top => {
      const names = await readdir(join(folder, top)).catch(() => [])
      return names.length > 0
    }),
  )
  return tops.filter((_, index) => taken[index])
}

function topsOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map(name => name.split('/')[0] ?? name))]
}

async function putInPlace({ site, unpacked, folder, now }: Filling): Promise<readonly string[]> {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '')
  const setAside: string[] = []
  const old = await site.swapIn(stamp)
  if (old !== undefined) setAside.push(old)
  const tops = await readdir(unpacked).catch(() => [])
  for (const top of tops) {
    if (existsSync(join(folder, top))) {
      const kept = `${top}.replaced-${stamp}`
      await rename(join(folder, top), join(folder, kept))
      setAside.push(kept)
    }
    await rename(join(unpacked, top), join(folder, top))
  }
  await rm(unpacked, { recursive: true, force: true })
  return setAside
}

function refusedTaken(taken: readonly string[]): StoreError {
  return new StoreError('refused', {
    words: `There is something already: ${taken.join(', ')}.`,
    remedy:
      'Add --replace to put it aside (nothing is deleted), or name a configuration with an empty data folder.',
  })
}
