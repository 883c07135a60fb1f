import type { Flow, TenantConfig, TenantId } from '#core'
import { flowGraph } from '#core'
import type { JournalPort, PlacedFact } from '#engine'
import type { FlowsView } from '#contract'
import type { TenantRecords } from '../records.ts'

/** What is looked through for the flows of an interaction. */
export interface FlowsSought {
  readonly tenant: TenantId
  readonly facts: readonly PlacedFact[]
  readonly records: Pick<TenantRecords, 'configuredBefore'>
}

/**
 * The flows an interaction went through, in its versions. A version may be gone from the
 * configuration since; the journal still has the one in which the flow began.
 */
export async function flowsTaken(
  journal: Pick<JournalPort, 'read'>,
  { tenant, facts, records }: FlowsSought,
): Promise<FlowsView['flows']> {
  const configs = new Map<number, TenantConfig | undefined>()
  const taken = new Map<string, Flow>()
  for (const { seq, fact } of facts) {
    if (fact.kind !== 'flow-started' || taken.has(`${fact.flow}@${fact.version}`)) continue
    const place = await records.configuredBefore(seq)
    if (place === undefined) continue
    if (!configs.has(place)) configs.set(place, await configAt(journal, tenant, place))
    const found = configs
      .get(place)
      ?.flows.find(flow => flow.id === fact.flow && flow.version === fact.version)
    if (found !== undefined) taken.set(`${fact.flow}@${fact.version}`, found)
  }
  return [...taken.values()].map(flow => copied(flowGraph(flow)))
}

async function configAt(
  journal: Pick<JournalPort, 'read'>,
  tenant: TenantId,
  place: number,
): Promise<TenantConfig | undefined> {
  for await (const { input } of journal.read(tenant, place)) {
    return input.kind === 'tenant-configured' ? input.config : undefined
  }
  return undefined
}

function copied(graph: ReturnType<typeof flowGraph>): FlowsView['flows'][number] {
  const steps = graph.steps.map(step => ({ ...step, exits: step.exits.map(exit => ({ ...exit })) }))
  return { ...graph, steps }
}
