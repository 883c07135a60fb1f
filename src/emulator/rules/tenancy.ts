import type { EmulatedPerson, EmulatedTenant } from '../config.ts'

/** Whose SBC this is, and whose number. */
export interface Tenancy {
  /** Full FQDN first, then its parent domain (direct-routing §2.2, look-up order). */
  tenantOf(fqdn: string): EmulatedTenant | undefined
  /** Numbers are looked up inside one tenant alone: two tenants may use the same one. */
  personOf(tenant: EmulatedTenant, number: string): EmulatedPerson | undefined
  tenantOfPerson(id: string): EmulatedTenant | undefined
  /** By object id, as a transfer names its target. */
  person(id: string): EmulatedPerson | undefined
}

/** Indexes domains and numbers. */
export function openTenancy(tenants: readonly EmulatedTenant[]): Tenancy {
  const byDomain = new Map<string, EmulatedTenant>()
  for (const tenant of tenants) {
    for (const domain of tenant.domains) byDomain.set(domain.toLowerCase(), tenant)
  }
  const byNumber = new Map(
    tenants.map(tenant => {
      const numbered = tenant.people.flatMap(person =>
        person.number === undefined ? [] : [[person.number, person] as const],
      )
      return [tenant, new Map(numbered)]
    }),
  )
  const people = new Map(
    tenants.flatMap(tenant => tenant.people.map(person => [person.id, person] as const)),
  )
  return {
    tenantOf: fqdn => {
      const name = fqdn.toLowerCase()
      return byDomain.get(name) ?? byDomain.get(name.slice(name.indexOf('.') + 1))
    },
    tenantOfPerson: id => tenants.find(tenant => tenant.people.some(person => person.id === id)),
    person: id => people.get(id),
    personOf: (tenant, number) => byNumber.get(tenant)?.get(number),
  }
}
