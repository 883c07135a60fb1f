import type { TenantConfig, TenantId } from '#core'
import type { JournalPort } from '#engine'
import type { TenantRecords } from '../records.ts'

/** Where a tenant's configurations of before are. */
export interface ConfigsSought {
  readonly journal: Pick<JournalPort, 'read'>
  readonly tenant: TenantId
  readonly records: Pick<TenantRecords, 'configuredBefore'>
}

/** The configuration at a place of the journal; one that was read once is not read again. */
export function configsAt({
  journal,
  tenant,
  records,
}: ConfigsSought): (seq: number) => Promise<TenantConfig | undefined> {
  const read = new Map<number, TenantConfig | undefined>()
  return async seq => {
    const place = await records.configuredBefore(seq)
    if (place === undefined) return undefined
    if (!read.has(place)) read.set(place, await configIn(journal, tenant, place))
    return read.get(place)
  }
}

async function configIn(
  journal: Pick<JournalPort, 'read'>,
  tenant: TenantId,
  place: number,
): Promise<TenantConfig | undefined> {
  for await (const { input } of journal.read(tenant, place)) {
    return input.kind === 'tenant-configured' ? input.config : undefined
  }
  return undefined
}
