import { z } from 'zod'

/**
 * A flow test as it is written: what a caller and agents do, and what must be heard and told. Each
 * step does one thing and is known by its one key.
 */

/** How many steps one test may have. */
export const testStepsMax = 500

const shortText = z.string().min(1).max(500)

const wait = z
  .string()
  .regex(/^\d{1,5}(ms|s|m|h)$/, 'is not a length of time, as 30s')
  .describe('Lets time pass, as 30s')

const step = z.union([
  z.strictObject({ hear: shortText.describe('Something the caller hears, now or next') }),
  z.strictObject({ press: z.union([z.string().regex(/^[0-9*#]{1,32}$/), z.int().min(0)]) }),
  z.strictObject({ wait }),
  z.strictObject({ rings: shortText.describe('The agent or number whose phone rings') }),
  z.strictObject({ answer: shortText.describe('The agent or number that answers') }),
  z.strictObject({ decline: shortText }),
  z.strictObject({ busy: shortText }),
  z.strictObject({ hangUp: z.literal('caller') }),
  z.strictObject({ told: shortText.describe('Something the record says by now') }),
  z.strictObject({ waits: shortText.describe('The queue in which the caller waits') }),
  z.strictObject({ ends: shortText.describe('How the interaction has ended, as handled') }),
])

/** A test file. */
export const scenarioFile = z.strictObject({
  test: shortText.describe('What is tested, in a sentence'),
  tenant: shortText.describe('The tenant’s file, from the folder of this one'),
  at: z.iso.datetime({ offset: true }).describe('The moment of the call'),
  from: z.string().min(1).max(32).default('+441632960999'),
  to: z.string().min(1).max(32),
  available: z.array(shortText).default([]).describe('Agents who are free'),
  steps: z.array(step).min(1).max(testStepsMax),
})

/** A test after reading. */
export type Scenario = z.infer<typeof scenarioFile>
/** One step of a test after reading. */
export type ScenarioStep = Scenario['steps'][number]

const unitsMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** A length of time in milliseconds. */
export function lengthMs(text: string): number {
  const [, count = '0', unit = 's'] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? []
  const ms = unit === 'ms' || unit === 'm' || unit === 'h' ? unitsMs[unit] : unitsMs.s
  return Number(count) * ms
}
