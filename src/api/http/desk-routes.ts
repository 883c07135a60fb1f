import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { completeWrapUp, setState, writeNote, type CompleteWrapUp } from '#contract'
import {
  toId,
  type DispositionId,
  type InteractionId,
  type OfferId,
  type WrapUpCompleted,
} from '#core'
import { ownAgent, type ApiEnv } from './asking.ts'
import { deskOf, order } from './desk-order.ts'
import { anyProblem, deskSaid, idInPath, jsonBody, refused } from './routes.ts'
import { addOrders } from './talk-order.ts'

const responses = { 200: deskSaid, ...anyProblem }
const orders = { ...responses, 409: refused }
const tags = ['desk']

const look = createRoute({ method: 'get', path: '/api/desk', tags, responses })
const signIn = createRoute({ method: 'post', path: '/api/desk/sign-in', tags, responses: orders })
const signOut = createRoute({ method: 'post', path: '/api/desk/sign-out', tags, responses: orders })
const choose = createRoute({
  method: 'post',
  path: '/api/desk/state',
  tags,
  request: { body: jsonBody(setState) },
  responses: orders,
})
const decline = createRoute({
  method: 'post',
  path: '/api/offers/{id}/decline',
  tags,
  request: { params: idInPath },
  responses: orders,
})
const wrapUp = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/wrap-up',
  tags,
  request: { params: idInPath, body: jsonBody(completeWrapUp) },
  responses: orders,
})
const write = createRoute({
  method: 'post',
  path: '/api/interactions/{id}/note',
  tags,
  request: { params: idInPath, body: jsonBody(writeNote) },
  responses: orders,
})

/** An agent's own work. Each order names the agent who asks, so that it can touch no other desk. */
export function addDeskRoutes(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(look, async c => c.json(await deskOf(c.var.asking, ownAgent(c.var.asking)), 200))
  app.openapi(signIn, async c =>
    c.json(await order(c.var.asking, agent => ({ kind: 'agent-signed-in', agent })), 200),
  )
  app.openapi(signOut, async c =>
    c.json(await order(c.var.asking, agent => ({ kind: 'agent-signed-out', agent })), 200),
  )
  app.openapi(choose, async c => {
    const { state, reason } = c.req.valid('json')
    const chosen = { state, ...(reason === undefined ? {} : { reason }) }
    return c.json(
      await order(c.var.asking, agent => ({ kind: 'agent-state-set', agent, ...chosen })),
      200,
    )
  })
  app.openapi(decline, async c => {
    const offer = toId<OfferId>(c.req.valid('param').id)
    return c.json(
      await order(c.var.asking, agent => ({ kind: 'offer-declined', agent, offer })),
      200,
    )
  })
  addOrders(app, {
    'hang-up': by => ({ kind: 'hang-up-requested', ...by }),
    'wrap-up/extend': by => ({ kind: 'wrap-up-extended', ...by }),
    'wrap-up/skip': by => ({ kind: 'wrap-up-skipped', ...by }),
  })
  app.openapi(write, async c => {
    const { asking } = c.var
    const asked = { interaction: toId<InteractionId>(c.req.valid('param').id) }
    const written = { kind: 'note-written', ...asked, ...c.req.valid('json') } as const
    const desk = await order(asking, agent => ({ ...written, agent }))
    // Nothing is told of a note before it is filed: the agent's other pages hear of it from here.
    asking.views.showDesk(ownAgent(asking))
    return c.json(desk, 200)
  })
  app.openapi(wrapUp, async c => {
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const asked = { interaction, ...filed(c.req.valid('json')) }
    return c.json(
      await order(c.var.asking, agent => ({ kind: 'wrap-up-completed', agent, ...asked })),
      200,
    )
  })
}

function filed({
  disposition,
  note,
  answers,
}: CompleteWrapUp): Pick<WrapUpCompleted, 'disposition' | 'note' | 'answers'> {
  return {
    disposition: toId<DispositionId>(disposition),
    note,
    ...(answers === undefined ? {} : { answers }),
  }
}
