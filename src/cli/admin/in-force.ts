import { dirname } from 'node:path'
import type { TenantConfig, TenantId } from '#core'
import type { Log, SettingsPort, SettingsVersion } from '#engine'
import type { Claiming } from '../config/check-tenants.ts'
import { clashes, take } from '../config/check-tenants.ts'
import type { InstalledTenant, Installation } from '../config/installation.ts'
import { zonesAt } from '../config/load-installation.ts'
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
  const claimed = new Map<TenantId, Held>()

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

  /** What a tenant has among its neighbours, read once for each version. */
  async function held(tenant: InstalledTenant): Promise<Claiming | undefined> {
    const id = tenant.config.tenant
    const [row] = await settings.list(id, 1)
    const before = claimed.get(id)
    if (before !== undefined && before.version === row?.version) return before.claiming
    const claiming = await readAlone(parts, tenant, (await settings.latest(id))?.texts)
    claimed.set(id, { version: row?.version, claiming })
    return claiming
  }

  async function around(tenant: InstalledTenant): Promise<Surroundings> {
    const others = installation.tenants.filter(other => other !== tenant)
    return surroundings(parts, tenant, await Promise.all(others.map(held)))
  }

  return {
    current,
    evaluate: async (tenant, texts, bounds) =>
      evaluate(texts, { ...(await around(tenant)), bounds }),
  }
}

/** What a version of a tenant has for itself alone. */
interface Held {
  readonly version: number | undefined
  readonly claiming: Claiming | undefined
}

function surroundings(
  { installation, now }: KeepingParts,
  tenant: InstalledTenant,
  neighbours: readonly (Claiming | undefined)[],
): Surroundings {
  const taken = new Map<string, string>()
  for (const other of neighbours) if (other !== undefined) take(taken, other)
  const { dataFolder, trunks } = installation
  return {
    folder: dirname(tenant.file),
    reading: { zones: zonesAt(now()), dataFolder },
    taken,
    trunks: trunks.map(({ id }) => id),
  }
}

/** A tenant by itself, for its neighbours: what is wrong with it is its own to say. */
async function readAlone(
  { installation, now }: KeepingParts,
  tenant: InstalledTenant,
  texts = tenant.texts,
): Promise<Claiming | undefined> {
  // What the files say was read when the server started.
  if (sameTexts(texts, tenant.texts)) return tenant
  const folder = dirname(tenant.file)
  const gathered = newGathered(
    new Map([...texts].map(([path, text]) => [`${folder}/${path}`, text])),
  )
  const reading = { zones: zonesAt(now()), dataFolder: installation.dataFolder }
  const loaded = await loadTenant(`${folder}/${mainOf(texts).path}`, gathered, reading)
  return loaded?.tenant
}

/**
 * The configurations to start with. A version that this program cannot run leaves what ran before.
 * Files that hold are not read a second time: a hundred tenants are there as soon as they were read.
 */
export async function beginAll(
  parts: KeepingParts,
): Promise<ReadonlyMap<TenantId, TenantConfig | undefined>> {
  const { tenants } = parts.installation
  const begun = await Promise.all(
    tenants.map(async tenant => {
      const { texts } = await beginTenant(parts, tenant)
      return { tenant, texts, claiming: await readAlone(parts, tenant, texts) }
    }),
  )
  const configs = new Map<TenantId, TenantConfig | undefined>()
  for (const { tenant, texts, claiming } of begun) {
    const neighbours = begun.flatMap(other => (other.tenant === tenant ? [] : [other.claiming]))
    const around = surroundings(parts, tenant, neighbours)
    const isAsRead = claiming === tenant && !clashes(tenant, around.taken)
    configs.set(
      tenant.config.tenant,
      isAsRead ? tenant.config : await configOf(parts, { tenant, texts, around }),
    )
  }
  return configs
}

/** The configuration of a version that is not what the files say, or of a tenant at odds with another. */
async function configOf(
  { log }: KeepingParts,
  given: {
    readonly tenant: InstalledTenant
    readonly texts: TenantTexts
    readonly around: Surroundings
  },
): Promise<TenantConfig | undefined> {
  const { ok, complaints, loaded } = await evaluate(given.texts, given.around)
  if (ok) return loaded?.tenant.config
  const [first] = complaints
  const tenant = given.tenant.config.tenant
  log('alarm', 'settings-unfit', { tenant, words: first?.words, file: first?.file })
  return undefined
}
