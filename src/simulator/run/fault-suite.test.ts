import { expect, test } from 'vitest'
import { scenarioOf } from '../plan/read-scenario.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { OneFault } from '../world/one-fault.ts'
import { orderKinds } from '../world/one-fault.ts'
import type { FaultBounds } from './fault-suite.ts'
import { failEachOrder, faultScenario, faultyHandovers, seedWithAll } from './fault-suite.ts'

const fresh = Math.floor(Math.random() * 2 ** 31)
const kinds = Object.values(orderKinds)

/** The first six uses, and three anywhere: `npm run sim -- --faults` takes all of them. */
const some = (used: number): readonly number[] => {
  const among = [0.3, 0.6, 0.9].map(part => Math.ceil(part * used))
  return [...new Set([1, 2, 3, 4, 5, 6, ...among])].filter(n => n <= used)
}

const inLane: Scenario = scenarioOf({ ...faultyHandovers, runs: 'lane' })

/** A day in which every kind of order there is comes up, and not once only. */
const whole = seedWithAll(faultyHandovers, 21, 500)

interface Failed {
  readonly runs: number
  readonly failed: readonly string[]
}

async function failAll(scenario: Scenario, seed: number, bounds: FaultBounds): Promise<Failed> {
  const failed: string[] = []
  let runs = 0
  for await (const { fault, result } of failEachOrder(scenario, seed, bounds)) {
    runs += 1
    if (result.failure !== undefined) {
      failed.push(`${fault.kind} ${fault.n} ${fault.code}: ${result.failure.message}`)
    }
  }
  return { runs, failed }
}

test.each<OneFault['kind']>(kinds)(
  'Whichever use of %s goes wrong in a day with every kind of order, every promise holds',
  async kind => {
    const { failed, runs } = await failAll(faultyHandovers, whole, {
      inputs: 500,
      uses: some,
      kind,
    })
    expect(failed).toEqual([])
    expect(runs).toBeGreaterThanOrEqual(2)
  },
)

test.each<[string, Scenario, number, FaultBounds]>([
  ['on a plain day', faultScenario, 21, { inputs: 120, uses: some }],
  ['on a fresh day of handovers', faultyHandovers, fresh, { inputs: 300, uses: () => [1, 4] }],
  ['in the lane', inLane, 21, { inputs: 400, uses: () => [2] }],
])(
  'Whichever use of whichever order goes wrong %s, every promise holds',
  async (_, scenario, seed, bounds) => {
    const { failed } = await failAll(scenario, seed, bounds)
    expect({ seed, failed }).toEqual({ seed, failed: [] })
  },
)
