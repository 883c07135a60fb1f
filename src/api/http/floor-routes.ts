import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { MeView } from '#contract'
import { policies } from '../auth/policies.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { forbidden } from './problem.ts'
import { anyProblem, boardSaid, meSaid } from './routes.ts'

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

/** Who is signed in, and the floor for all to see. */
export function addFloorRoutes(
  app: OpenAPIHono<ApiEnv>,
  { emulated }: { readonly emulated: boolean },
): void {
  app.openapi(me, async c => c.json(meView(c.var.asking, emulated), 200))
  app.openapi(board, async c => {
    const { person, views } = c.var.asking
    if (!policies['see the board'](person)) throw forbidden('The board is not open to you.')
    return c.json(await views.freshBoard(), 200)
  })
}

function meView({ person, session, views }: Asking, emulated: boolean): MeView {
  const name = views.lane.read(state => state.config?.name ?? state.tenant)
  return {
    tenant: { id: person.tenant, name },
    person: { id: session.identity.personDirectoryId, name: person.name },
    role: person.role,
    ...(person.agent === undefined ? {} : { agent: person.agent }),
    emulated,
  }
}
