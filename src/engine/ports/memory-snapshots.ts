import type { TenantId } from '#core'
import type { Snapshot, SnapshotsPort } from './snapshots.ts'

/** Snapshots that live as long as the process: the fake of the port. */
export function memorySnapshots(): SnapshotsPort & { readonly all: Map<TenantId, Snapshot> } {
  const all = new Map<TenantId, Snapshot>()
  return {
    all,
    async keep(tenant, snapshot) {
      all.set(tenant, snapshot)
      await Promise.resolve()
    },
    async latest(tenant) {
      await Promise.resolve()
      return all.get(tenant)
    },
  }
}
