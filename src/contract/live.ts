import { z } from '@hono/zod-openapi'
import { boardView, deskView, interactionView } from './views.ts'

/**
 * From the server over the live socket. Each message carries a whole view, so a client that was
 * away is whole again with the first message after it returns: no gap, no repeat, nothing to fold.
 */
export const liveMessage = z.discriminatedUnion('topic', [
  z.object({ topic: z.literal('desk'), view: deskView }),
  z.object({ topic: z.literal('board'), view: boardView }),
  z.object({ topic: z.literal('interaction'), id: z.string(), view: interactionView }),
  z.object({ topic: z.literal('refused'), code: z.string(), words: z.string() }),
])

export type LiveMessage = z.infer<typeof liveMessage>
