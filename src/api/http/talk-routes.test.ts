import { expect, test } from 'vitest'
import { deskView } from '#contract'
import type { DeskView } from '#contract'
import { rehearseApi } from '../rehearsal.ts'

async function look(answer: Response): Promise<DeskView['talk']> {
  expect(answer.status).toBe(200)
  return deskView.parse(await answer.json()).talk
}

test('An agent holds, consults and hands on from the desk, and is told what makes no sense', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  const first = deskView.parse(await (await api.get('/api/desk', anna)).json())
  const path = `/api/interactions/${first.offer?.interaction}`
  api.acme.answer()

  const held = await look(await api.post(`${path}/hold`, anna))
  expect(held?.held?.by).toBe('agent')
  const back = await look(await api.post(`${path}/resume`, anna))
  expect(back?.held).toBeUndefined()

  const to = { kind: 'number', number: '+441632960777' }
  const asked = await look(await api.post(`${path}/consult`, anna, { to }))
  expect(asked?.consult).toMatchObject({ state: 'ringing', with: '+441632960777', mine: true })
  const early = await api.post(`${path}/consult/decide`, anna, { decision: 'complete' })
  expect(early.status).toBe(409)
  const alone = await look(await api.post(`${path}/consult/decide`, anna, { decision: 'return' }))
  expect(alone?.consult).toBeUndefined()

  const nowhere = await api.post(`${path}/transfer`, anna, { to: { kind: 'number', number: 'x' } })
  expect(nowhere.status).toBe(400)
  expect(await look(await api.post(`${path}/transfer`, anna, { to }))).toBeUndefined()
})
