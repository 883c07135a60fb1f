import { expect, test } from 'vitest'
import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import { failEachOrder, faultScenario, faultyHandovers, seedWithAll } from './fault-suite.ts'

const fresh = Math.floor(Math.random() * 2 ** 31)

/** The first six uses, and three anywhere: `npm run sim -- --faults` takes all of them. */
const some = (used: number): readonly number[] => {
  const among = [0.3, 0.6, 0.9].map(part => Math.ceil(part * used))
  return [...new Set([1, 2, 3, 4, 5, 6, ...among])].filter(n => n <= used)
}

const inLane: Scenario = scenarioOf({ ...faultyHandovers, runs: 'lane' })

/** A day in which every kind of order there is comes up, and not once only. */
const whole = seedWithAll(faultyHandovers, 21, 500)

test.each<[string, Scenario, { seed: number; inputs: number }, typeof some]>([
  ['on a plain day', faultScenario, { seed: 21, inputs: 120 }, some],
  ['in a day with every kind of order', faultyHandovers, { seed: whole, inputs: 500 }, some],
  ['in handovers on a fresh seed', faultyHandovers, { seed: fresh, inputs: 300 }, () => [1, 4]],
  ['in handovers in the lane', inLane, { seed: 21, inputs: 400 }, () => [2]],
])(
  'Whichever use of whichever order goes wrong %s, every promise holds',
  async (_, scenario, { seed, inputs }, uses) => {
    const failed: string[] = []
    for await (const { fault, result } of failEachOrder(scenario, seed, { inputs, uses })) {
      if (result.failure !== undefined) {
        failed.push(`${fault.kind} ${fault.n} ${fault.code}: ${result.failure.message}`)
      }
    }
    expect({ seed, failed }).toEqual({ seed, failed: [] })
  },
)
