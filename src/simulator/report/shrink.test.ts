import { expect, test } from 'vitest'
import { BrokenCheck } from '../checks/check.ts'
import { newBook } from '../checks/book.ts'
import { readScenario } from '../plan/read-scenario.ts'
import type { RunPlan, RunResult } from '../run/run-plan.ts'
import { failingRunOf, planOf, readFailingRun } from './failing-run.ts'
import { shrink } from './shrink.ts'

const everybody = [
  ...Array.from({ length: 60 }, (_, n) => `caller ${n + 1}`),
  ...Array.from({ length: 8 }, (_, n) => `agent a${n}`),
]

/** A world that fails when caller 17, caller 40 and agent a3 are in it, and the outside fails. */
async function run(plan: RunPlan): Promise<RunResult> {
  await Promise.resolve()
  const there = everybody.filter(name => plan.without?.has(name) !== true)
  const culprits = ['caller 17', 'caller 40', 'agent a3']
  const fails = culprits.every(name => there.includes(name)) && plan.scenario.outside.fails > 0
  return {
    inputs: 10 * there.length,
    worldMs: 0,
    totals: newBook().totals,
    refused: 0,
    kills: 0,
    reached: new Map(),
    used: new Map(),
    operations: there,
    failure: fails ? new BrokenCheck('facts-true', 'i17 was connected twice', 5) : undefined,
  }
}

const plan: RunPlan = { scenario: readScenario('config-churn'), seed: 1, inputs: 5000 }

test('A failing run shrinks to those who make it fail, and to the troubles it needs', async () => {
  const small = await shrink({ plan, result: await run(plan), runs: 1 }, run)
  expect(small.result.operations).toEqual(['caller 17', 'caller 40', 'agent a3'])
  expect(small.plan.scenario.faults).toEqual({})
  expect(small.plan.scenario.outside).toMatchObject({ fails: 0.01, late: 0, losesLegEveryMs: 0 })
  expect(small.result.failure?.check).toBe('facts-true')
})

test('A failing run is saved as a file, and the file fails again', async () => {
  const small = await shrink({ plan, result: await run(plan), runs: 1 }, run)
  const text = JSON.stringify(failingRunOf(small))
  const again = await run(planOf(readFailingRun(text)))
  expect(again.failure?.words).toBe('i17 was connected twice')
  expect(() => readFailingRun('{"check":"x"}')).toThrow('words')
})
