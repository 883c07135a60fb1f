import { z } from '@hono/zod-openapi'
import type { FlowId, HoursId, QueueId, StepId } from '#core'
import { atMost, duration, id, label, language, path } from './config-values.ts'

/**
 * A flow file. A step is known by the one key that names what it does, as `say`, `menu` or
 * `queue`; its other keys name the steps its exits lead to.
 */

/** How many steps one flow may have. */
export const flowStepsMax = 1_000

/** How many prompts one step may play in a row. */
export const stepPromptsMax = 20

/** How long one step may wait for a key. */
export const keyMsMax = 60_000

/** How often one menu may be played before it gives up. */
export const attemptsMax = 10

/** The name of a prompt in a tenant’s library. */
export const promptName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'is not a name of small letters, digits and -')

const promptForms = z.union([
  z.string().describe('A text to be spoken in the language of the tenant'),
  z.strictObject({
    text: z.string(),
    language: language.optional(),
    voice: z.string().min(1).max(64).optional(),
  }),
  z.strictObject({ file: path.describe('A recording: WAV, from the folder of this file') }),
  z.strictObject({ prompt: promptName.describe('A prompt of the library, by its name') }),
  z.strictObject({ silence: duration(20, 60_000) }),
])

/** One prompt: a text, a text with its language and voice, a recording, or a silence. */
export const promptFile = promptForms.meta({ title: 'Prompt' })

const prompts = z
  .union([promptForms, z.array(promptForms).min(1).max(stepPromptsMax)])
  .describe('What the customer hears: one prompt, or several in a row')

const stepId = id<StepId>('a step', 'main-menu')
const next = (when: string): z.ZodType<StepId> => stepId.meta({ description: when, type: 'string' })

/** What people read in place of a step's id. */
const labelled = { label: label.optional().describe('What pages call the step; its id') }

const sayStep = z
  .strictObject({ ...labelled, say: prompts, next: next('The step after the last prompt') })
  .meta({ title: 'Say' })

