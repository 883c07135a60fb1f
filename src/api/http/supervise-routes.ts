import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import { doneView, monitorTalk, moveInteraction, rankInteraction, setAgentState } from '#contract'
import { toId, type AgentId, type InputBody, type InteractionId, type QueueId } from '#core'
import { policies } from '../auth/policies.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { forbidden, refusedByCore } from './problem.ts'
import { anyProblem, idInPath, jsonBody, refused, said } from './routes.ts'

const responses = { 200: said('It is done', doneView), ...anyProblem, 409: refused }
const tags = ['supervisor']
const request = { params: idInPath }

const state = createRoute({
  method: 'post',
  path: '/api/agents/{id}/state',
  tags,
  request: { ...request, body: jsonBody(setAgentState) },
  responses,
})
const endWrapUp = createRoute({
  method: 'post',
  path: '/api/agents/{id}/wrap-up/end',
  tags,
  request,
  responses,
})
const move = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/move',
  tags,
  request: { ...request, body: jsonBody(moveInteraction) },
  responses,
})
const rank = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/rank',
  tags,
  request: { ...request, body: jsonBody(rankInteraction) },
  responses,
})
const monitor = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/monitor',
  tags,
  request: { ...request, body: jsonBody(monitorTalk) },
  responses,
})
const endMonitor = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/monitor/end',
  tags,
  request,
  responses,
})
const takeOver = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/take-over',
  tags,
  request,
  responses,
})

/** What supervisors do on the floor. Each order names who gave it. */
export function addSuperviseRoutes(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(state, async c => {
    const { state: to, reason } = c.req.valid('json')
    const agent = toId<AgentId>(c.req.valid('param').id)
    const why = reason === undefined ? {} : { reason }
    const asked = { kind: 'agent-state-ordered', agent, state: to, ...why } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
  app.openapi(endWrapUp, async c => {
    const agent = toId<AgentId>(c.req.valid('param').id)
    const asked = { kind: 'wrap-up-end-ordered', agent } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
  app.openapi(move, async c => {
    const { queue } = c.req.valid('json')
    const asked = {
      kind: 'move-ordered',
      queue: toId<QueueId>(queue),
      ...interactionIn(c),
    } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
  app.openapi(rank, async c => {
    const { priority = 'front' } = c.req.valid('json')
    const asked = { kind: 'rank-ordered', rank: priority, ...interactionIn(c) } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
  app.openapi(monitor, async c => {
    const { mode } = c.req.valid('json')
    const asked = { kind: 'monitor-requested', mode, ...interactionIn(c) } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
  app.openapi(endMonitor, async c => {
    const asked = { kind: 'monitor-end-requested', ...interactionIn(c) } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
  app.openapi(takeOver, async c => {
    const asked = { kind: 'take-over-requested', ...interactionIn(c) } as const
    return c.json(await order(c.var.asking, supervisor => ({ ...asked, supervisor })), 200)
  })
}

function interactionIn(c: { req: { valid: (target: 'param') => z.infer<typeof idInPath> } }): {
  readonly interaction: InteractionId
} {
  return { interaction: toId(c.req.valid('param').id) }
}

/** Hands an order of a supervisor to the lane. What it changed is seen on the board. */
async function order(
  { person, views }: Asking,
  input: (supervisor: AgentId) => InputBody,
): Promise<z.infer<typeof doneView>> {
  const { member } = person
  if (!policies['supervise the floor'](person) || member === undefined) {
    throw forbidden('This is for supervisors.')
  }
  const taken = await views.lane.submit(input(member))
  if (!taken.ok) {
    throw refusedByCore(
      taken.refused,
      views.lane.read(({ config }) => config),
    )
  }
  return { at: views.lane.now() }
}
