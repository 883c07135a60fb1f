import type { TenantId } from '#core'
import type { SettingsPort, SettingsVersion } from './settings.ts'
import { settingsVersionsMax } from './settings.ts'

/** Settings that live as long as the process: the fake of the port. */
export function fakeSettings(): SettingsPort {
  const byTenant = new Map<TenantId, Map<number, SettingsVersion>>()
  const of = (tenant: TenantId): readonly SettingsVersion[] =>
    [...(byTenant.get(tenant)?.values() ?? [])].toSorted(
      (one, other) => other.version - one.version,
    )
  return {
    keep: async (tenant, version) => {
      const versions = byTenant.get(tenant) ?? new Map<number, SettingsVersion>()
      byTenant.set(tenant, versions)
      if (versions.has(version.version)) return 'taken'
      versions.set(version.version, version)
      versions.delete(version.version - settingsVersionsMax)
      return 'kept'
    },
    latest: async tenant => of(tenant)[0],
    version: async (tenant, version) => byTenant.get(tenant)?.get(version),
    list: async (tenant, limit) =>
      of(tenant)
        .slice(0, limit)
        .map(({ version, at, by, origin, why }) => ({ version, at, by, origin, why })),
    drop: async (tenant, version) => {
      byTenant.get(tenant)?.delete(version)
    },
  }
}
