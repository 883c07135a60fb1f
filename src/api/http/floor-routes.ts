import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { MeView, OpenThingsView } from '#contract'
import { openThingsView } from '#contract'
import type { TenantId } from '#core'
import { policies } from '../auth/policies.ts'
import { boardWithoutMonitors } from '../present/hide-monitors.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { forbidden } from './problem.ts'
import { anyProblem, boardSaid, meSaid, said } from './routes.ts'

const me = createRoute({
  method: 'get',
  path: '/api/me',
  tags: ['session'],
  responses: { 200: meSaid, ...anyProblem },
})
const board = createRoute({
  method: 'get',
  path: '/api/board',
  tags: ['floor'],
  responses: { 200: boardSaid, ...anyProblem },
})

const open = createRoute({
  method: 'get',
  path: '/api/open',
  tags: ['floor'],
  responses: { 200: said('What is open now', openThingsView), ...anyProblem },
})

/** Who is signed in, and the floor for all to see. */
export function addFloorRoutes(
  app: OpenAPIHono<ApiEnv>,
  parts: { readonly emulated: boolean; readonly channelLegs: (tenant: TenantId) => number },
): void {
  app.openapi(me, async c => c.json(meView(c.var.asking, parts.emulated), 200))
  app.openapi(board, async c => {
    const { person, views } = c.var.asking
    if (!policies['see the board'](person)) throw forbidden('The board is not open to you.')
    const view = await views.freshBoard()
    return c.json(views.hidesMonitors(person) ? boardWithoutMonitors(view) : view, 200)
  })
  app.openapi(open, async c => {
    const { person, views } = c.var.asking
    if (!policies['see the board'](person)) throw forbidden('This is not open to you.')
    return c.json(openThings(views, parts.channelLegs(person.tenant)), 200)
  })
}

function openThings({ lane }: Asking['views'], channelLegs: number): OpenThingsView {
  return lane.read(state => ({
    interactions: state.interactions.size,
    legs: state.legs.size,
    channelLegs,
    ordersOut: state.orders.size,
    // An agent's own timer, to come back after a fault of the phone, belongs to no call.
    timers: state.timers.heap.filter(({ kind }) => kind !== 'back').length,
  }))
}

function meView({ person, session, views }: Asking, emulated: boolean): MeView {
  const name = views.lane.read(state => state.config?.name ?? state.tenant)
  const phones = views.lane.read(({ config }) => config?.agentPhones ?? 'both')
  return {
    tenant: { id: person.tenant, name },
    person: { id: session.identity.personDirectoryId, name: person.name },
    role: person.role,
    ...(person.member === undefined ? {} : { member: person.member }),
    ...(person.agent === undefined ? {} : { agent: person.agent }),
    phones,
    emulated,
  }
}
