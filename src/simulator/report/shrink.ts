import type { RunPlan, RunResult } from '../run/run-plan.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { Runner } from './timeline.ts'

/** Inputs spent on making a failing run small; then what is found so far is given. */
const inputsSpentMax = 4_000_000

/** A failing run made smaller, and how it fails. */
export interface Shrunk {
  readonly plan: RunPlan
  readonly result: RunResult
  readonly runs: number
}

/**
 * Takes away from a failing run what it can do without, while the same check is still broken:
 * whole kinds of trouble first, then callers, agents and single troubles, in halves, quarters and
 * so on. Everybody has a chance of his own, so those who stay do what they did before.
 */
export async function shrink(first: Shrunk, run: Runner): Promise<Shrunk> {
  const check = first.result.failure?.check
  let best = first
  let spent = 0

  async function attempt(plan: RunPlan): Promise<boolean> {
    if (spent > inputsSpentMax) return false
    const result = await run(plan)
    spent += result.inputs
    best = { ...best, runs: best.runs + 1 }
    if (result.failure === undefined || result.failure.check !== check) return false
    // What fails later is no smaller, whoever is missing from it.
    if (result.inputs > best.result.inputs) return false
    best = { plan, result, runs: best.runs }
    return true
  }

  for (const calm of calmer) {
    await attempt({ ...best.plan, scenario: calm(best.plan.scenario) })
  }
  await attempt({ ...best.plan, inputs: Math.min(best.plan.inputs, best.result.inputs) })
  for (let size = half(remaining(best).length); size >= 1; size = size === 1 ? 0 : half(size)) {
    const left = remaining(best)
    for (let at = left.length; at > 0; at -= size) {
      const dropped = left.slice(Math.max(0, at - size), at)
      const without = new Set([...(best.plan.without ?? []), ...dropped])
      await attempt({ ...best.plan, without })
    }
  }
  return best
}

/** Operations that took part and are not left out yet. */
function remaining({ plan, result }: Shrunk): string[] {
  return result.operations.filter(name => plan.without?.has(name) !== true)
}

function half(count: number): number {
  return Math.ceil(count / 2)
}

/** The same world with one kind of trouble less. */
const calmer: readonly ((scenario: Scenario) => Scenario)[] = [
  one => ({ ...one, faults: {} }),
  one => ({ ...one, faults: { ...one.faults, kill: undefined } }),
  one => ({ ...one, faults: { ...one.faults, clock: undefined } }),
  one => ({ ...one, faults: { ...one.faults, journal: undefined } }),
  one => ({ ...one, faults: { ...one.faults, records: undefined } }),
  one => ({ ...one, faults: { ...one.faults, config: undefined } }),
  one => ({ ...one, outside: { ...one.outside, losesLegEveryMs: 0 } }),
  one => ({ ...one, outside: { ...one.outside, losesAgentEveryMs: 0 } }),
  one => ({ ...one, outside: { ...one.outside, fails: 0, repeats: 0 } }),
  one => ({ ...one, outside: { ...one.outside, late: 0 } }),
  one => ({ ...one, agents: { ...one.agents, nonsenseEveryMs: 0 } }),
  one => ({ ...one, agents: { ...one.agents, breakEveryMs: 0, signOutEveryMs: 0 } }),
  one => ({ ...one, agents: { ...one.agents, declines: 0 } }),
  one => ({ ...one, callers: { ...one.callers, fidgets: 0, wrongNumber: 0, pressesWrong: 0 } }),
  one => ({ ...one, phones: { ...one.phones, busy: 0, declines: 0, unreachable: 0, fault: 0 } }),
  one => ({ ...one, company: { ...one.company, record: false } }),
]
