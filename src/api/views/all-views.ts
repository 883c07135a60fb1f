import type { AgentId, Fact, TenantId } from '#core'
import type { ApiClock } from '../clock.ts'
import type { Floor } from '../floor.ts'
import type { ApiLimits } from '../options.ts'
import type { Records } from '../records.ts'
import { createTenantViews, type TenantViews } from './tenant-views.ts'

/** What all tenants' views are made from. */
export interface AllViewsSource {
  readonly floor: Floor
  readonly records: Records
  readonly clock: ApiClock
  readonly limits: Pick<ApiLimits, 'figuresMsMax'>
}

/** Listens to every tenant somebody asked about, from the first question on. */
export interface AllViews {
  readonly of: (tenant: TenantId) => TenantViews | undefined
  /** Tells facts after the views have taken them in. */
  readonly onFacts: (listener: (tenant: TenantId, facts: readonly Fact[]) => void) => void
  /** Tells whose desk is to be shown anew. */
  readonly onDesk: (listener: (tenant: TenantId, agent: AgentId) => void) => void
  readonly close: () => void
}

interface Open {
  readonly views: TenantViews
  readonly stop: () => void
}

/** Opens nothing yet: a tenant's views are opened when they are first asked for. */
export function openAllViews(source: AllViewsSource): AllViews {
  const open = new Map<TenantId, Open>()
  const listeners: ((tenant: TenantId, facts: readonly Fact[]) => void)[] = []
  const deskListeners: ((tenant: TenantId, agent: AgentId) => void)[] = []

  function openOne(tenant: TenantId): TenantViews | undefined {
    const lane = source.floor.lane(tenant)
    if (lane === undefined) return undefined
    const records = source.records.tenant(tenant)
    const showDesk = (agent: AgentId): void => {
      for (const listener of deskListeners) listener(tenant, agent)
    }
    const views = createTenantViews({ ...source, tenant, lane, records, showDesk })
    const stop = lane.onFacts(facts => {
      views.hear(facts)
      for (const listener of listeners) listener(tenant, facts)
    })
    open.set(tenant, { views, stop })
    return views
  }

  return {
    of: tenant => {
      const before = open.get(tenant)
      // A lane that was closed and opened again is another lane, and the old one says nothing more.
      if (before !== undefined && before.views.lane === source.floor.lane(tenant)) {
        return before.views
      }
      before?.stop()
      open.delete(tenant)
      return openOne(tenant)
    },
    onFacts: listener => {
      listeners.push(listener)
    },
    onDesk: listener => {
      deskListeners.push(listener)
    },
    close: () => {
      for (const { stop } of open.values()) stop()
      open.clear()
    },
  }
}
