import { z } from 'zod'
import { scenarioShape } from '../plan/scenario.ts'
import type { RunPlan } from '../run/run-plan.ts'
import { answerFaults, failures, orderKinds } from '../world/one-fault.ts'
import type { Shrunk } from './shrink.ts'

const failNthShape = z.strictObject({
  kind: z.enum(orderKinds),
  n: z.number(),
  code: z.enum({ ...failures, ...answerFaults }),
})

const failingRunShape = z.strictObject({
  /** The check that was broken, and what it said. */
  check: z.string(),
  words: z.string(),
  seed: z.number().int(),
  inputs: z.number().int().min(1),
  without: z.array(z.string()),
  failNth: failNthShape.optional(),
  scenario: scenarioShape,
})

/** A failing run as a file: all that is needed to see it fail again. */
export type FailingRun = Readonly<z.infer<typeof failingRunShape>>

/** Makes the file's content of a failing run. */
export function failingRunOf({ plan, result }: Shrunk): FailingRun {
  const failNth = failNthShape.optional().parse(plan.failNth)
  return {
    check: result.failure?.check ?? '',
    words: result.failure?.words ?? '',
    seed: plan.seed,
    inputs: plan.inputs,
    without: [...(plan.without ?? [])],
    ...(failNth === undefined ? {} : { failNth }),
    scenario: plan.scenario,
  }
}

/** Reads the text of a failing run's file; throws on what is none. */
export function readFailingRun(text: string): FailingRun {
  return failingRunShape.parse(JSON.parse(text))
}

/** The plan that fails again. */
export function planOf(run: FailingRun): RunPlan {
  const { scenario, seed, inputs, failNth } = run
  return {
    scenario,
    seed,
    inputs,
    without: new Set(run.without),
    deepEvery: 1,
    ...(failNth === undefined ? {} : { failNth }),
  }
}
