import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { askDay, dayView, findPeople, peopleView, whyNotView } from '#contract'
import type { DayView, WhyNotView } from '#contract'
import { toId, verdictNow, type AgentId, type InteractionId, type QueueId } from '#core'
import { policies } from '../auth/policies.ts'
import type { Past } from '../past.ts'
import { configsAt } from '../present/configs-at.ts'
import { dayOf } from '../present/day-start.ts'
import { namesIn } from '../present/names-in.ts'
import { peopleView as peopleIn } from '../present/people-view.ts'
import { decisionsOf } from '../present/why-not.ts'
import type { ApiEnv, Asking } from './asking.ts'
import { recordOf } from './interaction-routes.ts'
import { forbidden, notFound } from './problem.ts'
import { anyProblem, idInPath, missing, said } from './routes.ts'

const people = createRoute({
  method: 'get',
  path: '/api/people',
  tags: ['desk'],
  request: { query: findPeople },
  responses: { 200: said('Whom to hand on to, or ask', peopleView), ...anyProblem },
})
const whyNot = createRoute({
  method: 'get',
  path: '/api/interactions/{id}/why-not/{agent}',
  tags: ['supervisor'],
  request: {
    params: idInPath.extend({
      agent: idInPath.shape.id.openapi({ param: { name: 'agent', in: 'path' } }),
    }),
  },
  responses: { 200: said('Why not this agent', whyNotView), ...anyProblem, 404: missing },
})
const day = createRoute({
  method: 'get',
  path: '/api/agents/{id}/day',
  tags: ['supervisor'],
  request: { params: idInPath, query: askDay },
  responses: { 200: said('The agent’s day', dayView), ...anyProblem, 404: missing },
})

/** What people ask about people: whom there is, why not somebody, and how somebody's day went. */
export function addQuestionRoutes(
  app: OpenAPIHono<ApiEnv>,
  { past }: { readonly past: Pick<Past, 'journal'> },
): void {
  app.openapi(people, c => {
    const { person, views } = c.var.asking
    const asked = { asked: c.req.valid('query').q, at: views.lane.now(), by: person.agent }
    return c.json(
      views.lane.read(state => peopleIn(state, asked)),
      200,
    )
  })
  app.openapi(whyNot, async c => {
    const { id, agent } = c.req.valid('param')
    const asked = { interaction: toId<InteractionId>(id), agent: toId<AgentId>(agent) }
    return c.json(await whyNotOf(c.var.asking, asked, past), 200)
  })
  app.openapi(day, async c => {
    const agent = toId<AgentId>(c.req.valid('param').id)
    return c.json(await dayFor(c.var.asking, agent, c.req.valid('query').date), 200)
  })
}

async function whyNotOf(
  { person, views }: Pick<Asking, 'person' | 'views'>,
  asked: { readonly interaction: InteractionId; readonly agent: AgentId },
  { journal }: Pick<Past, 'journal'>,
): Promise<WhyNotView> {
  if (!policies['supervise the floor'](person)) throw forbidden('This is for supervisors.')
  const { lane, records } = views
  const { interaction, agent } = asked
  await lane.kept()
  await recordOf({ person, views }, interaction)
  const facts = await records.facts({ interaction })
  const { names, now } = lane.read(state => {
    if (!state.agents.has(agent)) throw notFound('There is no such agent.')
    return { names: namesIn(state.config), now: verdictNow(state, asked) }
  })
  const queue = (id: QueueId): { id: string; name: string } => ({ id, name: names.queue(id) })
  const configAt = configsAt({ journal, tenant: person.tenant, records })
  return {
    at: lane.now(),
    interaction,
    agent: { id: agent, name: names.agent(agent) },
    ...(now && {
      now: {
        queue: queue(now.queue),
        verdict: now.verdict,
        why: now.verdict === 'not-a-member' ? '' : now.words,
      },
    }),
    decisions: await decisionsOf(agent, { facts, configAt, names }),
  }
}

async function dayFor(
  { person, views }: Asking,
  agent: AgentId,
  date: string | undefined,
): Promise<DayView> {
  if (!policies['see the day of an agent'](person, agent)) {
    throw forbidden('This is another agent’s day.')
  }
  await views.lane.kept()
  const at = views.lane.now()
  const found = views.lane.read(state => {
    const known = state.agents.get(agent)
    return known && { name: known.config.name, ...dayOf(state.config, { at, date }) }
  })
  if (found === undefined) throw notFound('There is no such agent.')
  const { name, from, to, ...rest } = found
  const stretches = await views.records.agentDay({ agent, from, to })
  const segments = stretches.map(stretch => ({ ...stretch, from: Math.max(stretch.from, from) }))
  return dayView.parse({ at, agent: { id: agent, name }, ...rest, from, to, segments })
}
