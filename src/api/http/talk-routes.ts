import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { consultCall, decideConsult, transferCall } from '#contract'
import { toId, type InteractionId, type Target } from '#core'
import type { ApiEnv } from './asking.ts'
import { order } from './desk-order.ts'
import { anyProblem, deskSaid, idInPath, jsonBody, refused } from './routes.ts'
import { addOrders } from './talk-order.ts'

const responses = { 200: deskSaid, ...anyProblem, 409: refused }
const tags = ['desk']
const request = { params: idInPath }
const path = (word: string): `/api/interactions/{id}/${string}` => `/api/interactions/{id}/${word}`

const transfer = createRoute({
  method: 'post',
  path: path('transfer'),
  tags,
  request: { ...request, body: jsonBody(transferCall) },
  responses,
})
const consult = createRoute({
  method: 'post',
  path: path('consult'),
  tags,
  request: { ...request, body: jsonBody(consultCall) },
  responses,
})
const decide = createRoute({
  method: 'post',
  path: path('consult/decide'),
  tags,
  request: { ...request, body: jsonBody(decideConsult) },
  responses,
})

/** What an agent does in the middle of a talk: hold, hand on, consult. */
export function addTalkRoutes(app: OpenAPIHono<ApiEnv>): void {
  addOrders(app, {
    hold: by => ({ kind: 'hold-requested', ...by }),
    resume: by => ({ kind: 'resume-requested', ...by }),
  })
  app.openapi(transfer, async c => {
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const asked = { kind: 'transfer-requested', to: target(c.req.valid('json').to) } as const
    return c.json(await order(c.var.asking, agent => ({ ...asked, agent, interaction })), 200)
  })
  app.openapi(consult, async c => {
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const { to } = c.req.valid('json')
    const asked = { kind: 'consult-requested', to: person(to) } as const
    return c.json(await order(c.var.asking, agent => ({ ...asked, agent, interaction })), 200)
  })
  app.openapi(decide, async c => {
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const asked = { kind: 'consult-decided', ...c.req.valid('json') } as const
    return c.json(await order(c.var.asking, agent => ({ ...asked, agent, interaction })), 200)
  })
}

type Person = Exclude<Target, { kind: 'queue' }>
type AskedPerson =
  | { readonly kind: 'agent'; readonly agent: string }
  | { readonly kind: 'expert'; readonly expert: string }
  | { readonly kind: 'number'; readonly number: string }
type AskedTarget = AskedPerson | { readonly kind: 'queue'; readonly queue: string }

function target(to: AskedTarget): Target {
  return to.kind === 'queue' ? { kind: 'queue', queue: toId(to.queue) } : person(to)
}

function person(to: AskedPerson): Person {
  switch (to.kind) {
    case 'agent':
      return { kind: 'agent', agent: toId(to.agent) }
    case 'expert':
      return { kind: 'expert', expert: toId(to.expert) }
    case 'number':
      return to
  }
}
