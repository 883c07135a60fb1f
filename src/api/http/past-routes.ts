import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { JSONValue } from 'hono/utils/types'
import { flowsView, traceView } from '#contract'
import { toId, type InteractionId } from '#core'
import { recordPast, type PlacedFact } from '#engine'
import type { InteractionRecord } from '#store'
import { policies } from '../auth/policies.ts'
import { captureOf } from '../export/capture.ts'
import { exportName, interactionExport } from '../export/interaction-export.ts'
import { testFile } from '../export/test-file.ts'
import type { Past } from '../past.ts'
import { flowsTaken } from '../present/flows-taken.ts'
import { traceWithoutMonitors } from '../present/hide-monitors.ts'
import { namesIn } from '../present/names-in.ts'
import { traceView as presentTrace } from '../present/trace-view.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { recordOf } from './interaction-routes.ts'
import { forbidden, ProblemError } from './problem.ts'
import { anyProblem, idInPath, missing, refused, said } from './routes.ts'

const tags = ['interactions']
const request = { params: idInPath }

const trace = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/trace',
  tags,
  request,
  responses: { 200: said('Its signalling', traceView), ...anyProblem, 404: missing },
})
const flows = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/flows',
  tags,
  request,
  responses: { 200: said('The flows it went through', flowsView), ...anyProblem, 404: missing },
})

const asText = z.string()
const asBytes = z.string().openapi({ format: 'binary' })

const asJson = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/export.json',
  tags,
  request,
  responses: {
    200: {
      description: 'Record, facts, inputs, decisions and signalling',
      content: { 'application/json': { schema: z.looseObject({}) } },
    },
    ...anyProblem,
    404: missing,
  },
})
const asCapture = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/export.pcapng',
  tags,
  request,
  responses: {
    200: {
      description: 'Its signalling, for Wireshark',
      content: { 'application/x-pcapng': { schema: asBytes } },
    },
    ...anyProblem,
    404: missing,
  },
})
const asTest = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/export.test.ts',
  tags,
  request,
  responses: {
    200: {
      description: 'A test that fails when it would be decided another way',
      content: { 'text/typescript': { schema: asText } },
    },
    ...anyProblem,
    404: missing,
    409: refused,
  },
})

/** What lies beside an interaction's timeline, and taking it out of Parley. */
export function addPastRoutes(app: OpenAPIHono<ApiEnv>, { past }: { readonly past: Past }): void {
  app.openapi(trace, async c => {
    const { asking } = c.var
    const { record, facts } = await factsOf(asking, c.req.valid('param').id)
    const { lane } = asking.views
    const told = facts.map(({ fact }) => fact)
    const view = presentTrace({
      at: lane.now(),
      facts: told,
      entries: await past.traces.read(asking.person.tenant, record.id),
      names: lane.read(state => namesIn(state.config)),
      raw: policies['see messages as they were sent'](asking.person),
    })
    const hides = asking.views.hidesMonitors(asking.person)
    return c.json(hides ? traceWithoutMonitors(view, told) : view, 200)
  })
  app.openapi(flows, async c => {
    const { asking } = c.var
    const { facts } = await factsOf(asking, c.req.valid('param').id)
    const { lane, records } = asking.views
    const { journal } = past
    const of = { tenant: asking.person.tenant, facts, records, journal }
    return c.json({ at: lane.now(), flows: await flowsTaken(of) }, 200)
  })
  addExports(app, past)
}

function addExports(app: OpenAPIHono<ApiEnv>, past: Past): void {
  app.openapi(asJson, async c => {
    const { tenant, record, facts } = await toTakeOut(c.var.asking, c.req.valid('param').id)
    const whole = await interactionExport(
      { journal: past.journal, facts, trace: await past.traces.read(tenant, record.id) },
      { tenant, record, exportedAt: c.var.asking.views.lane.now() },
    )
    attach(c, exportName(tenant, record.id, 'json'))
    const plain: Readonly<Record<string, JSONValue>> = JSON.parse(JSON.stringify(whole))
    return c.json(plain, 200)
  })
  app.openapi(asCapture, async c => {
    const { tenant, record } = await toTakeOut(c.var.asking, c.req.valid('param').id)
    const entries = await past.traces.read(tenant, record.id)
    attach(c, exportName(tenant, record.id, 'pcapng'))
    const bytes = captureOf(entries, `Interaction ${record.id} of ${tenant}, exported by Parley`)
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/x-pcapng' })
  })
  app.openapi(asTest, async c => {
    const { tenant, record, facts } = await toTakeOut(c.var.asking, c.req.valid('param').id)
    const of = { tenant, interaction: record.id, kept: facts }
    const made = await recordPast(past.journal, of)
    if (!made.ok) throw tooMuchPast(made.words)
    attach(c, exportName(tenant, record.id, 'test.ts'))
    const text = testFile(made.past, seq => made.seqs.has(seq))
    return c.body(text, 200, { 'content-type': 'text/typescript; charset=utf-8' })
  })
}

function attach(c: Context<ApiEnv>, name: string): void {
  c.header('content-disposition', `attachment; filename="${name}"`)
}

interface WithFacts {
  readonly record: InteractionRecord
  readonly facts: readonly PlacedFact[]
}

async function factsOf(asking: Asking, id: string): Promise<WithFacts> {
  const record = await recordOf(asking, toId<InteractionId>(id))
  return { record, facts: await asking.views.records.facts({ interaction: record.id }) }
}

async function toTakeOut(
  asking: Asking,
  id: string,
): Promise<WithFacts & Pick<Asking['person'], 'tenant'>> {
  const found = await factsOf(asking, id)
  if (!policies['take an interaction out'](asking.person)) {
    throw forbidden('Only supervisors and administrators take interactions out of Parley.')
  }
  return { ...found, tenant: asking.person.tenant }
}

function tooMuchPast(words: string): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'too-much-past',
    words,
    remedy: 'Export it as JSON, or tell it again with `parley replay` on the server.',
  })
}
