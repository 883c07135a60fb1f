import { z } from '@hono/zod-openapi'
import { answersView, formFieldView } from './views-floor.ts'

/** What of an interaction is on record for good: what agents filed, and what was recorded. */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')
const namedView = z.object({ id: z.string(), name: z.string() })

/** What one agent filed of the own part of an interaction. */
export const filingView = z
  .object({
    at: moment,
    agent: namedView,
    how: z
      .enum(['completed', 'skipped', 'time-out', 'ordered', 'customer-back', 'left'])
      .describe('How the wrap-up ended; `left` is a note of who had none, as one consulted'),
    disposition: namedView.optional(),
    note: z.string().optional(),
    answers: answersView.optional().describe('What was answered to the wrap-up form'),
    form: z.array(formFieldView).optional(),
  })
  .openapi('Filing')

/** A recording whose file is there. */
export const recordingView = z
  .object({
    id: z.string(),
    url: z.string(),
    startedAt: moment,
    durationMs: z.number().int(),
    bytes: z.number().int(),
    sha256: z.string(),
  })
  .openapi('Recording')

/** What one agent filed. */
export type FilingView = z.infer<typeof filingView>
