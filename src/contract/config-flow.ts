import { z } from '@hono/zod-openapi'
import type { FlowId, HoursId, QueueId, StepId } from '#core'
import { atMost, duration, id, label, language, path } from './config-values.ts'

/**
 * A flow file. A step is known by the one key that names what it does: `say`, `menu`, `hours`,
 * `queue` or `hang-up`; its other keys name the steps its exits lead to.
 */

/** How many steps one flow may have. */
export const flowStepsMax = 1_000

/** How many prompts one step may play in a row. */
export const stepPromptsMax = 20

/** How long one step may wait for a key. */
export const keyMsMax = 60_000

/** How often one menu may be played before it gives up. */
export const attemptsMax = 10

const promptForms = z.union([
  z.string().describe('A text to be spoken in the language of the tenant'),
  z.strictObject({
    text: z.string(),
    language: language.optional(),
    voice: z.string().min(1).max(64).optional(),
  }),
  z.strictObject({ file: path.describe('A recording: WAV, from the folder of this file') }),
  z.strictObject({ silence: duration(20, 60_000) }),
])

/** One prompt: a text, a text with its language and voice, a recording, or a silence. */
export const promptFile = promptForms.meta({ title: 'Prompt' })

const prompts = z
  .union([promptForms, z.array(promptForms).min(1).max(stepPromptsMax)])
  .describe('What the customer hears: one prompt, or several in a row')

const stepId = id<StepId>('a step', 'main-menu')
const next = (when: string): z.ZodType<StepId> => stepId.meta({ description: when, type: 'string' })

const sayStep = z
  .strictObject({ say: prompts, next: next('The step after the last prompt') })
  .meta({ title: 'Say' })

const menuStep = z
  .strictObject({
    menu: prompts,
    keys: z
      .record(z.string().regex(/^[0-9*#]$/), next('The step the key leads to'))
      .describe('0 to 9, * and #, each to the step it leads to'),
    wait: duration(500, keyMsMax).default(5_000).describe('For a key after the prompt; 5s'),
    attempts: z.int().min(1).max(attemptsMax).default(3).describe('How often it is played; 3'),
    otherwise: next('The step for a caller who pressed nothing, or nothing that is offered'),
  })
  .meta({ title: 'Menu' })

const hoursStep = z
  .strictObject({
    hours: id<HoursId>('opening hours', 'office'),
    open: next('The step while open'),
    closed: next('The step while closed'),
    holiday: next('The step on a holiday; that of `closed` where it is left out').optional(),
  })
  .meta({ title: 'Hours' })

const queueStep = z
  .strictObject({
    queue: id<QueueId>('a queue', 'sales'),
    priority: z.int().min(1).max(5).optional().describe('1 is served first; the queue’s own'),
    closed: next('The step when the queue’s hours say closed'),
    timeout: next('The step when the queue is full, or the longest wait is over'),
  })
  .meta({ title: 'Queue' })

const hangUpStep = z
  .strictObject({ 'hang-up': z.union([z.null(), z.literal(true)]).describe('Ends the call') })
  .meta({ title: 'Hang up' })

/** One step. The order matters to complaints: of two likely readings of a broken step the first is named. */
export const flowStepFile = z.union([sayStep, menuStep, hoursStep, queueStep, hangUpStep])

/** A flow file as it is written. */
export const flowFile = z
  .strictObject({
    flow: id<FlowId>('a flow', 'main'),
    name: label,
    start: next('The step a call begins with'),
    steps: atMost(
      z.record(z.string().regex(/^[a-z0-9][a-z0-9._~-]{0,63}$/), flowStepFile),
      flowStepsMax,
    ),
  })
  .meta({ title: 'A flow of Parley' })

/** A flow file after reading. */
export type FlowFile = z.infer<typeof flowFile>
/** A step after reading. */
export type FlowStepFile = z.infer<typeof flowStepFile>
/** A prompt after reading. */
export type PromptFile = z.infer<typeof promptFile>
