import type { StepId } from '../ids.ts'
import type { FlowKey } from '../interaction/interaction.ts'
import { flowKey } from '../state.ts'
import type { Turn } from '../turn.ts'
import type { Flow, FlowStep } from './flow.ts'
import { ownOf } from '../own.ts'

/** Where in which flow. */
export interface Place {
  readonly key: FlowKey
  readonly step: StepId
}

/** The step of a flow that an interaction stands at. */
export function stepAt(turn: Turn, place: Place): FlowStep | undefined {
  return stepOf(turn.state.flows.get(flowKey(place.key)), place.step)
}

/** A step by its name. */
export function stepOf(flow: Flow | undefined, id: string): FlowStep | undefined {
  return ownOf(flow?.steps, id)
}
