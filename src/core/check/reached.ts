import type { Flow, FlowStep } from '../flow/flow.ts'
import { stepOf } from '../flow/step-at.ts'
import type { Exit } from './exits.ts'
import { exitsOf } from './exits.ts'

/** The steps of a flow that a caller can come to, by the exits that count. */
export function stepsReached(
  flow: Flow,
  exits: (step: FlowStep) => readonly Exit[] = step => exitsOf(step),
): ReadonlyMap<string, FlowStep> {
  const reached = new Map<string, FlowStep>()
  const ahead: string[] = [flow.start]
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const step = stepOf(flow, id)
    if (step === undefined || reached.has(id)) continue
    reached.set(id, step)
    ahead.push(...exits(step).map(({ to }) => to))
  }
  return reached
}
