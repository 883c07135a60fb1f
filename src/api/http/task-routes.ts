import { randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { sendTask, taskView, type SendTask, type TaskView } from '#contract'
import { toId, type InteractionId, type OfferId, type TaskEntry } from '#core'
import { policies } from '../auth/policies.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { order } from './desk-order.ts'
import { forbidden, refusedByCore } from './problem.ts'
import { anyProblem, deskSaid, idInPath, jsonBody, refused, said } from './routes.ts'

const send = createRoute({
  method: 'post',
  path: '/api/tasks',
  tags: ['tasks'],
  request: { body: jsonBody(sendTask) },
  responses: {
    200: said('It was sent before under the same key, and still lives', taskView),
    201: said('It was taken in', taskView),
    ...anyProblem,
    409: refused,
  },
})
const cancel = createRoute({
  method: 'delete',
  path: '/api/tasks/{id}',
  tags: ['tasks'],
  request: { params: idInPath },
  responses: { 204: { description: 'It was taken back' }, ...anyProblem, 409: refused },
})
const accept = createRoute({
  method: 'post',
  path: '/api/offers/{id}/accept',
  tags: ['desk'],
  request: { params: idInPath },
  responses: { 200: deskSaid, ...anyProblem, 409: refused },
})

/** Work that is no call: sent and taken back by other systems, accepted at the desk. */
export function addTaskRoutes(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(send, async c => {
    const { task, isNew } = await takeIn(c.var.asking, c.req.valid('json'))
    return isNew ? c.json(task, 201) : c.json(task, 200)
  })
  app.openapi(cancel, async c => {
    const { person, views } = c.var.asking
    if (!policies['send tasks'](person)) throw forbidden('Tasks are not yours to take back.')
    const interaction = toId<InteractionId>(c.req.valid('param').id)
    const taken = await views.lane.submit({ kind: 'interaction-cancelled', interaction })
    if (!taken.ok) throw refusedByCore(taken.refused)
    return c.body(null, 204)
  })
  app.openapi(accept, async c => {
    const offer = toId<OfferId>(c.req.valid('param').id)
    const desk = await order(c.var.asking, agent => ({ kind: 'offer-accepted', agent, offer }))
    return c.json(desk, 200)
  })
}

async function takeIn(
  { person, views }: Asking,
  sent: SendTask,
): Promise<{ readonly task: TaskView; readonly isNew: boolean }> {
  if (!policies['send tasks'](person)) throw forbidden('Tasks are not yours to send.')
  const key = sent.key ?? randomUUID()
  const { title, link, customer } = sent
  const taken = await views.lane.submit({
    kind: 'interaction-arrived',
    channel: 'task',
    key,
    title,
    ...(link === undefined ? {} : { link }),
    from: customer.address,
    ...(customer.name === undefined ? {} : { fromName: customer.name }),
    entry: entryOf(sent),
  })
  const interaction = views.lane.read(state => state.tasks.get(key))
  if (!taken.ok && interaction === undefined) throw refusedByCore(taken.refused)
  // A flow may have ended the task in the very step that took it in: it has no page to look at then.
  const named = interaction === undefined ? {} : { interaction }
  return { task: { key, ...named }, isNew: taken.ok }
}

function entryOf({ queue, flow, priority }: SendTask): TaskEntry {
  if (queue === undefined) return { kind: 'flow', flow: toId(flow ?? '') }
  return { kind: 'queue', queue: toId(queue), ...(priority === undefined ? {} : { priority }) }
}
