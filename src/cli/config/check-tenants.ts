import type { Finding, Gathered } from '../reading/gathered.ts'
import { complain } from '../reading/gathered.ts'
import type { ValuePath } from '../reading/yaml-source.ts'
import type { LoadedTenant } from './load-tenant.ts'

/**
 * What tenants must agree on with their installation and with each other: whose a call is has to be
 * clear from its trunk and the number dialled.
 */
export function checkTenants(
  tenants: readonly LoadedTenant[],
  { gathered, trunks }: { readonly gathered: Gathered; readonly trunks: readonly string[] },
): void {
  const seen = new Map<string, string>()
  for (const { tenant, source } of tenants) {
    const say = (path: ValuePath, finding: Finding): void =>
      complain(gathered, { source, path }, finding)
    const own = (name: string, path: ValuePath, words: string): void => {
      const other = seen.get(name)
      // What one tenant has twice is the core's to complain of.
      if (other !== undefined && other !== tenant.config.tenant) say(path, shared(words, other))
      seen.set(name, tenant.config.tenant)
    }
    if (seen.has(`tenant ${tenant.config.tenant}`))
      say(['tenant'], shared('this id', tenant.config.tenant))
    seen.set(`tenant ${tenant.config.tenant}`, tenant.config.tenant)
    own(`directory ${tenant.directory.toLowerCase()}`, ['directory'], 'this directory')
    for (const [index, trunk] of tenant.trunks.in.entries()) {
      if (!trunks.includes(trunk)) say(['trunks', 'in', index], unknownTrunk(trunk, trunks))
    }
    for (const { trunk, address, nth } of doors(tenant)) {
      own(`${trunk} ${address}`, ['numbers', nth, 'number'], `${address} on trunk “${trunk}”`)
    }
    const { agents } = tenant.trunks
    if (!trunks.includes(agents)) say(['trunks', 'agents'], unknownTrunk(agents, trunks))
  }
}

/** Every way in: each number on each trunk the tenant is called on. */
function doors({
  config,
  trunks,
}: LoadedTenant['tenant']): readonly { trunk: string; address: string; nth: number }[] {
  return trunks.in.flatMap(trunk =>
    config.numbers.map(({ address }, nth) => ({ trunk, address, nth })),
  )
}

function shared(words: string, other: string): Finding {
  return {
    code: 'shared-by-tenants',
    words: `${words} belongs to tenant “${other}” already`,
    remedy: 'Let it stand in one of the two.',
  }
}

function unknownTrunk(trunk: string, trunks: readonly string[]): Finding {
  return {
    code: 'unknown-trunk',
    words: `no trunk is called “${trunk}”`,
    remedy: `Trunks of this installation: ${trunks.join(', ')}.`,
  }
}
