import type { FlowPlace } from '../interaction/interaction.ts'
import type { TenantState } from '../state.ts'
import { flowKey } from '../state.ts'
import { stepOf } from './step-at.ts'

/** What a flow calls one of its steps, in one version of it; nothing where it has an id alone. */
export function labelOfStep(state: TenantState, place: FlowPlace): string | undefined {
  return stepOf(state.flows.get(flowKey(place)), place.step)?.label
}
