import type { Finding, Gathered } from '../reading/gathered.ts'
import { complain } from '../reading/gathered.ts'
import type { ValuePath } from '../reading/yaml-source.ts'
import type { InstalledTenant } from './installation.ts'
import type { LoadedTenant } from './load-tenant.ts'

/**
 * What tenants must agree on with their installation and with each other: whose a call is has to be
 * clear from its trunk and the number dialled.
 */
export function checkTenants(
  tenants: readonly LoadedTenant[],
  { gathered, trunks }: { readonly gathered: Gathered; readonly trunks: readonly string[] },
): void {
  const taken = new Map<string, string>()
  for (const loaded of tenants) {
    checkTenant(loaded, { gathered, trunks, taken })
    take(taken, loaded.tenant)
  }
}

/** What a tenant is held against. */
export interface Among {
  readonly gathered: Gathered
  readonly trunks: readonly string[]
  /** What other tenants have, by name, and who has it. */
  readonly taken: ReadonlyMap<string, string>
}

/**
 * What one tenant must agree on with its installation and with those who were there before. Where its
 * very id is another's, that is all there is to say.
 */
export function checkTenant(
  { tenant, source }: LoadedTenant,
  { gathered, trunks, taken }: Among,
): void {
  const say = (path: ValuePath, finding: Finding): void =>
    complain(gathered, { source, path }, finding)
  const [id, ...claims] = claimsOf(tenant)
  for (const { name, path, words } of taken.has(id.name) ? [id] : claims) {
    const other = taken.get(name)
    if (other !== undefined) say(path, shared(words, other))
  }
  for (const [index, trunk] of tenant.trunks.in.entries()) {
    if (!trunks.includes(trunk)) say(['trunks', 'in', index], unknownTrunk(trunk, trunks))
  }
  const { agents } = tenant.trunks
  if (!trunks.includes(agents)) say(['trunks', 'agents'], unknownTrunk(agents, trunks))
}

/** Notes what a tenant has, so that nobody else may. */
export function take(taken: Map<string, string>, tenant: Claiming): void {
  for (const { name } of claimsOf(tenant)) taken.set(name, tenant.config.tenant)
}

/** Whether something of a tenant is another's already. */
export function clashes(tenant: Claiming, taken: ReadonlyMap<string, string>): boolean {
  return claimsOf(tenant).some(({ name }) => taken.has(name))
}

/** What of a tenant says what it has for itself alone. */
export type Claiming = Pick<InstalledTenant, 'config' | 'directory' | 'trunks'>

/** Something only one tenant of an installation may have. */
interface Claim {
  readonly name: string
  readonly path: ValuePath
  readonly words: string
}

/** Its id, its directory, and every way in: each number on each trunk it is called on. */
function claimsOf({ config, directory, trunks }: Claiming): readonly [Claim, ...Claim[]] {
  const doors = trunks.in.flatMap(trunk =>
    config.numbers.map(({ address }, nth) => ({
      name: `${trunk} ${address}`,
      path: ['numbers', nth, 'number'],
      words: `${address} on trunk “${trunk}”`,
    })),
  )
  return [
    { name: `tenant ${config.tenant}`, path: ['tenant'], words: 'this id' },
    {
      name: `directory ${directory.toLowerCase()}`,
      path: ['directory'],
      words: 'this directory',
    },
    ...doors,
  ]
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
