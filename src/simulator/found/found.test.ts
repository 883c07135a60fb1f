import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planOf, readFailingRun } from '../report/failing-run.ts'
import { runPlan } from '../simulate.ts'

const found = readdirSync(import.meta.dirname).filter(name => name.endsWith('.json'))

test('there are runs that failed once', () => {
  expect(found.length).toBeGreaterThan(0)
})

test.each(found)('What failed once holds now: %s', async file => {
  const run = readFailingRun(readFileSync(join(import.meta.dirname, file), 'utf8'))
  const { failure } = await runPlan(planOf(run))
  expect(failure?.message).toBeUndefined()
})
