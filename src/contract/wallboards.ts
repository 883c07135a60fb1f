import { z } from '@hono/zod-openapi'
import { queueRow } from './views.ts'

/** Wallboards: the floor's figures for a TV, by a link that can be taken back. No customer is on them. */

const moment = z.number().int().describe('Milliseconds since 1970-01-01 UTC')
const ownId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._~-]*$/, 'is not an id')

/** The most wallboards of one tenant. */
export const wallboardsMax = 50

/**
 * Of which whole answers in time are a part: of all that left the queue, of those who were answered
 * or gave up, of the same without who gave up at once, or of the answered alone.
 */
export const serviceLevelDialect = z.enum(['left', 'decided', 'without-short', 'answered'])

/** What a wallboard shows. */
export const makeWallboard = z
  .strictObject({
    name: z.string().min(1).max(80),
    queues: z.array(ownId).max(100).optional().describe('All of the tenant’s where none is named'),
    dialect: serviceLevelDialect.default('left'),
  })
  .openapi('MakeWallboard')

const wallboardShape = z.object({
  id: z.string(),
  name: z.string(),
  queues: z.array(z.string()).optional(),
  dialect: serviceLevelDialect,
  madeAt: moment,
})

/** A wallboard in the list of those there are; its link is not told again. */
export const wallboardView = wallboardShape.openapi('Wallboard')

/** A wallboard just made, with its link: told this once. */
export const madeWallboard = wallboardShape
  .extend({ path: z.string().describe('`/wall/…`, to be opened on the TV') })
  .openapi('MadeWallboard')

/** All there are. */
export const wallboardList = z.object({ wallboards: z.array(wallboardView) }).openapi('Wallboards')

/** What a TV is shown: figures, and nobody’s name or number. */
export const wallView = z
  .object({
    at: moment,
    name: z.string(),
    tenant: z.string(),
    dialect: serviceLevelDialect,
    queues: z.array(queueRow),
    agents: queueRow.shape.agents.describe('Each agent once'),
  })
  .openapi('Wall')

/** Which service level. */
export type ServiceLevelDialect = z.infer<typeof serviceLevelDialect>
/** A wallboard in the list. */
export type WallboardView = z.infer<typeof wallboardView>
/** A wallboard with its link. */
export type MadeWallboard = z.infer<typeof madeWallboard>
/** What a TV is shown. */
export type WallView = z.infer<typeof wallView>
