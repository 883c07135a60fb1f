import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { askDay, dayView, findPeople, peopleView, whyNotView } from '#contract'
import type { DayView, WhyNotView } from '#contract'
import { candidateWords, toId, verdictNow, type AgentId, type InteractionId } from '#core'
import { policies } from '../auth/policies.ts'
import { dayOf } from '../present/day-start.ts'
import { namesIn } from '../present/names-in.ts'
import { peopleView as peopleIn } from '../present/people-view.ts'
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
export function addQuestionRoutes(app: OpenAPIHono<ApiEnv>): void {
  app.openapi(people, c => {
    const { lane } = c.var.asking.views
    const { q: asked } = c.req.valid('query')
    return c.json(
      lane.read(state => peopleIn(state, { asked, at: lane.now() })),
      200,
    )
  })
  app.openapi(whyNot, async c => {
    const { id, agent } = c.req.valid('param')
    return c.json(await whyNotOf(c.var.asking, toId(id), toId(agent)), 200)
  })
  app.openapi(day, async c => {
    const agent = toId<AgentId>(c.req.valid('param').id)
    return c.json(await dayFor(c.var.asking, agent, c.req.valid('query').date), 200)
  })
}

async function whyNotOf(
  { person, views }: Asking,
  interaction: InteractionId,
  agent: AgentId,
): Promise<WhyNotView> {
  if (!policies['supervise the floor'](person)) throw forbidden('This is for supervisors.')
  await views.lane.kept()
  await recordOf({ person, views }, interaction)
  const kept = await views.records.facts({ interaction })
  return views.lane.read(state => {
    if (!state.agents.has(agent)) throw notFound('There is no such agent.')
    const names = namesIn(state.config)
    const now = verdictNow(state, { interaction, agent })
    const named = (id: NonNullable<typeof now>['queue']): { id: string; name: string } => ({
      id,
      name: names.queue(id),
    })
    return {
      at: views.lane.now(),
      interaction,
      agent: { id: agent, name: names.agent(agent) },
      ...(now === undefined
        ? {}
        : { now: { queue: named(now.queue), verdict: now.verdict, why: now.words } }),
      decisions: kept.flatMap(({ fact }) => {
        if (fact.kind !== 'decision-made') return []
        const found = fact.decision.candidates.find(one => one.agent === agent)
        return [
          {
            at: fact.at,
            queue: named(fact.queue),
            verdict: found?.verdict ?? ('unlisted' as const),
            why:
              found === undefined
                ? 'was not among those the decision lists'
                : candidateWords(found.reason, fact.decision.channel),
          },
        ]
      }),
    }
  })
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
