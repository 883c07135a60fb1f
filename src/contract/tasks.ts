import { z } from '@hono/zod-openapi'
import { formFieldView } from './views-floor.ts'

/** Work that is no call: what other systems send, and what desks show of all work at once. */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')
const namedView = z.object({ id: z.string(), name: z.string() })
const ownId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id')

/** By what an interaction came. */
export const channelName = z.enum(['voice', 'task'])

/** How much of an agent is in use, in units. */
export const loadView = z
  .object({ used: z.number().int(), of: z.number().int() })
  .describe('Units in use, and units there are')

/** What an agent on the board is at. */
export const atWorkShape = {
  load: loadView.optional(),
  channel: channelName.optional().describe('Of the work that `state` tells of; absent without any'),
} as const

/** A piece of work on a desk, whatever its channel: offered, under way, or to be filed. */
export const workView = z
  .object({
    interaction: z.string(),
    channel: channelName,
    state: z.enum(['reserved', 'talking', 'wrap-up']),
    customer: z.object({ address: z.string(), name: z.string().optional() }),
    queue: namedView.optional(),
    title: z.string().optional().describe('What a task is about'),
    link: z.string().optional().describe('Where a task is found'),
    offer: z.string().optional().describe('While it is offered: what to accept or decline'),
    since: moment,
    until: moment.optional().describe('When the offer or the wrap-up ends'),
    dispositions: z.array(namedView).optional().describe('While it is filed: what to choose from'),
    form: z.array(formFieldView).optional().describe('While it is filed: what to answer'),
    note: z.string().optional().describe('What the agent has written and not yet filed'),
  })
  .openapi('Work')

/** Another system has work for an agent. */
export const sendTask = z
  .strictObject({
    key: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe('Its name where it comes from; sent twice while it lives, it is one task'),
    title: z.string().min(1).max(200),
    link: z
      .string()
      .max(2000)
      .regex(/^https?:\/\//, 'is not a web address')
      .optional(),
    customer: z.strictObject({
      address: z.string().min(1).max(254),
      name: z.string().min(1).max(120).optional(),
    }),
    queue: ownId.optional().describe('The queue it waits in'),
    flow: ownId.optional().describe('Or the flow it goes through'),
    priority: z.int().min(1).max(5).optional().describe('In a queue; that of the queue'),
  })
  .refine(task => (task.queue === undefined) !== (task.flow === undefined), {
    message: 'needs either a `queue` or a `flow`',
  })
  .openapi('SendTask')

/** A task that was taken in. */
export const taskView = z
  .object({
    key: z.string(),
    interaction: z.string().optional().describe('Absent where its flow ended it at once'),
  })
  .openapi('Task')

/** A piece of work on a desk. */
export type WorkView = z.infer<typeof workView>
/** A task as it is sent. */
export type SendTask = z.infer<typeof sendTask>
/** A task that was taken in, as it is called. */
export type TaskView = z.infer<typeof taskView>
