import type { Person, WhoIs } from '#api'
import type { TenantId, TenantState } from '#core'
import type { InstalledTenant } from '../config/installation.ts'

/**
 * Finds a person of a directory among the tenant's agents, in the configuration that holds now.
 * Microsoft's ids are compared without regard to case.
 */
export function whoIs(
  tenants: readonly InstalledTenant[],
  look: <T>(tenant: TenantId, at: (state: TenantState) => T) => T | undefined,
): WhoIs {
  const byDirectory = new Map(
    tenants.map(({ directory, config }) => [directory.toLowerCase(), config.tenant]),
  )
  return ({ tenantDirectoryId, personDirectoryId }) => {
    const tenant = byDirectory.get(tenantDirectoryId.toLowerCase())
    if (tenant === undefined) return undefined
    return look(tenant, state => personIn(tenant, state, personDirectoryId.toLowerCase()))
  }
}

function personIn(tenant: TenantId, state: TenantState, person: string): Person | undefined {
  const agent = state.config?.agents.find(one => one.directoryId.toLowerCase() === person)
  if (agent === undefined) return undefined
  const { role, name, id, queues } = agent
  return { tenant, role, name, member: id, ...(queues.length > 0 && { agent: id }) }
}
