import { z } from '@hono/zod-openapi'

const exit = z.object({
  on: z.enum([
    'next',
    'key',
    'case',
    'otherwise',
    'open',
    'closed',
    'holiday',
    'timeout',
    'noAgents',
    'busy',
    'noAnswer',
    'failed',
  ]),
  of: z.string().optional(),
  to: z.string(),
})

const step = z.object({
  id: z.string(),
  label: z.string().optional().describe('What pages call the step, where the flow says it'),
  kind: z.enum([
    'say',
    'menu',
    'collect',
    'hours',
    'set',
    'branch',
    'flow',
    'return',
    'queue',
    'transfer',
    'voicemail',
    'hang-up',
  ]),
  about: z.string(),
  exits: z.array(exit),
})

/** A flow as it is drawn: its steps, and where each leads. */
export const flowShape = z.object({
  flow: z.string(),
  name: z.string(),
  version: z.string(),
  start: z.string(),
  steps: z.array(step),
})
