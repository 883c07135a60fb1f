import { enterStep } from '../flow/run.ts'
import { flowKey } from '../state.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { FlowKey, Interaction } from './interaction.ts'

/** Begins an interaction's first flow. */
export function startFlow(turn: Turn, interaction: Interaction, key: FlowKey): void {
  const flow = turn.state.flows.get(flowKey(key))
  if (flow === undefined) throw new Error(`invariant: no flow ${flowKey(key)}`)
  tell(turn, { kind: 'flow-started', interaction: interaction.id, ...key })
  enterStep(turn, interaction, key, flow.start)
}
