import { expect, test } from 'vitest'
import { boardView, deskView, problem, taskView } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

const order = {
  key: 'order-7',
  title: 'Check order 7',
  link: 'https://shop.example/orders/7',
  customer: { address: 'customer-7', name: 'Rosa' },
  queue: 'support',
}

async function annaAtTheDesk(api: ApiRehearsal): Promise<string> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  return anna
}

function remove(api: ApiRehearsal, path: string, cookie: string): Promise<Response> {
  const headers = { cookie, origin: api.server.url }
  return fetch(`${api.server.url}${path}`, { method: 'DELETE', headers })
}

test('A task is sent, stands at the desk beside nothing else, is taken, ended and filed', async () => {
  await using api = await rehearseApi()
  const [anna, sue] = [await annaAtTheDesk(api), await api.signIn('acme-sue')]
  const sent = await api.post('/api/tasks', sue, order)
  expect(sent.status).toBe(201)
  const { interaction, key } = taskView.parse(await sent.json())
  expect(key).toBe('order-7')

  const again = await api.post('/api/tasks', sue, order)
  expect([again.status, await again.json()]).toEqual([200, { interaction, key }])

  const desk = deskView.parse(await (await api.get('/api/desk', anna)).json())
  expect([desk.offer, desk.load]).toEqual([undefined, { used: 30, of: 100 }])
  const [offered] = desk.works ?? []
  expect(offered).toMatchObject({
    channel: 'task',
    state: 'reserved',
    title: order.title,
    link: order.link,
    customer: order.customer,
    queue: { id: 'support' },
  })
  const taken = await api.post(`/api/offers/${offered?.offer}/accept`, anna)
  expect(deskView.parse(await taken.json()).works).toMatchObject([{ state: 'talking' }])

  const board = boardView.parse(await (await api.get('/api/board', sue)).json())
  expect(board.interactions).toMatchObject([{ channel: 'task', title: order.title }])
  expect(board.agents[0]).toMatchObject({
    state: 'talking',
    channel: 'task',
    load: { used: 30, of: 100 },
  })

  const ended = await api.post(`/api/interactions/${interaction}/hang-up`, anna)
  const [filing] = deskView.parse(await ended.json()).works ?? []
  expect(filing).toMatchObject({ state: 'wrap-up', dispositions: [{ id: 'solved' }] })
  const path = `/api/interactions/${interaction}/wrap-up`
  const filed = await api.post(path, anna, { disposition: 'solved' })
  expect(deskView.parse(await filed.json())).toMatchObject({ state: 'available', works: [] })
  expect(await (await api.get('/api/interactions', sue)).json()).toMatchObject({
    rows: [{ channel: 'task', title: order.title, outcome: 'handled' }],
  })
})

test('A task is taken back before anybody took it, and only once', async () => {
  await using api = await rehearseApi()
  const sue = await api.signIn('acme-sue')
  const { interaction } = taskView.parse(await (await api.post('/api/tasks', sue, order)).json())
  expect((await remove(api, `/api/tasks/${interaction}`, sue)).status).toBe(204)
  const again = await remove(api, `/api/tasks/${interaction}`, sue)
  expect([again.status, problem.parse(await again.json()).code]).toEqual([
    409,
    'unknown-interaction',
  ])
})

test('Tasks are sent by supervisors and admins of the tenant alone, and in their shape', async () => {
  await using api = await rehearseApi()
  const [anna, sue] = [await annaAtTheDesk(api), await api.signIn('acme-sue')]
  const other = await api.signIn('globex-sue')
  const { interaction } = taskView.parse(await (await api.post('/api/tasks', sue, order)).json())
  const answers = [
    await api.post('/api/tasks', '', order),
    await api.post('/api/tasks', anna, order),
    await remove(api, `/api/tasks/${interaction}`, anna),
    await remove(api, `/api/tasks/${interaction}`, other),
    await api.post('/api/tasks', sue, { ...order, flow: 'main' }),
    await api.post('/api/tasks', sue, { ...order, link: 'javascript:alert(1)' }),
    await api.post('/api/tasks', sue, { ...order, key: 'b', queue: 'nowhere' }),
  ]
  const codes = answers.map(async one => `${one.status} ${problem.parse(await one.json()).code}`)
  expect(await Promise.all(codes)).toEqual([
    '401 signed-out',
    '403 not-allowed',
    '403 not-allowed',
    '409 unknown-interaction',
    '400 misshapen',
    '400 misshapen',
    '409 queue-not-open',
  ])
})

test('A call stays the one work of an agent who has tasks waiting', async () => {
  await using api = await rehearseApi()
  const [anna, sue] = [await annaAtTheDesk(api), await api.signIn('acme-sue')]
  api.acme.call('+441632960123')
  await api.post('/api/tasks', sue, order)
  const desk = deskView.parse(await (await api.get('/api/desk', anna)).json())
  expect(desk.offer?.customer.address).toBe('+441632960123')
  expect(desk.works).toMatchObject([{ channel: 'voice', state: 'reserved' }])
  const accepted = await api.post(`/api/offers/${desk.offer?.offer}/accept`, anna)
  expect([accepted.status, problem.parse(await accepted.json()).code]).toEqual([
    409,
    'channel-cannot',
  ])
})
