import { z } from '@hono/zod-openapi'

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
  })
  .openapi('CompleteWrapUp')

const ownId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id')
const agentTarget = z.strictObject({ kind: z.literal('agent'), agent: ownId })
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
      numberTarget,
    ]),
  })
  .openapi('TransferCall')

/** An agent calls somebody while the customer waits. */
export const consultCall = z
  .strictObject({ to: z.discriminatedUnion('kind', [agentTarget, numberTarget]) })
  .openapi('ConsultCall')

/** How a consultation goes on: `complete` hands over, `join` talks as three, `return` goes back. */
export const decideConsult = z
  .strictObject({ decision: z.enum(['complete', 'join', 'return']) })
  .openapi('DecideConsult')

/** Which page of interactions. */
export const listInteractions = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** From the browser over the live socket: what it wants to see. The whole set, each time. */
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
})

/** A chosen state. */
export type SetState = z.infer<typeof setState>
/** A filed interaction. */
export type CompleteWrapUp = z.infer<typeof completeWrapUp>
/** What a socket watches. */
export type LiveRequest = z.infer<typeof liveRequest>
