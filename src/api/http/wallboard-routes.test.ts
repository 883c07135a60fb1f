import { expect, test } from 'vitest'
import { madeWallboard, problem, wallboardList, wallView } from '#contract'
import { fakeWallboards } from '../../engine/ports/fake-wallboards.ts'
import { rehearseApi } from '../rehearsal.ts'

test('a supervisor makes a wallboard, a TV shows it without a sign-in, and its link can be taken back', async () => {
  await using api = await rehearseApi({}, { wallboards: fakeWallboards() })
  const sue = await api.signIn('acme-sue')
  const answer = await api.post('/api/wallboards', sue, { name: 'Hall', dialect: 'decided' })
  expect(answer.status).toBe(201)
  const made = madeWallboard.parse(await answer.json())
  const shown = await api.get(`${made.path}/figures`)
  const text = await shown.text()
  const wall = wallView.parse(JSON.parse(text))
  expect(wall).toMatchObject({ name: 'Hall', dialect: 'decided' })
  expect(wall.queues.length).toBeGreaterThan(0)
  expect(text).not.toMatch(/anna/i)
  const list = wallboardList.parse(await (await api.get('/api/wallboards', sue)).json())
  expect(list.wallboards.map(({ id }) => id)).toEqual([made.id])
  expect(JSON.stringify(list)).not.toContain(made.path.slice('/wall/'.length))
  expect((await api.ask('DELETE', `/api/wallboards/${made.id}`, sue)).status).toBe(204)
  expect((await api.get(`${made.path}/figures`)).status).toBe(404)
})

test.each([
  ['acme-anna', 'GET', 403],
  ['acme-anna', 'POST', 403],
  ['acme-anna', 'DELETE', 403],
  ['globex-sue', 'DELETE', 404],
] as const)('%s, who may not, gets %s of a wallboard of acme refused', async (who, how, status) => {
  await using api = await rehearseApi({}, { wallboards: fakeWallboards() })
  const sue = await api.signIn('acme-sue')
  const answer = await api.post('/api/wallboards', sue, { name: 'Hall' })
  const { id } = madeWallboard.parse(await answer.json())
  const cookie = await api.signIn(who)
  const tried = {
    GET: () => api.get('/api/wallboards', cookie),
    POST: () => api.post('/api/wallboards', cookie, { name: 'Mine' }),
    DELETE: () => api.ask('DELETE', `/api/wallboards/${id}`, cookie),
  }
  expect((await tried[how]()).status).toBe(status)
})

test('a link nobody made opens nothing', async () => {
  await using api = await rehearseApi({}, { wallboards: fakeWallboards() })
  expect((await api.get(`/wall/${'x'.repeat(43)}/figures`)).status).toBe(404)
  expect((await api.get('/wall/short/figures')).status).toBe(400)
})

test('the queues of a wall are asked for in one list, and a broken list is refused by name', async () => {
  await using api = await rehearseApi()
  const sue = await api.signIn('acme-sue')
  const answer = await api.get('/api/interactions?came=answered&queue=sales,', sue)
  expect(problem.parse(await answer.json())).toMatchObject({
    status: 400,
    faults: [{ in: 'query', key: 'queue' }],
  })
  const whole = await api.get('/api/interactions?queue=sales,support', sue)
  expect(whole.status).toBe(200)
})