const menuStep = z
  .strictObject({
    ...labelled,
    menu: prompts,
    keys: z
      .record(z.string().regex(/^[0-9*#]$/), next('The step the key leads to'))
      .describe('0 to 9, * and #, each to the step it leads to'),
    wait: duration(500, keyMsMax).default(5_000).describe('For a key after the prompt; 5s'),
    attempts: z.int().min(1).max(attemptsMax).default(3).describe('How often it is played; 3'),
    otherwise: next('The step for a caller who pressed nothing, or nothing that is offered'),
  })
  .meta({ title: 'Menu' })

/** How many digits one step may take. */
export const digitsMax = 32

/** How many values one step may set, and how many ways one branch may lead. */
export const casesMax = 64

const variable = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name for a value')
  .describe('A name for a value, as account: a small letter, then small letters, digits and -')

const count = z.int().min(1).max(digitsMax)

const collectStep = z
  .strictObject({
    ...labelled,
    collect: prompts,
    into: variable,
    digits: z
      .union([count, z.strictObject({ min: count, max: count })])
      .describe('How many digits: 4, or { min: 4, max: 8 }'),
    secret: z
      .boolean()
      .default(false)
      .describe('A card’s number, a PIN: written down nowhere; only a branch may ask for it'),
    end: z.enum(['#', '*']).optional().describe('The key that says “that is all”'),
    wait: duration(500, keyMsMax).default(5_000).describe('For the first digit; 5s'),
    between: duration(500, keyMsMax).default(3_000).describe('For each digit after it; 3s'),
    attempts: z.int().min(1).max(attemptsMax).default(3).describe('How often it is asked; 3'),
    next: next('The step when the digits are there'),
    otherwise: next('The step for a caller who never gave enough digits'),
  })
  .meta({ title: 'Collect' })

const text = z.union([z.string().max(256), z.number()])

const setStep = z
  .strictObject({
    ...labelled,
    set: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), text)
      .describe(
        'Values to keep, each under its name; a text may hold others, as {customer.number}',
      ),
    next: next('The step after it'),
  })
  .meta({ title: 'Set' })

const valueName = z
  .string()
  .regex(/^[a-z][a-z0-9._~-]{0,99}$/, 'is not the name of a value')
  .describe('account, customer.number, dialled.number, queue.sales.waiting, time.office')

const asked = { if: valueName, next: next('The step when it is so') }

const branchCase = z.union([
  z.strictObject({ ...asked, is: text }),
  z.strictObject({ ...asked, oneOf: z.array(text).min(1).max(casesMax) }),
  z.strictObject({ ...asked, startsWith: text }),
  z.strictObject({ ...asked, above: text }),
  z.strictObject({ ...asked, below: text }),
  z.strictObject({ ...asked, known: z.boolean() }),
])

const branchStep = z
  .strictObject({
    ...labelled,
    branch: z
      .array(branchCase)
      .min(1)
      .max(casesMax)
      .describe('Tests in order; the first that holds leads on'),
    otherwise: next('The step when none holds'),
  })
  .meta({ title: 'Branch' })

const subFlowStep = z
  .strictObject({
    ...labelled,
    flow: id<FlowId>('another flow', 'verify'),
    next: next('The step after its return'),
  })
  .meta({ title: 'Flow' })

const returnStep = z
  .strictObject({
    ...labelled,
    return: z
      .union([z.null(), z.literal(true)])
      .describe('Goes back to the flow that ran this one'),
  })
  .meta({ title: 'Return' })

const hoursStep = z
  .strictObject({
    ...labelled,
    hours: id<HoursId>('opening hours', 'office'),
    open: next('The step while open'),
    closed: next('The step while closed'),
    holiday: next('The step on a holiday; that of `closed` where it is left out').optional(),
  })
  .meta({ title: 'Hours' })

const queueStep = z
  .strictObject({
    ...labelled,
    queue: id<QueueId>('a queue', 'sales'),
    priority: z.int().min(1).max(5).optional().describe('1 is served first; the queue’s own'),
    closed: next('The step when the queue’s hours say closed'),
    timeout: next('The step when the queue is full, or the longest wait is over'),
    noAgents: next('The step when the queue lets nobody wait without agents; timeout').optional(),
    announce: z
      .strictObject({
        say: prompts.describe('Said between the music; may hold {position} and {wait}'),
        every: duration(10_000, 600_000).default(60_000).describe('How often; 60s'),
      })
      .optional(),
    keys: z
      .record(z.string().regex(/^[0-9*#]$/), next('The step the key leads to'))
      .optional()
      .describe('Keys by which a waiting caller leaves the queue'),
  })
  .meta({ title: 'Queue' })

const transferStep = z
  .strictObject({
    ...labelled,
    transfer: z
      .string()
      .min(3)
      .max(64)
      .describe('A number outside, as +441632960000, or a name of one, as {account-phone}'),
    ring: duration(5_000, 120_000).default(30_000).describe('How long it rings; 30s'),
    busy: next('The step when the number is busy, or declines'),
    noAnswer: next('The step when nobody answers, or it cannot be reached'),
  })
  .meta({ title: 'Transfer' })

const voicemailStep = z
  .strictObject({
    ...labelled,
    voicemail: prompts,
    max: duration(5_000, 600_000).default(180_000).describe('The longest message; 3m'),
    silence: duration(1_000, 30_000).default(5_000).describe('Silence that ends it; 5s'),
    end: z.enum(['#', '*']).optional().describe('The key that ends it'),
    next: next('The step after it'),
    failed: next('The step when nothing can be recorded, as with a full disk; next').optional(),
  })
  .meta({ title: 'Voicemail' })

const hangUpStep = z
  .strictObject({
    ...labelled,
    'hang-up': z.union([z.null(), z.literal(true)]).describe('Ends the call'),
  })
  .meta({ title: 'Hang up' })

/** One step. The order matters to complaints: of two likely readings of a broken step the first is named. */
export const flowStepFile = z.union([
  sayStep,
  menuStep,
  hoursStep,
  queueStep,
  hangUpStep,
  collectStep,
  setStep,
  branchStep,
  subFlowStep,
  returnStep,
  transferStep,
  voicemailStep,
])

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
/** One way out of a branch after reading. */
export type BranchCaseFile = z.infer<typeof branchCase>
/** A prompt after reading. */
export type PromptFile = z.infer<typeof promptFile>
