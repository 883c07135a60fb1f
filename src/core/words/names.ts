import type { TenantConfig } from '../config.ts'
import type { AgentId, DispositionId, ExpertId, QueueId } from '../ids.ts'

/** What things are called where people read. An id nobody has named any more stands for itself. */
export interface Names {
  readonly agent: (id: AgentId) => string
  readonly queue: (id: QueueId) => string
  readonly disposition: (id: DispositionId) => string
  readonly expert: (id: ExpertId) => string
}

/** The names of a configuration. */
export function namesOf(config: TenantConfig | undefined): Names {
  return {
    agent: lookUp(config?.agents ?? []),
    queue: lookUp(config?.queues ?? []),
    disposition: lookUp(config?.dispositions ?? []),
    expert: lookUp(config?.experts ?? []),
  }
}

function lookUp<Id extends string>(
  list: readonly { readonly id: Id; readonly name: string }[],
): (id: Id) => string {
  const names = new Map(list.map(one => [one.id, one.name]))
  return id => names.get(id) ?? id
}
