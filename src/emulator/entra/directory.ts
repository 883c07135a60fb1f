import type { AppRegistration, EmulatedPerson, EmulatedTenant } from '../config.ts'

/** Who is who: the organisations, their people and apps, looked up the way Entra ID does. */
export interface Directory {
  readonly tenants: readonly EmulatedTenant[]
  /** By the first path segment: a directory id or a verified domain. */
  tenant(segment: string): EmulatedTenant | undefined
  app(tenant: EmulatedTenant, clientId: string): AppRegistration | undefined
  person(tenant: EmulatedTenant, id: string): EmulatedPerson | undefined
  /** Tenants that a request addressed to this segment may sign in from. */
  audience(segment: string): readonly EmulatedTenant[]
}

/** Path segments that stand for every organisation (graph §A.2). */
const everybody = new Set(['organizations', 'common'])

/** Indexes the configured organisations. */
export function openDirectory(tenants: readonly EmulatedTenant[]): Directory {
  const bySegment = new Map<string, EmulatedTenant>()
  for (const tenant of tenants) {
    for (const name of [tenant.directoryId, ...tenant.domains]) {
      bySegment.set(name.toLowerCase(), tenant)
    }
  }
  const tenant = (segment: string): EmulatedTenant | undefined =>
    bySegment.get(segment.toLowerCase())
  return {
    tenants,
    tenant,
    app: (of, clientId) => of.apps.find(app => app.clientId === clientId),
    person: (of, id) => of.people.find(person => person.id === id),
    audience: segment => {
      if (everybody.has(segment.toLowerCase())) return tenants
      const one = tenant(segment)
      return one === undefined ? [] : [one]
    },
  }
}
