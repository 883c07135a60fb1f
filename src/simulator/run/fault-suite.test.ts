import { expect, test } from 'vitest'
import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import { orderKinds } from '../world/one-fault.ts'
import { failEachOrder, faultScenario, faultyHandovers } from './fault-suite.ts'

const fresh = Math.floor(Math.random() * 2 ** 31)

/** The first six uses, and three anywhere: `npm run sim -- --faults` takes all of them. */
const some = (used: number): readonly number[] => {
  const among = [0.3, 0.6, 0.9].map(part => Math.ceil(part * used))
  return [...new Set([1, 2, 3, 4, 5, 6, ...among])].filter(n => n <= used)
}

const firstTwo = (used: number): readonly number[] => [1, 2].filter(n => n <= used)

const inLane: Scenario = scenarioOf({ ...faultyHandovers, runs: 'lane' })

test.each<[string, Scenario, { seed: number; inputs: number }, typeof some]>([
  ['on a plain day', faultScenario, { seed: 21, inputs: 120 }, some],
  ['in handovers', faultyHandovers, { seed: 21, inputs: 500 }, some],
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

test('Every kind of order there is comes up at least twice where one of them fails', async () => {
  const runs = new Map<string, number>()
  for (const [scenario, inputs] of [
    [faultScenario, 120] as const,
    [faultyHandovers, 1500] as const,
  ]) {
    for await (const { fault } of failEachOrder(scenario, 21, { inputs, uses: firstTwo })) {
      runs.set(fault.kind, (runs.get(fault.kind) ?? 0) + 1)
    }
  }
  const rare = Object.values(orderKinds).filter(kind => (runs.get(kind) ?? 0) < 2)
  expect(rare).toEqual([])
})
