import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { Mishap, OneFault } from '../world/one-fault.ts'
import { answerFaults, orderKinds } from '../world/one-fault.ts'
import { runCore } from './run-core.ts'
import { runLane } from './run-lane.ts'
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

/** The same, with agents who hold, consult, hand on, pause and press keys, so that every kind of order comes up. */
export const faultyHandovers: Scenario = scenarioOf({
  ...faultScenario,
  name: 'one-fault-in-a-handover',
  agents: { handovers: 1, ownEnd: 1 },
})

type Ways = readonly Mishap[]

/** How an order may go wrong; a phone has more ways of it. */
const ways: Ways = ['fault', 'refused', 'unreachable', ...Object.values(answerFaults)]
const phoneWays: Ways = ['busy', 'declined', 'no-answer', ...ways]

/** A run in which one thing went wrong with one order, and what came of it. */
export interface FaultRun {
  readonly fault: OneFault
  readonly result: RunResult
}

/** How much of all there is to fail. */
export interface FaultBounds {
  readonly inputs: number
  /** Which uses of a kind that came up so often; nothing leaves none out. */
  readonly uses?: (used: number) => readonly number[]
  /** The only kind of order that goes wrong; nothing takes each in turn. */
  readonly kind?: OneFault['kind']
  /** Each use goes wrong in every way there is, and not in one way in turn. */
  readonly everyWay?: boolean
}

/**
 * Lets the first use of every kind of order that occurs go wrong, then the second, and so on; each
 * has a run of its own, in the core or in the lane as the scenario says.
 */
export async function* failEachOrder(
  scenario: Scenario,
  seed: number,
  bounds: FaultBounds,
): AsyncGenerator<FaultRun> {
  const plan: RunPlan = { scenario, seed, inputs: bounds.inputs, deepEvery: 1 }
  const run = scenario.runs === 'core' ? runCore : runLane
  const usesOf = bounds.uses ?? allOf
  for (const [kind, used] of (await run(plan)).used) {
    if (bounds.kind !== undefined && bounds.kind !== kind) continue
    const all = kind === 'ring' ? phoneWays : ways
    for (const n of usesOf(used)) {
      const inTurn = all.slice(n % all.length, (n % all.length) + 1)
      for (const code of bounds.everyWay === true ? all : inTurn) {
        const fault: OneFault = { kind, n, code }
        yield { fault, result: await run({ ...plan, failNth: fault }) }
      }
    }
  }
}

/** Days looked at for one in which everything comes up. */
const daysMax = 50

/** The first seed from one on in whose day every kind of order there is comes up at least twice. */
export function seedWithAll(scenario: Scenario, from: number, inputs: number): number {
  for (let seed = from; seed < from + daysMax; seed += 1) {
    const { used } = runCore({ scenario, seed, inputs })
    if (Object.values(orderKinds).every(kind => (used.get(kind) ?? 0) >= 2)) return seed
  }
  throw new Error(`in none of ${daysMax} days does every kind of order come up twice`)
}

function allOf(used: number): readonly number[] {
  return Array.from({ length: used }, (_, index) => index + 1)
}
