import { expect, test } from 'vitest'
import { toId, type LegId } from '#core'
import { boardView, deskView } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

async function atTheDesk(api: ApiRehearsal, person: string): Promise<string> {
  const cookie = await api.signIn(person)
  await api.post('/api/desk/sign-in', cookie)
  await api.post('/api/desk/state', cookie, { state: 'available' })
  return cookie
}

test('Board and next agent are told that a customer is back because a phone was lost', async () => {
  await using api = await rehearseApi()
  const lane = api.acme
  await atTheDesk(api, 'acme-anna')
  const sue = await api.signIn('acme-sue')
  lane.call('+441632960555')
  lane.answer()
  const talk = lane.read(state => [...state.interactions.values()][0]?.phase)
  const leg = toId<LegId>(talk?.at === 'talking' ? (talk.agentLeg ?? '') : '')
  lane.put({ kind: 'leg-ended', leg, by: 'fault', cause: 'no sound came' })

  const board = boardView.parse(await (await api.get('/api/board', sue)).json())
  expect(board.interactions).toMatchObject([{ phase: 'waiting', returned: true, priority: 0 }])

  const ben = await atTheDesk(api, 'acme-ben')
  const { offer } = deskView.parse(await (await api.get('/api/desk', ben)).json())
  expect(offer).toMatchObject({ customer: { address: '+441632960555' }, returned: true })
})
