import { expect, test } from 'vitest'
import { fakeSignIns } from '../../engine/ports/fake-sign-ins.ts'
import { rehearseApi } from '../rehearsal.ts'
import { sweepMs } from './memory-sessions.ts'

test('whoever is signed in is so after a restart, with the same cookie', async () => {
  const signIns = fakeSignIns()
  let cookie = ''
  {
    await using api = await rehearseApi({}, { signIns })
    cookie = await api.signIn('acme-anna')
  }
  await using again = await rehearseApi({}, { signIns })
  expect((await again.get('/api/me', cookie)).status).toBe(200)
  expect(again.server.counts().sessions).toBe(1)
})

test('what is kept does not give the secret away', async () => {
  const signIns = fakeSignIns()
  await using api = await rehearseApi({}, { signIns })
  const cookie = await api.signIn('acme-anna')
  const secret = cookie.split('=')[1] ?? ''
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(JSON.stringify([...signIns.kept])).not.toContain(secret)
})

test('whoever signs out stays signed out after a restart', async () => {
  const signIns = fakeSignIns()
  let cookie = ''
  {
    await using api = await rehearseApi({}, { signIns })
    cookie = await api.signIn('acme-anna')
    await api.post('/auth/sign-out', cookie)
    expect(signIns.kept.size).toBe(0)
  }
  await using again = await rehearseApi({}, { signIns })
  expect((await again.get('/api/me', cookie)).status).toBe(401)
})

test('a session that ran out while nobody ran is not taken back', async () => {
  const signIns = fakeSignIns()
  let cookie = ''
  {
    await using api = await rehearseApi({}, { signIns })
    cookie = await api.signIn('acme-anna')
  }
  for (const one of signIns.kept.values())
    signIns.kept.set(one.id, { ...one, usedAt: 0, startedAt: 0 })
  await using again = await rehearseApi({}, { signIns })
  expect((await again.get('/api/me', cookie)).status).toBe(401)
  again.clock.pass(sweepMs)
  await expect.poll(() => signIns.kept.size).toBe(0)
})

test('a use is kept with the next look, and a store that is away keeps nobody out', async () => {
  const signIns = fakeSignIns()
  let away = false
  const failing = {
    ...signIns,
    put: async (one: Parameters<typeof signIns.put>[0]) => {
      if (away) throw new Error('the disk is full')
      await signIns.put(one)
    },
  }
  await using api = await rehearseApi({}, { signIns: failing })
  const cookie = await api.signIn('acme-anna')
  const [before] = signIns.kept.values()
  api.clock.pass(60_000)
  await api.get('/api/me', cookie)
  api.clock.pass(sweepMs)
  await expect
    .poll(() => [...signIns.kept.values()][0]?.usedAt)
    .toBe((before?.usedAt ?? 0) + 60_000)
  away = true
  const other = await api.signIn('acme-ben')
  expect((await api.get('/api/me', other)).status).toBe(200)
  expect(api.logged.join('\n')).toContain('will not outlive this process')
})
