import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { toId, type AgentId, type InputBody, type InteractionId } from '#core'
import type { ApiEnv } from './asking.ts'
import { order } from './desk-order.ts'
import { anyProblem, deskSaid, idInPath, refused } from './routes.ts'

/** Who orders, and about what. */
export interface Ordering {
  readonly agent: AgentId
  readonly interaction: InteractionId
}

/**
 * Orders about an interaction that a word in the path says all of, by that word. Those with a body
 * are written out, each with its shape: only so does the compiler see that what is read is what was checked.
 */
export function addOrders(
  app: OpenAPIHono<ApiEnv>,
  orders: Readonly<Record<string, (by: Ordering) => InputBody>>,
): void {
  for (const [word, input] of Object.entries(orders)) {
    const route = createRoute({
      method: 'post',
      path: `/api/interactions/{id}/${word}`,
      tags: ['desk'],
      request: { params: idInPath },
      responses: { 200: deskSaid, ...anyProblem, 409: refused },
    })
    app.openapi(route, async c => {
      const interaction = toId<InteractionId>(c.req.valid('param').id)
      return c.json(await order(c.var.asking, agent => input({ agent, interaction })), 200)
    })
  }
}
