import type { TenantId } from '#core'
import type { PlacedFact, RecordsPort } from './records.ts'

/** Records that live as long as the process: the fake of the port, with its facts open to tests. */
export function memoryRecords(): RecordsPort & {
  readonly facts: (tenant: TenantId) => readonly PlacedFact[]
} {
  const tenants = new Map<TenantId, PlacedFact[]>()

  return {
    async keep(tenant, facts) {
      const kept = tenants.get(tenant) ?? []
      const keptTo = kept.at(-1)?.seq ?? 0
      for (const fact of facts) if (fact.seq > keptTo) kept.push(fact)
      tenants.set(tenant, kept)
      await Promise.resolve()
    },
    async keptTo(tenant) {
      await Promise.resolve()
      return tenants.get(tenant)?.at(-1)?.seq ?? 0
    },
    facts: tenant => tenants.get(tenant) ?? [],
  }
}
