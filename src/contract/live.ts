import { z } from '@hono/zod-openapi'
import { boardMessages } from './board-change.ts'
import { phoneAnswer, phoneView } from './phone.ts'
import { deskView, interactionView } from './views.ts'

/**
 * From the server over the live socket. A message carries a whole view, so a client that was away is
 * whole again with the first message after it returns. Boards alone, which are large, come whole
 * once and then as what changed; the client names the version it holds when it comes back.
 */
export const liveMessage = z.discriminatedUnion('topic', [
  z.object({ topic: z.literal('desk'), view: deskView }),
  ...boardMessages,
  z.object({ topic: z.literal('interaction'), id: z.string(), view: interactionView }),
  z.object({ topic: z.literal('phone'), view: phoneView }),
  z.object({ topic: z.literal('phone-sound'), answer: phoneAnswer }),
  z.object({ topic: z.literal('refused'), code: z.string(), words: z.string() }),
])

/** Why the server closed a live socket, beyond the codes every web socket knows (RFC 6455 §7.4). */
export const liveCloseCodes = {
  signedOut: 4001,
  notAllowed: 4003,
  slow: 4008,
  misbehaved: 4029,
  goingAway: 1001,
} as const

/** A message of the live socket. */
export type LiveMessage = z.infer<typeof liveMessage>
