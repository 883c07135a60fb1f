import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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
  expect(view.filings).toMatchObject([
    {
      agent: { id: 'acme-anna' },
      how: 'completed',
      answers: { order: 'A-17' },
      form: [{ id: 'order', label: 'Order number' }],
    },
  ])
})

test('What each of two agents filed of one interaction is shown under their names, and each recording is heard', async () => {
  await using api = await rehearseApi()
  const anna = await api.signIn('acme-anna')
  const ben = await api.signIn('acme-ben')
  for (const agent of [anna, ben]) {
    await api.post('/api/desk/sign-in', agent)
    await api.post('/api/desk/state', agent, { state: 'available' })
  }
  api.acme.call('+441632960123')
  const path = '/api/interactions/i1'
  api.acme.answer()
  await api.post(`${path}/transfer`, anna, { to: { kind: 'agent', agent: 'acme-ben' } })
  api.acme.answer()
  await api.post(`${path}/note`, ben, { note: 'Second line' })
  await api.post(`${path}/wrap-up`, anna, { disposition: 'solved', note: 'Handed on' })
  await api.post(`${path}/hang-up`, ben)
  await api.post(`${path}/wrap-up/skip`, ben)
  const view = interactionView.parse(await (await api.get(path, ben)).json())
  expect(
    view.filings.map(({ agent, how, disposition, note }) => [agent.id, how, disposition?.id, note]),
  ).toEqual([
    ['acme-anna', 'completed', 'solved', 'Handed on'],
    ['acme-ben', 'skipped', undefined, 'Second line'],
  ])
  const heard = await Promise.all(
    view.recordings.map(async ({ id, url }) => {
      await writeFile(join(api.recordingsFolder, `${id}.wav`), `of ${id}`)
      return [id, await (await api.get(url, ben)).text()]
    }),
  )
  expect(heard).toEqual(view.recordings.map(({ id }) => [id, `of ${id}`]))
  expect(new Set(view.recordings.map(({ id }) => id)).size).toBe(2)
  const said = view.timeline.filter(({ kind }) => kind === 'wrap-up-ended').map(one => one.words)
  expect(said).toEqual([
    expect.stringContaining('“Handed on”'),
    expect.stringContaining('“Second line”'),
  ])
})
