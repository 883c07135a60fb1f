import { expect, test } from 'vitest'
import { dayView, deskView, peopleView, whyNotView } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

async function annaTalks(api: ApiRehearsal): Promise<string> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  api.acme.answer()
  return anna
}

test('The people picker finds agents and queues by what their names hold', async () => {
  await using api = await rehearseApi()
  const anna = await annaTalks(api)
  const found = peopleView.parse(await (await api.get('/api/people?q=BEN', anna)).json())
  expect(found).toMatchObject({
    agents: [{ id: 'acme-ben', state: 'signed-out' }],
    queues: [],
    experts: [],
    more: false,
  })
  const all = peopleView.parse(await (await api.get('/api/people', anna)).json())
  expect(all.agents.map(({ id }) => id)).toEqual(['acme-ben', 'acme-sue', 'acme-ada'])
  expect(all.queues[0]).toMatchObject({ id: 'support', open: true })
})

test('Why not Ben: what the decision said of him, and what would be said now of who waits', async () => {
  await using api = await rehearseApi()
  await annaTalks(api)
  const sue = await api.signIn('acme-sue')
  api.acme.call('+441632960124')
  const ask = async (path: string): Promise<unknown> =>
    whyNotView.parse(await (await api.get(path, sue)).json())
  expect(await ask('/api/interactions/i1/why-not/acme-ben')).toMatchObject({
    agent: { id: 'acme-ben' },
    decisions: [{ verdict: 'excluded', why: 'signed out' }],
  })
  expect(await ask('/api/interactions/i2/why-not/acme-anna')).toMatchObject({
    now: { queue: { id: 'support' }, verdict: 'excluded', why: 'talking' },
  })
  expect(await ask('/api/interactions/i2/why-not/acme-sue')).toMatchObject({
    now: { verdict: 'not-a-member', why: '' },
  })
  expect(await ask('/api/interactions/i1/why-not/acme-sue')).toMatchObject({
    decisions: [{ queue: { id: 'support' }, verdict: 'not-a-member', why: '' }],
  })
})

test('An agent’s day is told state by state, and the desk shows what was done today', async () => {
  await using api = await rehearseApi()
  const anna = await annaTalks(api)
  await api.post('/api/interactions/i1/hang-up', anna)
  await api.post('/api/interactions/i1/wrap-up/skip', anna)
  const day = dayView.parse(await (await api.get('/api/agents/acme-anna/day', anna)).json())
  expect(day.zone).toBe('UTC')
  expect(day.segments.map(one => one.state)).toEqual([
    'not-ready',
    'available',
    'reserved',
    'talking',
    'wrap-up',
    'available',
  ])
  const desk = deskView.parse(await (await api.get('/api/desk', anna)).json())
  expect(desk.today?.handled).toBe(1)
  expect((await api.get('/api/agents/acme-anna/day?date=yesterday', anna)).status).toBe(400)
})
