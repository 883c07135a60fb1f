import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { muteTalk, pressKeys } from '#contract'
import { toId, type InteractionId } from '#core'
import type { ApiEnv } from './asking.ts'
import { order } from './desk-order.ts'
import { anyProblem, deskSaid, idInPath, jsonBody, refused } from './routes.ts'
import { addOrders } from './talk-order.ts'

const responses = { 200: deskSaid, ...anyProblem, 409: refused }
const tags = ['desk']
const request = { params: idInPath }

const mute = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/mute',
  tags,
  request: { ...request, body: jsonBody(muteTalk) },
  responses,
})
const keys = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/keys',
  tags,
  request: { ...request, body: jsonBody(pressKeys) },
  responses,
})
/** What an agent does at the own end of a talk: mute, keys, the recording. */
export function addOwnEndRoutes(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(mute, async c => {
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const asked = { kind: 'mute-requested', interaction, ...c.req.valid('json') } as const
    return c.json(await order(c.var.asking, agent => ({ ...asked, agent })), 200)
  })
  app.openapi(keys, async c => {
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const asked = { kind: 'keys-requested', interaction, ...c.req.valid('json') } as const
    return c.json(await order(c.var.asking, agent => ({ ...asked, agent })), 200)
  })
  addOrders(app, {
    'recording/pause': by => ({ kind: 'recording-pause-requested', paused: true, ...by }),
    'recording/resume': by => ({ kind: 'recording-pause-requested', paused: false, ...by }),
  })
}
