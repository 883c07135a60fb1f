import { z } from '@hono/zod-openapi'
import { phoneGreeting } from './phone.ts'
import { answersView } from './views-floor.ts'

/** What clients send. Every shape is strict: an unknown key is refused by name. */

/** The longest note of a wrap-up, in characters. */
export const noteLengthMax = 4000

/** An agent chooses a state. */
export const setState = z
  .strictObject({
    state: z.enum(['available', 'not-ready']),
    reason: z.string().min(1).max(80).optional().describe('Required with `not-ready`'),
  })
  .openapi('SetState')

/** An agent files an interaction. */
export const completeWrapUp = z
  .strictObject({
    disposition: z
      .string()
      .max(64)
      .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id'),
    note: z.string().max(noteLengthMax).default(''),
    answers: answersView.optional().describe('To the fields of the queue’s form, by their ids'),
  })
  .openapi('CompleteWrapUp')

/** What an agent has written so far, whole; it is kept as it is typed. */
export const writeNote = z
  .strictObject({ note: z.string().max(noteLengthMax) })
  .openapi('WriteNote')

const ownId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id')
const agentTarget = z.strictObject({ kind: z.literal('agent'), agent: ownId })
const expertTarget = z.strictObject({ kind: z.literal('expert'), expert: ownId })
const numberTarget = z.strictObject({
  kind: z.literal('number'),
  number: z.string().regex(/^\+?[0-9]{3,15}$/, 'is not a telephone number'),
})

/** An agent hands the customer on. */
export const transferCall = z
  .strictObject({
    to: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('queue'), queue: ownId }),
      agentTarget,
      expertTarget,
      numberTarget,
    ]),
  })
  .openapi('TransferCall')

/** An agent calls somebody while the customer waits. */
export const consultCall = z
  .strictObject({ to: z.discriminatedUnion('kind', [agentTarget, expertTarget, numberTarget]) })
  .openapi('ConsultCall')

/** How a consultation goes on: `complete` hands over, `join` talks as three, `return` goes back. */
export const decideConsult = z
  .strictObject({ decision: z.enum(['complete', 'join', 'return']) })
  .openapi('DecideConsult')

/** Which page of interactions. */
export const listInteractions = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  customer: z.string().min(1).max(80).optional().describe('Those of one address alone'),
  agent: ownId.optional().describe('Those in which this agent talked'),
  came: z
    .enum(['offered', 'answered', 'in-time', 'abandoned', 'otherwise'])
    .optional()
    .describe('Those that this figure of the board counts since the day began'),
  queue: z
    .string()
    .max(6500)
    .regex(/^[a-z0-9][a-z0-9._~-]{0,63}(,[a-z0-9][a-z0-9._~-]{0,63})*$/, 'is no list of queues')
    .optional()
    .describe('With `came`: of this queue alone, or of these, separated by commas'),
})

/** From the browser over the live socket: what it wants to see and whether it is a phone. Whole, each time. */
export const liveRequest = z.strictObject({
  watch: z
    .array(
      z.union([
        z.literal('desk'),
        z.literal('board'),
        z.string().regex(/^interaction:[a-z0-9][a-z0-9._~-]{0,63}$/),
      ]),
    )
    .max(16),
  board: z
    .string()
    .max(64)
    .optional()
    .describe('The version of the board it holds, empty for none; left out, it gets boards whole'),
  phone: phoneGreeting.optional(),
})

/** A chosen state. */
export type SetState = z.infer<typeof setState>
/** A filed interaction. */
export type CompleteWrapUp = z.infer<typeof completeWrapUp>
/** What a socket watches. */
export type LiveRequest = z.infer<typeof liveRequest>
