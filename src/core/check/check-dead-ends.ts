import type { TenantConfig } from '../config.ts'
import type { Flow, FlowStep } from '../flow/flow.ts'
import { stepOf } from '../flow/step-at.ts'
import { flowsRunBy, runsItself } from './check-sub-flows.ts'
import type { Complaint, ConfigPath } from './complaint.ts'
import { exitsOf } from './exits.ts'
import { stepsReached } from './reached.ts'

/** Ways that end where nobody would expect it, and ways that are written and never gone. */
export function checkDeadEnds(config: TenantConfig): readonly Complaint[] {
  const known: Known = {
    entered: enteredOnly(config),
    ending: endingFlows(config.flows),
    patient: new Set(
      config.queues.filter(({ noAgents }) => noAgents !== 'leave').map(({ id }) => id),
    ),
  }
  return config.flows.flatMap((flow, index) =>
    [...stepsReached(flow)].flatMap(([id, step]) =>
      deadEnd(known, flow, step, ['flows', index, 'steps', id]),
    ),
  )
}

interface Known {
  /** Flows that a number or a web page leads to, and no other flow. */
  readonly entered: ReadonlySet<string>
  /** Flows nobody comes back from. */
  readonly ending: ReadonlySet<string>
  /** Queues that let people wait without agents. */
  readonly patient: ReadonlySet<string>
}

function enteredOnly({ flows, numbers, webCalls = [] }: TenantConfig): ReadonlySet<string> {
  const run = new Set<string>(flows.flatMap(flowsRunBy))
  return new Set([...numbers, ...webCalls].map(({ flow }) => flow).filter(flow => !run.has(flow)))
}

/** A flow returns by steps of its own, and through flows that return; those in a circle are told elsewhere. */
function endingFlows(flows: readonly Flow[]): ReadonlySet<string> {
  const byId = new Map(flows.map(flow => [flow.id, flow]))
  const returning = new Set<string>()
  const onwards = (step: FlowStep): ReturnType<typeof exitsOf> =>
    step.kind === 'flow' && !returning.has(step.flow) ? [] : exitsOf(step)
  const returns = (flow: Flow): boolean =>
    [...stepsReached(flow, onwards).values()].some(({ kind }) => kind === 'return')
  for (let before = -1; returning.size > before;) {
    before = returning.size
    for (const flow of flows) if (!returning.has(flow.id) && returns(flow)) returning.add(flow.id)
  }
  const ending = flows.filter(({ id }) => !returning.has(id) && !runsItself(byId, id))
  return new Set(ending.map(({ id }) => id))
}

function deadEnd(known: Known, flow: Flow, step: FlowStep, path: ConfigPath): readonly Complaint[] {
  if (step.kind === 'return') return known.entered.has(flow.id) ? [returnsNowhere(flow, path)] : []
  if (step.kind === 'flow') {
    const ends = known.ending.has(step.flow) && stepOf(flow, step.next)?.kind !== 'hang-up'
    return ends ? [neverBack(step.flow, step.next, [...path, 'next'])] : []
  }
  if (step.kind !== 'queue' || step.noAgents === undefined) return []
  return known.patient.has(step.queue) ? [neverAlone(step.queue, [...path, 'noAgents'])] : []
}

function returnsNowhere({ id }: Flow, path: ConfigPath): Complaint {
  return {
    severity: 'warning',
    code: 'return-to-nowhere',
    words: `no flow runs “${id}”: where it returns, the call ends without a word`,
    remedy: 'Say good-bye and hang up there, or lead on.',
    path,
  }
}

function neverBack(flow: string, next: string, path: ConfigPath): Complaint {
  return {
    severity: 'warning',
    code: 'never-returns',
    words: `the flow “${flow}” never returns: nobody comes to “${next}” from here`,
    remedy: 'Let a way through that flow end in return, or lead to a step that hangs up.',
    path,
  }
}

function neverAlone(queue: string, path: ConfigPath): Complaint {
  return {
    severity: 'warning',
    code: 'never-without-agents',
    words: `the queue “${queue}” lets callers wait without agents: nobody leaves it this way`,
    remedy: 'Let the queue say `noAgents: leave`, or take this way out.',
    path,
  }
}
