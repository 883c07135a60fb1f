import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import { failingRunOf } from '../report/failing-run.ts'
import type { FailingRun } from '../report/failing-run.ts'
import { orderKinds } from '../world/one-fault.ts'
import { failEachOrder, faultScenario, faultyHandovers, seedWithAll } from './fault-suite.ts'

/** The days in which every use of every kind of order goes wrong, once in every way. */
const days: readonly (readonly [scenario: Scenario, inputs: number])[] = [
  [faultScenario, 300],
  [faultyHandovers, 500],
  [scenarioOf({ ...faultyHandovers, runs: 'lane' }), 300],
]

/** What a fault campaign did, and the first run that broke a promise. */
export interface FaultsDone {
  readonly runs: number
  readonly inputs: number
  readonly failing: FailingRun | undefined
  /** Kinds of orders that never came up, so that nothing is known of them. */
  readonly never: readonly string[]
}

/**
 * The whole fault suite: for each kind of order, each use of it and each way to go wrong, a run of
 * its own. Says for each day how often each kind went wrong, and which never came up anywhere.
 */
export async function failEverything(
  seed: number,
  print: (line: string) => void,
): Promise<FaultsDone> {
  const never = new Set<string>(Object.values(orderKinds))
  let runs = 0
  let inputs = 0
  const whole = seedWithAll(faultyHandovers, seed, 500)
  for (const [scenario, inputsMax] of days) {
    const counts = new Map<string, number>()
    const bounds = { inputs: inputsMax, everyWay: true }
    for await (const { fault, result } of failEachOrder(scenario, whole, bounds)) {
      runs += 1
      inputs += result.inputs
      counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1)
      never.delete(fault.kind)
      if (result.failure === undefined) continue
      const plan = { scenario, seed: whole, inputs: inputsMax, failNth: fault }
      const failing = failingRunOf({ plan, result, runs: 1 })
      return { runs, inputs, failing, never: [...never] }
    }
    const words = [...counts].map(([kind, count]) => `${kind} ${count}`)
    print(`✓ ${scenario.name} in the ${scenario.runs}, seed ${whole}: ${words.join(', ')}`)
  }
  for (const kind of never) print(`✗ no order ${kind} came up`)
  return { runs, inputs, failing: undefined, never: [...never] }
}
