import { expect, test } from 'vitest'
import { checkedView, configView, problem } from '#contract'
import { operatorKey, rehearseApi } from '../rehearsal.ts'

test('an administrator reads, tries and changes; every answer has its published shape', async () => {
  await using api = await rehearseApi()
  const ada = await api.signIn('acme-ada')
  const config = configView.parse(await (await api.get('/api/admin/config', ada)).json())
  expect([config.tenant.id, config.version, config.files]).toEqual(['acme', 1, undefined])
  const tried = await api.post('/api/admin/check', ada, { changes: { queues: ['wrong'] } })
  expect(checkedView.parse(await tried.json())).toMatchObject({ ok: false, version: 1 })
  const change = { version: 1, why: 'for the season', value: [] }
  const taken = await api.ask('PUT', '/api/admin/config/queues', ada, change)
  expect(checkedView.parse(await taken.json()).ok).toBe(true)
  const versions = await (await api.get('/api/admin/versions', ada)).json()
  expect(versions).toMatchObject({
    rows: [{ version: 2, by: 'ada of acme', why: 'for the season' }],
  })
})

test('what cannot be run is refused with every place and remedy, and what was overtaken by name', async () => {
  await using api = await rehearseApi()
  const ada = await api.signIn('acme-ada')
  const unfit = await api.ask('PUT', '/api/admin/config', ada, {
    version: 1,
    changes: { queues: ['wrong'] },
  })
  expect(problem.parse(await unfit.json())).toMatchObject({
    status: 422,
    code: 'unfit-configuration',
    detail: 'tenant.yaml line 3: “wrong” is not a length of time.',
    complaints: [{ line: 3, path: ['queues', 0, 'wrapUp'], remedy: 'Write it as 30s.' }],
  })
  await api.ask('PUT', '/api/admin/config', ada, { version: 1, changes: { queues: [] } })
  const late = await api.ask('PUT', '/api/admin/config', ada, {
    version: 1,
    changes: { queues: [] },
  })
  expect(problem.parse(await late.json())).toMatchObject({
    status: 409,
    code: 'changed-meanwhile',
    detail: expect.stringContaining('ada of acme'),
  })
})

test('a section nobody knows, a change of nothing and a flow that is no text are told by name', async () => {
  await using api = await rehearseApi()
  const ada = await api.signIn('acme-ada')
  const faults = async (changes: object): Promise<unknown> =>
    problem.parse(await (await api.post('/api/admin/check', ada, { changes })).json()).faults
  expect(await faults({})).toMatchObject([{ key: 'changes', words: 'names no section' }])
  expect(await faults({ flows: ['a text'] })).toMatchObject([{ key: 'changes.flows' }])
  expect(await faults({ trunks: [] })).toMatchObject([
    { key: 'changes.trunks', words: 'is not a key that is known here' },
    { key: 'changes' },
  ])
  expect(await faults({ flows: [{ path: '../../other/flow.yaml', text: '' }] })).toHaveLength(1)
})

test('the operator’s key opens administration of any tenant, and nothing else', async () => {
  await using api = await rehearseApi()
  const asOperator = (
    path: string,
    key: string,
    tenant: string,
    init: RequestInit = {},
  ): Promise<Response> =>
    fetch(`${api.server.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${key}`,
        'parley-tenant': tenant,
        'content-type': 'application/json',
      },
    })
  const config = await asOperator('/api/admin/config', operatorKey, 'globex')
  expect(await config.json()).toMatchObject({
    tenant: { id: 'globex' },
    files: [{ path: 'tenant.yaml' }],
  })
  const body = JSON.stringify({ files: [{ path: 'tenant.yaml', text: 'x' }], why: 'from files' })
  const taken = await asOperator('/api/admin/files', operatorKey, 'globex', { method: 'PUT', body })
  expect(taken.status).toBe(200)
  const refused = [
    await asOperator('/api/admin/config', 'another key', 'globex'),
    await asOperator('/api/admin/config', '', 'globex'),
    await asOperator('/api/me', operatorKey, 'globex'),
    await asOperator('/api/interactions', operatorKey, 'globex'),
    await asOperator('/api/admin/config', operatorKey, 'initech'),
  ]
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 503])
})

test('a key that is wrong does not fall back on the cookie that came with it', async () => {
  await using api = await rehearseApi()
  const ada = await api.signIn('acme-ada')
  const answer = await api.get('/api/admin/config', ada, { authorization: 'Bearer guessed' })
  expect(answer.status).toBe(401)
})
