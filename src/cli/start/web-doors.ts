import type { WebDoor } from '#channels'
import type { TenantId } from '#core'
import type { Lane } from '#engine'

/** The places to call from as their tenants' configuration has them at each call. */
export function webDoorOf(
  lanes: ReadonlyMap<TenantId, Pick<Lane, 'read'>>,
): (tenant: TenantId, entry: string) => WebDoor | undefined {
  return (tenant, entry) =>
    lanes.get(tenant)?.read(({ config }) => {
      const found = config?.webCalls?.find(({ id }) => id === entry)
      return config && found && { ...found, tenantName: config.name, language: config.language }
    })
}
