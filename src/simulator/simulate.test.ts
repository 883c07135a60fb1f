import { expect, test } from 'vitest'
import { readScenario, scenarioNames } from './plan/read-scenario.ts'
import { digestFacts } from './run/digest.ts'
import type { RunPlan } from './run/run-plan.ts'
import { factsOf } from './run/truth.ts'
import { runPlan, simulate } from './simulate.ts'

/** Inputs of one run in a test; a campaign takes many more. */
const inputsOf = (scenario: { runs: string }): number => (scenario.runs === 'lane' ? 800 : 3000)

const fresh = Math.floor(Math.random() * 2 ** 31)

test('There are at least ten scenarios, in the core and in the lane', () => {
  const runs = scenarioNames().map(name => readScenario(name).runs)
  expect(runs.length).toBeGreaterThanOrEqual(10)
  expect(new Set(runs)).toEqual(new Set(['core', 'lane']))
})

test.each(scenarioNames().flatMap(name => [7, fresh].map(seed => ({ name, seed }))))(
  'Every promise holds in $name with seed $seed',
  async ({ name, seed }) => {
    const scenario = readScenario(name)
    const outcome = await simulate({ scenario, seed, runs: 1, inputs: inputsOf(scenario) })
    expect(outcome.ok ? [] : outcome.report).toEqual([])
    expect(outcome.tally.inputs).toBeGreaterThanOrEqual(inputsOf(scenario))
    expect(outcome.tally.interactions).toBeGreaterThan(10)
  },
)

test.each(['config-churn', 'kill-storm'])(
  'A seed gives the same facts each time, and another seed others (%s)',
  async name => {
    const digests = []
    for (const seed of [11, 11, 12]) {
      const digest = digestFacts()
      const plan: RunPlan = { scenario: readScenario(name), seed, inputs: 500 }
      await runPlan({ ...plan, onStep: stepped => digest.add(factsOf(stepped)) })
      digests.push(digest.hex())
    }
    expect(digests[1]).toBe(digests[0])
    expect(digests[2]).not.toBe(digests[0])
  },
)

test('The house is killed in the middle of calls, and everybody finds a way out', async () => {
  const scenario = readScenario('kill-storm')
  const outcome = await simulate({ scenario, seed: 3, runs: 1, inputs: 2000 })
  expect(outcome.tally.kills).toBeGreaterThan(3)
  expect(outcome.tally.reached.get('closed: fault')).toBeGreaterThan(0)
})
