import { resolve } from 'node:path'
import type { InstallationFile } from '#contract'
import { installationFile } from '#contract'
import type { Installation, LoadedInstallation } from './installation.ts'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
import { complaintsInOrder, hasErrors, newGathered, readShaped } from '../reading/gathered.ts'
import { besideFile } from '../reading/yaml-source.ts'
import type { LoadedTenant } from './load-tenant.ts'
import { loadTenant } from './load-tenant.ts'
import { loadEmulatorPlan } from './load-emulator-plan.ts'
import { loadConnections } from './load-connections.ts'
import { checkTenants } from './check-tenants.ts'
import { loadWebrtc } from './load-webrtc.ts'
import type { Environment, Secrets } from './secrets.ts'
import { readSecrets } from './secrets.ts'
import type { ZoneReader } from './zone-table.ts'
import { zoneReader } from './zone-table.ts'

/** What reading an installation takes from the outside. */
export interface LoadOptions {
  /** Where secrets are; those of the process. */
  readonly environment: Environment
  /** The present moment: zone tables begin in the year before it. */
  readonly now: number
  /** Prompts of the library are taken at their word: where a restore will bring them, none is there yet. */
  readonly promptsToCome?: boolean
}

/** How many years ahead a zone's changes are known; reading the files again moves this on. */
export const zoneYears = 12

/** The zones as they are needed at a moment: from the year before it. */
export function zonesAt(now: number): ZoneReader {
  const fromYear = new Date(now).getUTCFullYear() - 1
  if (newestZones?.fromYear !== fromYear) {
    newestZones = { fromYear, zones: zoneReader({ fromYear, years: zoneYears }) }
  }
  return newestZones.zones
}

/** A table costs tens of milliseconds and says the same all year: whoever checks as you type has no time for it. */
let newestZones: { readonly fromYear: number; readonly zones: ZoneReader } | undefined

/**
 * Reads parley.yaml and every file it names, and gives either an installation that is right in all
 * that files can say, or everything that is wrong with it: file, line, column, words, remedy.
 */
export async function loadInstallation(
  path: string,
  options: LoadOptions,
): Promise<LoadedInstallation> {
  const gathered = newGathered()
  const { secrets, complaints } = await readSecrets(options.environment)
  gathered.complaints.push(...complaints)
  const read = await readShaped(resolve(path), installationFile, gathered)
  const installation =
    read === undefined ? undefined : await fillIn(read, { ...options, gathered, secrets })
  const found = complaintsInOrder(gathered)
  return installation === undefined || hasErrors(gathered)
    ? { ok: false, complaints: found }
    : { ok: true, installation, warnings: found }
}

interface Surroundings extends LoadOptions {
  readonly gathered: Gathered
  readonly secrets: Secrets
}

async function fillIn(
  read: ShapedFile<InstallationFile>,
  surroundings: Surroundings,
): Promise<Installation> {
  const { value, source } = read
  const { gathered, secrets, environment } = surroundings
  const work = { read, gathered, environment }
  const { listen, identities, trunks, entra } = await loadConnections(work, secrets)
  const { browserAddress, ...webrtc } = loadWebrtc({ read, gathered }, secrets)
  const tenants = await loadTenants(read, surroundings)
  checkTenants(tenants, { gathered, trunks: trunks.map(({ id }) => id) })
  const emulator =
    value.emulator === undefined || hasErrors(gathered)
      ? undefined
      : await loadEmulatorPlan(besideFile(source, value.emulator), { tenants, gathered })
  const { deadAfter, publicAddress, ...media } = value.media
  return {
    file: source.file,
    dataFolder: besideFile(source, value.data),
    ...(secrets.databaseUrl !== undefined && { databaseUrl: secrets.databaseUrl }),
    http: value.http,
    sip: { listen, identities },
    media: {
      ...media,
      ...(publicAddress !== undefined && { publicAddress }),
      ...(browserAddress !== undefined && { browserAddress }),
      deadAfterMs: deadAfter,
    },
    webrtc,
    trunks,
    ...(entra !== undefined && { entra }),
    ...presenceOf(value),
    speech: { cacheBytesMax: value.speech.cacheMegabytes * 1_000_000 },
    trace: value.trace,
    log: value.log,
    tenants: tenants.map(({ tenant }) => tenant),
    ...(emulator !== undefined && { emulator }),
  }
}

function presenceOf({ presence }: InstallationFile): Pick<Installation, 'presence'> {
  const { source, every, unknownAfter, graph } = presence
  if (source === 'off') return {}
  return { presence: { everyMs: every, unknownAfterMs: unknownAfter, graph } }
}

async function loadTenants(
  { value, source }: ShapedFile<InstallationFile>,
  { gathered, now, promptsToCome = false }: Surroundings,
): Promise<readonly LoadedTenant[]> {
  const reading = {
    zones: zonesAt(now),
    ...(!promptsToCome && { dataFolder: besideFile(source, value.data) }),
  }
  const tenants: LoadedTenant[] = []
  for (const path of value.tenants) {
    const tenant = await loadTenant(besideFile(source, path), gathered, reading)
    if (tenant !== undefined) tenants.push(tenant)
  }
  return tenants
}
