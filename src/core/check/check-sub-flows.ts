import type { Flow, FlowStep } from '../flow/flow.ts'
import type { Complaint } from './complaint.ts'
import type { Exit } from './exits.ts'
import { exitsOf } from './exits.ts'
import { stepsReached } from './reached.ts'

/** The flows a flow runs. */
export function flowsRunBy(flow: Flow): readonly Flow['id'][] {
  return Object.values(flow.steps).flatMap(step => (step.kind === 'flow' ? [step.flow] : []))
}

/** Flows that run each other in a circle: a caller would sink in them until the core says no. */
export function checkSubFlows(flows: readonly Flow[]): readonly Complaint[] {
  const byId = new Map(flows.map(flow => [flow.id, flow]))
  return flows.flatMap((flow, index): readonly Complaint[] => {
    if (!runsItself(byId, flow.id)) return []
    return [
      {
        severity: 'error',
        code: 'flow-circle',
        words: `the flow “${flow.id}” runs itself, by itself or through others`,
        remedy: 'Let a flow return, and go round in the flow that ran it.',
        path: ['flows', index, 'id'],
      },
    ]
  })
}

/** Whether a flow comes to itself, by itself or through others. */
export function runsItself(byId: ReadonlyMap<Flow['id'], Flow>, id: Flow['id']): boolean {
  const seen = new Set<Flow['id']>()
  const start = byId.get(id)
  const ahead = start === undefined ? [] : [...flowsRunBy(start)]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === id) return true
    const flow = byId.get(next)
    if (flow === undefined || seen.has(next)) continue
    seen.add(next)
    ahead.push(...flowsRunBy(flow))
  }
  return false
}

/** What takes a caller through each flow to its return, at the quickest. */
export function pacesOf(flows: readonly Flow[]): ReadonlyMap<string, Exit['by']> {
  const paces = new Map<string, Exit['by']>()
  const byId = new Map(flows.map(flow => [flow.id, flow]))
  for (const flow of flows) paceOf(flow, byId, paces)
  return paces
}

function paceOf(
  flow: Flow,
  byId: ReadonlyMap<string, Flow>,
  paces: Map<string, Exit['by']>,
): Exit['by'] {
  const known = paces.get(flow.id)
  if (known !== undefined) return known
  // A flow inside itself is complained of elsewhere; here it only must not go round.
  paces.set(flow.id, 'chosen')
  for (const id of flowsRunBy(flow)) {
    const inner = byId.get(id)
    if (inner !== undefined) paceOf(inner, byId, paces)
  }
  const instant = returns(flow, paces, exit => exit.by === 'instant' || exit.atOnce === true)
  const unasked = returns(flow, paces, ({ by }) => by === 'instant' || by === 'unasked')
  const pace = instant ? 'instant' : unasked ? 'unasked' : 'chosen'
  paces.set(flow.id, pace)
  return pace
}

function returns(
  flow: Flow,
  paces: ReadonlyMap<string, Exit['by']>,
  counts: (exit: Exit) => boolean,
): boolean {
  const exits = (step: FlowStep): readonly Exit[] =>
    exitsOf(step, step.kind === 'flow' ? paces.get(step.flow) : undefined).filter(counts)
  return [...stepsReached(flow, exits).values()].some(({ kind }) => kind === 'return')
}
