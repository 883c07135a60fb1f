import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { resolve, sep } from 'node:path'
import { interactionPage, interactionView, listInteractions, type InteractionPage } from '#contract'
import { toId, type AgentId, type InteractionId, type QueueId } from '#core'
import type { InteractionRecord, InteractionsAsked } from '#store'
import { policies } from '../auth/policies.ts'
import { dayStart } from '../present/day-start.ts'
import { interactionWithoutMonitors } from '../present/hide-monitors.ts'
import { playable, rowView } from '../present/interaction-view.ts'
import { namesIn } from '../present/names-in.ts'
import { servesCustomer } from '../live/concerned.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { forbidden, notFound, ProblemError } from './problem.ts'
import { recordingResponse } from './recording-response.ts'
import { anyProblem, idInPath, idNamed, missing, outOfRange, said } from './routes.ts'

const tags = ['interactions']

const list = createRoute({
  method: 'get',
  path: '/api/interactions',
  tags,
  request: { query: listInteractions },
  responses: { 200: said('The newest first', interactionPage), ...anyProblem },
})
const one = createRoute({
  method: 'get',
  path: '/api/interactions/{id}',
  tags,
  request: { params: idInPath },
  responses: { 200: said('The interaction, whole', interactionView), ...anyProblem, 404: missing },
})
const sound = z.string().openapi({ format: 'binary' })
const recording = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/recordings/{recording}',
  tags,
  request: { params: idInPath.extend({ recording: idNamed('recording') }) },
  responses: {
    200: { description: 'The whole file', content: { 'audio/wav': { schema: sound } } },
    206: { description: 'The range asked for', content: { 'audio/wav': { schema: sound } } },
    304: { description: 'The file the client has already' },
    ...anyProblem,
    404: missing,
    416: outOfRange,
  },
})

/** What happened, and what was said. */
export function addInteractionRoutes(
  app: OpenAPIHono<ApiEnv>,
  { recordingsFolder }: { readonly recordingsFolder: string },
): void {
  app.openapi(list, async c => c.json(await pageOf(c.var.asking, c.req.valid('query')), 200))
  app.openapi(one, async c => {
    const record = await recordOf(c.var.asking, toId(c.req.valid('param').id))
    const { person, views } = c.var.asking
    const view = await views.interaction(record)
    return c.json(views.hidesMonitors(person) ? interactionWithoutMonitors(view) : view, 200)
  })
  app.openapi(recording, async c => {
    const { id, recording: wanted } = c.req.valid('param')
    const record = await recordOf(c.var.asking, toId(id))
    const file = playable(record).find(({ id: known }) => known === wanted)?.file
    const path = file === undefined ? undefined : inside(recordingsFolder, file.file)
    if (file === undefined || path === undefined) {
      throw notFound('There is no such recording of this interaction.')
    }
    return recordingResponse(c.req.raw, { path, version: file.sha256 })
  })
}

/** The record of an interaction that the asking person may see. */
export async function recordOf(
  { person, views }: Pick<Asking, 'person' | 'views'>,
  id: InteractionId,
): Promise<InteractionRecord> {
  // Whoever was told a moment ago that something happened finds it here.
  await views.lane.kept()
  const record = await views.records.interaction(id)
  if (record === undefined) throw notFound('There is no such interaction.')
  if (policies['see the interaction'](person, record)) return record
  throw forbidden('This interaction was another agent’s.')
}

type Asked = z.infer<typeof listInteractions>

/** One page of what the person may see: an agent those the agent has talked in, whatever came since. */
async function pageOf(
  asking: Asking,
  { cursor, limit, ...wanted }: Asked,
): Promise<InteractionPage> {
  const { views } = asking
  const filter = filterOf(asking, wanted)
  // Whoever has just filed a call looks for it here.
  await views.lane.kept()
  const names = views.lane.read(state => namesIn(state.config))
  const page = await views.records.interactions({
    ...filter,
    ...agentOf(asking, wanted),
    limit,
    ...(cursor === undefined ? {} : { cursor }),
  })
  if (!page.ok) throw badCursor()
  const rows = page.rows.map(record => rowView(record, names))
  return { rows, ...(page.next === undefined ? {} : { next: page.next }) }
}

/** Whose talks are looked for: those of the agent who asks, unless the person may see more. */
function agentOf(
  { person, views }: Asking,
  { agent: named, customer }: Pick<Asked, 'agent' | 'customer'>,
): Pick<InteractionsAsked, 'agent'> {
  const agent = named === undefined ? undefined : toId<AgentId>(named)
  const isServed = views.lane.read(state => servesCustomer(state, person.agent, customer))
  const seesAll =
    policies['see all interactions'](person) ||
    (agent === undefined && policies['see what was before with a customer'](person, isServed))
  if (seesAll) return agent === undefined ? {} : { agent }
  if (person.agent === undefined || (agent ?? person.agent) !== person.agent) {
    throw forbidden('These interactions were other agents’.')
  }
  return { agent: person.agent }
}

/** What of a query the records look for. Figures count from the beginning of the tenant’s day, as the board does. */
function filterOf(
  { views }: Asking,
  { customer, came, queue }: Pick<Asked, 'customer' | 'came' | 'queue'>,
): Pick<InteractionsAsked, 'customer' | 'visits'> {
  const since = views.lane.read(state => dayStart(state.config, views.lane.now()))
  const queues =
    queue === undefined ? {} : { queues: queue.split(',').map(id => toId<QueueId>(id)) }
  return {
    ...(customer === undefined ? {} : { customer }),
    ...(came === undefined ? {} : { visits: { since, came, ...queues } }),
  }
}

function badCursor(): ProblemError {
  return new ProblemError({
    status: 400,
    code: 'bad-cursor',
    words: 'The cursor is not one that a page of this list gave.',
    remedy: 'Begin again without a cursor.',
    faults: [{ in: 'query', key: 'cursor', words: 'is not a cursor of this list' }],
  })
}

/** A recording's path, or none where its name would lead out of the folder. */
function inside(folder: string, file: string): string | undefined {
  const root = resolve(folder)
  const path = resolve(root, file)
  return path.startsWith(root + sep) ? path : undefined
}
