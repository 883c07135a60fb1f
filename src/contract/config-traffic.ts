import { z } from '@hono/zod-openapi'

/**
 * The calls of an emulated day: who calls which number how often, and what each does on the phone.
 * A script is a list of single acts, as `press: 1`, so that a story reads like one.
 */

/** How many callers, stories and acts one tenant's traffic may have. */
export const callersMax = 1_000
export const storiesMax = 100
export const actsMax = 40

const ms = z.int().min(0).max(3_600_000)
const words = z.string().min(1).max(1_000).describe('Spoken in the caller’s voice')
const recording = z.strictObject({
  file: z.string().min(1).max(1_024).describe('A recording: WAV, from the folder of this file'),
})
const spoken = z
  .array(z.union([words, recording]))
  .min(1)
  .max(20)
const weight = z.number().min(0).max(1_000).optional()

const act = z.union([
  z.strictObject({ wait: ms.describe('Milliseconds of doing nothing') }),
  z.strictObject({
    hear: z
      .enum(['answer', 'sound', 'silence', 'pause', 'hang-up'])
      .describe('pause: somebody spoke, and is silent now; waiting music has no pause'),
    atMost: ms.describe('The patience for it'),
    otherwise: z
      .enum(['go-on', 'hang-up'])
      .default('go-on')
      .describe('What becomes of a caller whose patience ends'),
  }),
  z.strictObject({ press: z.string().regex(/^[0-9*#]{1,32}$/) }),
  z.strictObject({ say: spoken }),
  z.strictObject({ talk: spoken, for: ms }),
  z.strictObject({ 'hang-up': z.literal(true) }),
])

/** The calls of one tenant, as they are written. */
export const trafficFile = z.strictObject({
  seed: z.int().min(0).default(1).describe('The same seed gives the same calls'),
  atOnce: z
    .int()
    .min(0)
    .max(50)
    .default(0)
    .describe('Callers of the first seconds, so that the floor moves from the start'),
  callsPerHour: z.number().positive().max(20_000),
  concurrentMax: z.int().min(1).max(200).default(10),
  numbers: z.record(z.string(), z.number().positive()).describe('Numbers dialled, with weights'),
  callers: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(80),
        number: z.string(),
        voice: z.string().min(1).max(64).optional().describe('One of the embedded voices'),
        weight,
      }),
    )
    .min(1)
    .max(callersMax),
  stories: z
    .record(
      z.string(),
      z.strictObject({
        weight: weight.describe('0: only when somebody asks for it'),
        callers: z
          .array(z.string())
          .min(1)
          .max(callersMax)
          .optional()
          .describe('Who tells this story, by name; anybody'),
        script: z.array(act).min(1).max(actsMax),
      }),
    )
    .refine(stories => Object.keys(stories).length <= storiesMax, `at most ${storiesMax} stories`)
    .describe('What callers do, by the story’s name'),
})

/** The calls of one tenant, after reading. */
export type TrafficFile = z.infer<typeof trafficFile>
/** One act of a story, after reading. */
export type ActFile = z.infer<typeof act>
