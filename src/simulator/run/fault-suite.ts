import type { OrderResult } from '#engine'
import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { FailNth } from '../world/world.ts'
import { runCore } from './run-core.ts'
import type { RunPlan, RunResult } from './run-plan.ts'

/**
 * Where nothing fails by chance, so that one planned failure is all there is: short waits and
 * rings, recordings, menus, people who come and go.
 */
export const faultScenario: Scenario = scenarioOf({
  name: 'one-fault',
  about: 'A small company on a good day, in which exactly one order fails.',
  company: { agents: 3, queues: 2, ringMs: 6000, waitMsMax: 40_000, wrapUpMs: 4000 },
  callers: { perHour: 500, patienceMs: 40_000, talkMs: 20_000, wrongNumber: 0.1 },
  outside: { fails: 0, repeats: 0, late: 0, losesLegEveryMs: 0 },
})

/** The same, with agents who hold, consult and hand on, so that every kind of order comes up. */
export const faultyHandovers: Scenario = scenarioOf({
  ...faultScenario,
  name: 'one-fault-in-a-handover',
  agents: { handovers: 1 },
  outside: { ...faultScenario.outside, fails: 0 },
})

type Code = Extract<OrderResult, { ok: false }>['code']

/** How an order may fail; a phone has more ways of it. */
const codes: readonly Code[] = ['fault', 'refused', 'unreachable']
const phoneCodes: readonly Code[] = ['busy', 'declined', 'no-answer', ...codes]

/** A run in which one use of one order failed, and what came of it. */
export interface FaultRun {
  readonly fault: FailNth
  readonly result: RunResult
}

/**
 * Fails the first use of every kind of order that occurs, then the second, and so on up to a
 * bound; each failure has a run of its own, with each code in turn.
 */
export function* failEachOrder(
  scenario: Scenario,
  seed: number,
  bounds: { readonly inputs: number; readonly usesMax: number },
): Generator<FaultRun> {
  const plan: RunPlan = { scenario, seed, inputs: bounds.inputs, deepEvery: 1 }
  for (const [kind, used] of runCore(plan).used) {
    const ways = kind === 'ring' ? phoneCodes : codes
    for (let n = 1; n <= Math.min(used, bounds.usesMax); n += 1) {
      const fault: FailNth = { kind, n, code: ways[n % ways.length] ?? 'fault' }
      yield { fault, result: runCore({ ...plan, failNth: fault }) }
    }
  }
}
