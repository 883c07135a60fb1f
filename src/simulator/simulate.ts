import type { Scenario } from './plan/scenario.ts'
import type { FailingRun } from './report/failing-run.ts'
import { failingRunOf } from './report/failing-run.ts'
import { shrink } from './report/shrink.ts'
import type { Tally } from './report/tally.ts'
import { addRun, newTally } from './report/tally.ts'
import type { Runner } from './report/timeline.ts'
import { timelineOf } from './report/timeline.ts'
import { runCore } from './run/run-core.ts'
import { runLane } from './run/run-lane.ts'
import type { RunPlan, RunResult } from './run/run-plan.ts'

/** What to simulate. The same options give the same outcome. */
export interface SimulateOptions {
  readonly scenario: Scenario
  /** The first run's seed; each further run has the next. */
  readonly seed: number
  readonly runs: number
  /** Inputs of each run, until its day is over. */
  readonly inputs: number
  /** A failing run is told as it is, and neither shrunk nor looked at again. */
  readonly brief?: boolean
  /** Hears of each run that ended. */
  readonly onRun?: (seed: number, result: RunResult) => void
}

/** What came of it: everything held, or the first run in which something did not, made small and told. */
export type Simulated =
  | { readonly ok: true; readonly tally: Tally }
  | {
      readonly ok: false
      readonly tally: Tally
      readonly failing: FailingRun
      /** Seed, broken check, and what happened, for people to read. */
      readonly report: readonly string[]
    }

/** Runs a plan in the way its scenario asks for. */
export const runPlan: Runner = async plan =>
  plan.scenario.runs === 'core' ? runCore(plan) : runLane(plan)

/**
 * Lets worlds run, one seed after another, until one breaks a check or all are done. A failing
 * run is looked at again more closely, shrunk while the same check stays broken, and told.
 */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const tally = newTally()
  for (let index = 0; index < options.runs; index += 1) {
    const { scenario, inputs } = options
    const plan: RunPlan = { scenario, inputs, seed: options.seed + index }
    const result = await runPlan(plan)
    addRun(tally, result)
    options.onRun?.(plan.seed, result)
    const { failure } = result
    if (failure === undefined) continue
    const told = options.brief === true ? toldBriefly : explain
    return { ok: false, tally, ...(await told(plan, result)) }
  }
  return { ok: true, tally }
}

async function toldBriefly(plan: RunPlan, result: RunResult): ReturnType<typeof explain> {
  const report = [result.failure?.message ?? '']
  return Promise.resolve({ failing: failingRunOf({ plan, result, runs: 1 }), report })
}

/** Shrinks a failing run and tells it. */
export async function explain(
  plan: RunPlan,
  result: RunResult,
): Promise<{ failing: FailingRun; report: readonly string[] }> {
  const close: RunPlan = { ...plan, deepEvery: 1 }
  const again = await runPlan(close)
  const first = again.failure === undefined ? { plan, result } : { plan: close, result: again }
  const small = await shrink({ ...first, runs: 1 }, runPlan)
  const { failure } = small.result
  if (failure === undefined) throw new Error('a failing run failed no more')
  const left = small.result.operations.filter(name => small.plan.without?.has(name) !== true)
  return {
    failing: failingRunOf(small),
    report: [
      `Broken: ${failure.check}`,
      `        ${failure.words}`,
      `Where:  scenario ${plan.scenario.name}, seed ${plan.seed}, input ${failure.seq}`,
      `Shrunk: from ${first.result.inputs} inputs to ${small.result.inputs} in ${small.runs} runs`,
      `Left:   ${left.length > 30 ? `${left.length} operations` : left.join(', ')}`,
      '',
      ...(await timelineOf(small.plan, failure, runPlan)),
    ],
  }
}
