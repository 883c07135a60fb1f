import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { createHash, randomBytes } from 'node:crypto'
import {
  madeWallboard,
  makeWallboard,
  wallboardList,
  wallboardsMax,
  wallView,
  type WallboardView,
  type WallView,
} from '#contract'
import type { KeptWallboard, WallboardsPort } from '#engine'
import { policies } from '../auth/policies.ts'
import type { AllViews } from '../views/all-views.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { forbidden, notFound, ProblemError } from './problem.ts'
import { anyProblem, idInPath, jsonBody, missing, refused, said } from './routes.ts'

/** Bytes of chance in a link: 256 bits. */
const tokenBytes = 32

const tags = ['wallboards']

const list = createRoute({
  method: 'get',
  path: '/api/wallboards',
  tags,
  responses: { 200: said('The wallboards there are', wallboardList), ...anyProblem },
})
const make = createRoute({
  method: 'post',
  path: '/api/wallboards',
  tags,
  request: { body: jsonBody(makeWallboard) },
  responses: {
    201: said('Made; its link is told this once', madeWallboard),
    ...anyProblem,
    409: refused,
  },
})
const drop = createRoute({
  method: 'delete',
  path: '/api/wallboards/{id}',
  tags,
  request: { params: idInPath },
  responses: {
    204: { description: 'The link opens nothing any more' },
    ...anyProblem,
    404: missing,
  },
})
const look = createRoute({
  method: 'get',
  path: '/wall/{token}/figures',
  tags,
  request: { params: z.object({ token: z.string().regex(/^[\w-]{20,64}$/, 'is not a link') }) },
  responses: { 200: said('What the TV shows', wallView), ...anyProblem, 404: missing },
})

/** What wallboards are kept and shown with. */
export interface WallboardParts {
  readonly wallboards: WallboardsPort
  readonly views: AllViews
}

/** Wallboards for supervisors to make and take back, and their figures for whoever has a link. */
export function addWallboardRoutes(
  app: OpenAPIHono<ApiEnv>,
  { wallboards, views }: WallboardParts,
): void {
  app.openapi(list, async c => {
    const kept = await wallboards.list(supervised(c.var.asking))
    return c.json({ wallboards: kept.map(listed) }, 200)
  })
  app.openapi(make, async c => {
    const tenant = supervised(c.var.asking)
    const kept = await wallboards.list(tenant)
    if (kept.length >= wallboardsMax) throw tooMany()
    const token = randomBytes(tokenBytes).toString('base64url')
    const made: KeptWallboard = {
      tenant,
      digest: digest(token),
      id: `w-${randomBytes(6).toString('hex')}`,
      madeAt: c.var.asking.views.lane.now(),
      body: JSON.stringify(c.req.valid('json')),
    }
    await wallboards.put(made)
    return c.json({ ...listed(made), path: `/wall/${token}` }, 201)
  })
  app.openapi(drop, async c => {
    const isDropped = await wallboards.drop(supervised(c.var.asking), c.req.valid('param').id)
    if (!isDropped) throw notFound('There is no such wallboard.')
    return c.body(null, 204)
  })
  app.openapi(look, async c => {
    const kept = await wallboards.find(digest(c.req.valid('param').token))
    const ofTenant = kept === undefined ? undefined : views.of(kept.tenant)
    if (kept === undefined || ofTenant === undefined) {
      throw notFound('This link opens nothing, or was taken back.')
    }
    c.header('cache-control', 'no-store')
    return c.json(await wallOf(kept, ofTenant), 200)
  })
}

function supervised({ person }: Asking): Asking['person']['tenant'] {
  if (policies['supervise the floor'](person)) return person.tenant
  throw forbidden('Wallboards are for supervisors.')
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function listed({ id, madeAt, body }: KeptWallboard): WallboardView {
  return { id, madeAt, ...makeWallboard.parse(JSON.parse(body)) }
}

async function wallOf(kept: KeptWallboard, views: Asking['views']): Promise<WallView> {
  const { name, dialect, queues } = listed(kept)
  const board = await views.freshBoard()
  const agents = { available: 0, reserved: 0, talking: 0, wrapUp: 0, notReady: 0, signedOut: 0 }
  for (const { state, queues: serves } of board.agents) {
    if (queues !== undefined && !serves.some(queue => queues.includes(queue))) continue
    agents[countOf[state]] += 1
  }
  return {
    at: board.at,
    name,
    tenant: board.tenant.name,
    dialect,
    queues: board.queues.filter(({ id }) => queues === undefined || queues.includes(id)),
    agents,
  }
}

const countOf = {
  available: 'available',
  reserved: 'reserved',
  talking: 'talking',
  'wrap-up': 'wrapUp',
  'not-ready': 'notReady',
  'signed-out': 'signedOut',
} as const

function tooMany(): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'too-many-wallboards',
    words: `There are ${wallboardsMax} wallboards already.`,
    remedy: 'Take back one that no TV shows any more.',
  })
}
