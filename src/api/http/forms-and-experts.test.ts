import { expect, test } from 'vitest'
import { currentFlags, toId, type TenantConfig } from '#core'
import { deskView, interactionView } from '#contract'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

/** Acme with a form in every queue, and an expert outside. */
function equip({ acme }: ApiRehearsal): void {
  const config = acme.read(state => state.config)
  if (config === undefined) throw new Error('acme is not configured')
  const forms = [{ id: 'order', label: 'Order number', kind: 'text', required: true }] as const
  const better: TenantConfig = {
    ...config,
    queues: config.queues.map(queue => ({ ...queue, forms })),
    experts: [{ id: toId('law'), name: 'Lara Law', address: '+441632960777' }],
  }
  acme.put({ kind: 'tenant-configured', config: better, flags: currentFlags })
}

test('Whoever consults an expert sees the name, and what was filed is shown by the words of its form', async () => {
  await using api = await rehearseApi()
  equip(api)
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  const offered = deskView.parse(await (await api.get('/api/desk', anna)).json())
  const path = `/api/interactions/${offered.offer?.interaction}`
  api.acme.answer()
  const to = { kind: 'expert', expert: 'law' }
  const asked = deskView.parse(await (await api.post(`${path}/consult`, anna, { to })).json())
  expect(asked.talk?.consult).toMatchObject({ with: 'Lara Law', number: '+441632960777' })
  await api.post(`${path}/consult/decide`, anna, { decision: 'return' })
  await api.post(`${path}/hang-up`, anna)
  const filed = { disposition: 'solved', note: '', answers: { order: 'A-17' } }
  expect((await api.post(`${path}/wrap-up`, anna, filed)).status).toBe(200)
  const view = interactionView.parse(await (await api.get(path, anna)).json())
  expect(view).toMatchObject({
    answers: { order: 'A-17' },
    form: [{ id: 'order', label: 'Order number' }],
  })
})
