import { z } from '@hono/zod-openapi'

/**
 * What supervisors ask for on the floor, and what agents ask for in the middle of a talk beyond
 * hold and transfer. Every shape is strict: an unknown key is refused by name.
 */

/** The most keys sent in one request. */
export const keysLengthMax = 32

const id = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id')

/** A supervisor sets the state of an agent, as if the agent had chosen it. */
export const setAgentState = z
  .strictObject({
    state: z.enum(['available', 'not-ready', 'signed-out']),
    reason: z.string().min(1).max(80).optional().describe('Required with `not-ready`'),
  })
  .openapi('SetAgentState')

/** A waiting interaction goes to another queue and keeps its age. */
export const moveInteraction = z.strictObject({ queue: id }).openapi('MoveInteraction')

/** A waiting interaction gets another priority, or stands before everybody else. */
export const rankInteraction = z
  .strictObject({
    priority: z.int().min(1).max(5).optional().describe('1 is served first'),
    to: z.literal('front').optional().describe('Before everybody who waits in the queue'),
  })
  .refine(asked => (asked.priority === undefined) !== (asked.to === undefined), {
    message: 'needs either a priority or `to: front`',
  })
  .openapi('RankInteraction')

/** How a supervisor is in a talk: heard by nobody, by the agent alone, or by everybody. */
export const monitorMode = z.enum(['listen', 'whisper', 'barge'])

/** A supervisor listens in, or changes how. */
export const monitorTalk = z.strictObject({ mode: monitorMode }).openapi('MonitorTalk')

/** An agent is heard, or not. */
export const muteTalk = z.strictObject({ muted: z.boolean() }).openapi('MuteTalk')

/** Keys an agent presses for the customer’s side, or for whoever is consulted. */
export const pressKeys = z
  .strictObject({
    keys: z
      .string()
      .max(keysLengthMax)
      .regex(/^[0-9*#A-D]+$/, 'holds something that is no key'),
  })
  .openapi('PressKeys')

/** Whom the people picker looks for; everybody where nothing is asked. */
export const findPeople = z.strictObject({ q: z.string().max(80).default('') })

/** Which day of an agent: `2026-11-21` in the tenant’s zone; today where it is left out. */
export const askDay = z.strictObject({
  date: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'is not a date, as 2026-11-21')
    .optional(),
})
