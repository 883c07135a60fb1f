import type { Flow } from '#core'
import { flowGraph } from '#core'
import type { PlacedFact } from '#engine'
import type { FlowsView } from '#contract'
import { configsAt, type ConfigsSought } from './configs-at.ts'

/** What is looked through for the flows of an interaction. */
export interface FlowsSought extends ConfigsSought {
  readonly facts: readonly PlacedFact[]
}

/**
 * The flows an interaction went through, in its versions. A version may be gone from the
 * configuration since; the journal still has the one in which the flow began.
 */
export async function flowsTaken({ facts, ...sought }: FlowsSought): Promise<FlowsView['flows']> {
  const configAt = configsAt(sought)
  const taken = new Map<string, Flow>()
  for (const { seq, fact } of facts) {
    if (fact.kind !== 'flow-started' || taken.has(`${fact.flow}@${fact.version}`)) continue
    const config = await configAt(seq)
    const found = config?.flows.find(flow => flow.id === fact.flow && flow.version === fact.version)
    if (found !== undefined) taken.set(`${fact.flow}@${fact.version}`, found)
  }
  return [...taken.values()].map(flow => copied(flowGraph(flow)))
}

function copied(graph: ReturnType<typeof flowGraph>): FlowsView['flows'][number] {
  const steps = graph.steps.map(step => ({ ...step, exits: step.exits.map(exit => ({ ...exit })) }))
  return { ...graph, steps }
}
