import type { TenantId } from '#core'
import type { AuditPort } from './audit.ts'
import type { SealedEntry } from './audit-chain.ts'
import { opened, seal, verifyChain } from './audit-chain.ts'

/** An audit log that lives as long as the process: the fake of the port. */
export function fakeAudit(): AuditPort {
  const tenants = new Map<TenantId, SealedEntry[]>()
  return {
    async append(tenant, deed) {
      const chain = tenants.get(tenant) ?? []
      const entry = seal(tenant, deed, chain.at(-1))
      tenants.set(tenant, [...chain, entry])
      await Promise.resolve()
      return opened(entry)
    },
    async newest(tenant, { before = Infinity, limit }) {
      await Promise.resolve()
      const chain = (tenants.get(tenant) ?? []).filter(({ seq }) => seq < before)
      return chain.toReversed().slice(0, limit).map(opened)
    },
    verify: tenant => verifyChain(tenant, listed(tenants.get(tenant) ?? [])),
  }
}

async function* listed(entries: readonly SealedEntry[]): AsyncIterable<SealedEntry> {
  yield* entries
}
