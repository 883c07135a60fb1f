import { expect, test } from 'vitest'
import { boardView, deskView, problem } from '#contract'
import type { DeskView } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

async function annaTalks(api: ApiRehearsal): Promise<{ anna: string; path: string }> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  const { offer } = deskView.parse(await (await api.get('/api/desk', anna)).json())
  api.acme.answer()
  return { anna, path: `/api/interactions/${offer?.interaction}` }
}

async function deskOf(api: ApiRehearsal, cookie: string): Promise<DeskView> {
  return deskView.parse(await (await api.get('/api/desk', cookie)).json())
}

test('A supervisor listens in, is seen by agent and board, takes over, and the agent files', async () => {
  await using api = await rehearseApi()
  const { anna, path } = await annaTalks(api)
  const sue = await api.signIn('acme-sue')
  expect((await api.post(`${path}/monitor`, sue, { mode: 'whisper' })).status).toBe(200)
  api.acme.answer()
  const shown = {
    supervisor: { id: 'acme-sue', name: 'sue of acme' },
    mode: 'whisper',
    state: 'up',
  }
  expect((await deskOf(api, anna)).talk?.monitor).toMatchObject(shown)
  const board = boardView.parse(await (await api.get('/api/board', sue)).json())
  expect(board.interactions[0]?.monitor).toMatchObject(shown)
  expect((await api.post(`${path}/monitor`, sue, { mode: 'listen' })).status).toBe(200)
  expect((await api.post(`${path}/take-over`, sue)).status).toBe(200)
  const desk = await deskOf(api, anna)
  expect([desk.state, desk.wrapUp?.dispositions.length]).toEqual(['wrap-up', 1])
  expect((await api.post('/api/agents/acme-anna/wrap-up/end', sue)).status).toBe(200)
  expect((await deskOf(api, anna)).state).toBe('available')
})

test('A refusal tells people and queues by their names', async () => {
  await using api = await rehearseApi()
  const { path } = await annaTalks(api)
  const sue = await api.signIn('acme-sue')
  const ada = await api.signIn('acme-ada')
  await api.post(`${path}/monitor`, sue, { mode: 'listen' })
  const refused = await api.post(`${path}/monitor`, ada, { mode: 'listen' })
  expect(problem.parse(await refused.json()).detail).toBe(
    'another supervisor is in this talk (sue of acme)',
  )
  api.acme.call('+441632960124')
  const same = await api.post('/api/interactions/i2/move', sue, { queue: 'support' })
  expect(problem.parse(await same.json()).detail).toBe('it is so already (Support)')
})

test('A supervisor moves and ranks who waits, and sets the state of an agent', async () => {
  await using api = await rehearseApi()
  const { anna } = await annaTalks(api)
  const sue = await api.signIn('acme-sue')
  for (const from of ['+441632960124', '+441632960125']) api.acme.call(from)
  const ranked = await api.post('/api/interactions/i3/rank', sue, { to: 'front' })
  expect(ranked.status).toBe(200)
  const board = boardView.parse(await (await api.get('/api/board', sue)).json())
  expect(board.interactions.map(row => row.priority)).toEqual([undefined, 3, 0])
  const both = await api.post('/api/interactions/i3/rank', sue, { to: 'front', priority: 1 })
  expect(both.status).toBe(400)
  const same = await api.post('/api/interactions/i2/move', sue, { queue: 'support' })
  expect(problem.parse(await same.json()).code).toBe('already-so')
  const state = { state: 'not-ready', reason: 'training' }
  expect((await api.post('/api/agents/acme-anna/state', sue, state)).status).toBe(200)
  expect((await deskOf(api, anna)).next).toEqual({ state: 'not-ready', reason: 'training' })
})

test('An agent mutes, sends keys, and keeps what is said out of the recording', async () => {
  await using api = await rehearseApi()
  const { anna, path } = await annaTalks(api)
  const look = async (place: string, body: object): Promise<DeskView['talk']> =>
    deskView.parse(await (await api.post(`${path}${place}`, anna, body)).json()).talk
  expect((await look('/mute', { muted: true }))?.muted).toBe(true)
  expect((await look('/mute', { muted: false }))?.muted).toBeUndefined()
  expect(await look('/recording/pause', {})).toMatchObject({
    recorded: false,
    recordingPaused: true,
  })
  expect((await look('/recording/resume', {}))?.recorded).toBe(true)
  expect((await api.post(`${path}/keys`, anna, { keys: '12#' })).status).toBe(200)
  expect((await api.post(`${path}/keys`, anna, { keys: 'hello' })).status).toBe(400)
})

test('What an agent is kept out of by hand, and what rests by itself, are told apart', async () => {
  await using api = await rehearseApi()
  const { anna, path } = await annaTalks(api)
  const look = async (place: string): Promise<readonly unknown[]> => {
    const { talk } = deskView.parse(await (await api.post(`${path}${place}`, anna, {})).json())
    return [talk?.recorded, talk?.recordingRests, talk?.recordingPaused]
  }
  expect([
    await look('/hold'),
    await look('/resume'),
    await look('/recording/pause'),
    await look('/recording/resume'),
  ]).toEqual([
    [false, true, undefined],
    [true, undefined, undefined],
    [false, undefined, true],
    [true, undefined, undefined],
  ])
})

test('The board offers the reasons that a desk offers', async () => {
  await using api = await rehearseApi()
  const { anna } = await annaTalks(api)
  const sue = await api.signIn('acme-sue')
  const board = boardView.parse(await (await api.get('/api/board', sue)).json())
  expect(board.notReadyReasons.length).toBeGreaterThan(0)
  expect(board.notReadyReasons).toEqual((await deskOf(api, anna)).notReadyReasons)
})
