import { z } from '@hono/zod-openapi'
import { agentRow, boardView, liveInteractionRow, queueRow } from './views.ts'

const ids = z.array(z.string()).readonly()

/** What changed in a list of rows of one kind. */
function listOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    removed: ids.optional(),
    put: z.array(row).readonly().optional(),
    order: ids
      .optional()
      .describe('All ids, where taking out and putting alone would leave another order'),
  })
}

/**
 * What changed on a board. Of each list: first what is `removed` goes, then what is `put` takes the
 * place of the row with its id or stands at the end, then the `order` is set where there is one.
 */
export const boardChange = z.object({
  at: boardView.shape.at,
  rest: boardView
    .omit({ at: true, queues: true, agents: true, interactions: true })
    .optional()
    .describe('All of the board beside its lists, where any of it has changed'),
  queues: listOf(queueRow).optional(),
  agents: listOf(agentRow).optional(),
  interactions: listOf(liveInteractionRow).optional(),
})

/** A board, whole. */
const wholeBoard = z.object({
  topic: z.literal('board'),
  version: z.string(),
  view: boardView,
})

/** What makes a board `to` of the board `from`, and of no other; the two are one where nothing changed. */
const changedBoard = z.object({
  topic: z.literal('board-change'),
  from: z.string(),
  to: z.string(),
  change: boardChange,
})

/** How a board goes over the live socket: whole, or what changed. */
export const boardMessages = [wholeBoard, changedBoard] as const

/** What changed on a board. */
export type BoardChange = z.infer<typeof boardChange>
/** A board on the live socket, whole or by what changed. */
export type BoardMessage = z.infer<(typeof boardMessages)[number]>
