import { expect, test } from 'vitest'
import { flowsView, traceView } from '#contract'
import { readRecorded, retell } from '#engine'
import { rehearseApi, type ApiRehearsal } from '../rehearsal.ts'

/** Anna of acme talks with a customer, and hangs up. */
async function annaTalked(api: ApiRehearsal): Promise<string> {
  const anna = await api.signIn('acme-anna')
  await api.post('/api/desk/sign-in', anna)
  await api.post('/api/desk/state', anna, { state: 'available' })
  api.acme.call('+441632960123')
  api.acme.answer()
  const id = api.acme.facts.find(fact => fact.kind === 'offer-made')?.interaction ?? ''
  await api.post(`/api/interactions/${id}/hang-up`, anna)
  return id
}

test('A supervisor sees messages as they were sent, an agent the own calls in short', async () => {
  await using api = await rehearseApi()
  const id = await annaTalked(api)
  const seen: unknown[] = []
  for (const who of ['acme-sue', 'acme-anna']) {
    const answer = await api.get(`/api/interactions/${id}/trace`, await api.signIn(who))
    const { legs, messages } = traceView.parse(await answer.json())
    seen.push([legs, messages.map(({ says, text }) => [says.kind, text?.split(' ')[0]])])
  }
  const customer = {
    id: 'call-1',
    party: 'customer',
    number: '+441632960123',
    trunk: 'carrier',
  }
  expect(seen).toEqual([
    [[customer], [['request', 'INVITE']]],
    [[customer], [['request', undefined]]],
  ])
})

test('The flow is drawn in the version it was gone through, although it has changed since', async () => {
  await using api = await rehearseApi()
  const id = await annaTalked(api)
  const { config } = api.acme.read(state => ({ config: state.config }))
  if (config === undefined) throw new Error('acme is not configured')
  const flows = config.flows.map(flow => ({ ...flow, name: 'Another', version: 'v2' }))
  api.acme.put({ kind: 'tenant-configured', config: { ...config, flows } })
  const answer = await api.get(`/api/interactions/${id}/flows`, await api.signIn('acme-anna'))
  const view = flowsView.parse(await answer.json())
  expect(view.flows.map(({ name, version, steps }) => [name, version, steps.length])).toEqual([
    ['Main', 'v1', 2],
  ])
})

test('An interaction taken out as a test passes, and fails once a decision was another', async () => {
  await using api = await rehearseApi()
  const id = await annaTalked(api)
  const sue = await api.signIn('acme-sue')
  const answer = await api.get(`/api/interactions/${id}/export.test.ts`, sue)
  const text = await answer.text()
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="acme-${id}.test.ts"`,
  )
  expect((await retell(readRecorded(text))).differences).toEqual([])
  const otherwise = text.replace(
    '"agent":"acme-anna","verdict":"chosen"',
    '"agent":"acme-anna","verdict":"excluded"',
  )
  expect(otherwise).not.toBe(text)
  expect((await retell(readRecorded(otherwise))).differences).toEqual([
    expect.stringMatching(
      /^fact \d+ decision-made decision candidates\[0\] verdict: was "excluded", is "chosen"$/,
    ),
  ])
})

test('An interaction taken out as JSON has its record, facts, own inputs, decisions and signalling', async () => {
  await using api = await rehearseApi()
  const id = await annaTalked(api)
  api.acme.call('+441632960199')
  const sue = await api.signIn('acme-sue')
  const whole: unknown = await (await api.get(`/api/interactions/${id}/export.json`, sue)).json()
  expect(whole).toMatchObject({
    format: 'parley.interaction/1',
    tenant: 'acme',
    record: { id },
    decisions: [{ fact: { kind: 'decision-made' } }],
    trace: [{ kind: 'message' }],
  })
  expect(JSON.stringify(whole)).not.toContain('960199')
})

test('A capture is served as one', async () => {
  await using api = await rehearseApi()
  const id = await annaTalked(api)
  const sue = await api.signIn('acme-sue')
  const answer = await api.get(`/api/interactions/${id}/export.pcapng`, sue)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([answer.headers.get('content-type'), bytes.readUInt32LE(0)]).toEqual([
    'application/x-pcapng',
    0x0a0d0d0a,
  ])
})
