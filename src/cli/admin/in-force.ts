import { dirname } from 'node:path'
import type { TenantConfig, TenantId } from '#core'
import type { Log, SettingsPort, SettingsVersion } from '#engine'
import type { InstalledTenant, Installation } from '../config/installation.ts'
import { zonesAt } from '../config/load-installation.ts'
import type { LoadedTenant } from '../config/load-tenant.ts'
import { loadTenant } from '../config/load-tenant.ts'
import { newGathered } from '../reading/gathered.ts'
import type { TenantTexts } from './document.ts'
import { mainOf } from './document.ts'
import type { Bounds, Evaluated, Surroundings } from './evaluate.ts'
import { evaluate } from './evaluate.ts'

/** A version that holds, read and held against its surroundings. */
export interface InForce {
  readonly row: SettingsVersion
  readonly evaluated: Evaluated
}

/** What keeping track of tenants' versions needs. */
export interface KeepingParts {
  readonly installation: Pick<Installation, 'tenants' | 'trunks' | 'dataFolder'>
  readonly settings: SettingsPort
  readonly now: () => number
  readonly log: Log
}

/** Who stands in the log for what the files of an installation say. */
const filesName = 'files of the installation'

/**
 * Decides at a start what holds for a tenant. As long as nobody has changed it by page or program, its
 * files do, as they are now. From then on the store does, and files that say something else are told
 * of, never taken by themselves.
 */
export async function beginTenant(
  { settings, now, log }: KeepingParts,
  tenant: InstalledTenant,
): Promise<SettingsVersion> {
  const id = tenant.config.tenant
  const latest = await settings.latest(id)
  if (latest !== undefined && sameTexts(latest.texts, tenant.texts)) return latest
  if (latest?.origin === 'page') {
    log('warn', 'files-differ', {
      tenant: id,
      words: 'The files say something else than what was set by page, which holds.',
      remedy: '“parley config plan” tells the differences, “parley config apply” takes the files.',
    })
    return latest
  }
  const version: SettingsVersion = {
    version: (latest?.version ?? 0) + 1,
    at: now(),
    by: filesName,
    origin: 'files',
    why: latest === undefined ? 'the first start' : 'the files were changed',
    texts: tenant.texts,
  }
  // Taken means that another server of this installation came first, with the same files.
  if ((await settings.keep(id, version)) === 'kept') return version
  return (await settings.latest(id)) ?? version
}

/** Whether two documents are the same letter for letter. */
export function sameTexts(one: TenantTexts, other: TenantTexts): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other])
}

/** The newest versions of all tenants, read once each. */
export interface Keeping {
  /** The version of a tenant that holds; another server may have made it. */
  readonly current: (tenant: InstalledTenant) => Promise<InForce>
  /** Holds a document against everything around it. */
  readonly evaluate: (
    tenant: InstalledTenant,
    texts: TenantTexts,
    bounds: Bounds,
  ) => Promise<Evaluated>
}

/** Opens the keeping of an installation's versions. */
export function openKeeping(parts: KeepingParts): Keeping {
  const { installation, settings } = parts
  const read = new Map<TenantId, InForce>()

  async function current(tenant: InstalledTenant): Promise<InForce> {
    const id = tenant.config.tenant
    const known = read.get(id)
    const [row] = await settings.list(id, 1)
    if (known !== undefined && known.row.version === row?.version) return known
    const version = (await settings.latest(id)) ?? (await beginTenant(parts, tenant))
    const evaluated = await evaluate(version.texts, await around(tenant))
    const inForce = { row: version, evaluated }
    read.set(id, inForce)
    return inForce
  }

  async function around(tenant: InstalledTenant): Promise<Surroundings> {
    const neighbours: LoadedTenant[] = []
    for (const other of installation.tenants) {
      if (other === tenant) continue
      const loaded = read.get(other.config.tenant)?.evaluated.loaded ?? (await loadAlone(other))
      if (loaded !== undefined) neighbours.push(loaded)
    }
    const { dataFolder, trunks } = installation
    return {
      folder: dirname(tenant.file),
      reading: { zones: zonesAt(parts.now()), dataFolder },
      neighbours,
      trunks: trunks.map(({ id }) => id),
    }
  }

  /** A tenant by itself, for its neighbours: what is wrong with it is its own to say. */
  async function loadAlone(tenant: InstalledTenant): Promise<LoadedTenant | undefined> {
    const latest = await settings.latest(tenant.config.tenant)
    const texts = latest?.texts ?? tenant.texts
    const folder = dirname(tenant.file)
    const gathered = newGathered(
      new Map([...texts].map(([path, text]) => [`${folder}/${path}`, text])),
    )
    const reading = { zones: zonesAt(parts.now()), dataFolder: installation.dataFolder }
    return await loadTenant(`${folder}/${mainOf(texts).path}`, gathered, reading)
  }

  return {
    current,
    evaluate: async (tenant, texts, bounds) =>
      evaluate(texts, { ...(await around(tenant)), bounds }),
  }
}

/** The configurations to start with. A version that this program cannot run leaves what ran before. */
export async function beginAll(
  parts: KeepingParts,
): Promise<ReadonlyMap<TenantId, TenantConfig | undefined>> {
  const keeping = openKeeping(parts)
  const begun = new Map<TenantId, TenantConfig | undefined>()
  for (const tenant of parts.installation.tenants) {
    const id = tenant.config.tenant
    await beginTenant(parts, tenant)
    const { evaluated } = await keeping.current(tenant)
    if (!evaluated.ok) {
      const [first] = evaluated.complaints
      parts.log('alarm', 'settings-unfit', { tenant: id, words: first?.words, file: first?.file })
    }
    begun.set(id, evaluated.ok ? evaluated.loaded?.tenant.config : undefined)
  }
  return begun
}
