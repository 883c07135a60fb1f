import type { FlowKey, FlowPlace, Interaction } from '../interaction/interaction.ts'
import { flowDepthMax } from '../limits.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { flowFor } from './editions.ts'
import type { SubFlowStep } from './flow.ts'

/** Where a step leads, as a place of another flow, or why it leads nowhere. */
export type Led = { readonly to: FlowPlace } | { readonly fault: string }

/**
 * Begins another flow, in the version that held when the interaction began, and remembers where this one goes on.
 * Flows that run each other without end are stopped at `flowDepthMax`.
 */
export function runSubFlow(
  turn: Turn,
  interaction: Interaction,
  from: FlowKey,
  step: SubFlowStep,
): Led {
  const flow = flowFor(turn.state, interaction, step.flow)
  if (flow === undefined) return { fault: `there is no flow ${step.flow}` }
  if (interaction.returns.length >= flowDepthMax) {
    return { fault: `${flowDepthMax} flows run inside one another already` }
  }
  const back = { flow: from.flow, version: from.version, step: step.next }
  interaction.returns = [...interaction.returns, back]
  const key = { flow: flow.id, version: flow.version }
  tell(turn, { kind: 'flow-started', interaction: interaction.id, ...key })
  return { to: { ...key, step: flow.start } }
}

/** Goes back to the flow that ran this one; nothing where none did. */
export function returnFrom(turn: Turn, interaction: Interaction): FlowPlace | undefined {
  const back = interaction.returns.at(-1)
  interaction.returns = interaction.returns.slice(0, -1)
  if (back === undefined) return undefined
  const { flow, version } = back
  tell(turn, { kind: 'flow-resumed', interaction: interaction.id, flow, version })
  return back
}
