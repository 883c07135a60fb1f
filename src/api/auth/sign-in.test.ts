import { expect, test } from 'vitest'
import { cookieOf, rehearseApi } from '../rehearsal.ts'
import { ownPath } from './sign-in-routes.ts'

const html = { accept: 'text/html' }

test('a sign-in leads to the provider, back, and on to where it began', async () => {
  await using api = await rehearseApi()
  const away = await api.get('/auth/sign-in?returnTo=/interactions/7')
  expect([away.status, away.headers.get('location')]).toEqual([
    302,
    'https://login.example/authorize',
  ])
  const pending = cookieOf(away, 'parley_signing_in')
  const back = await api.get('/auth/callback?who=acme-anna', pending)
  expect([back.status, back.headers.get('location')]).toEqual([302, '/interactions/7'])
  const cookie = back.headers.getSetCookie().find(one => one.startsWith('parley_session='))
  expect(cookie).toMatch(
    /^parley_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  expect((await api.get('/api/me', cookieOf(back, 'parley_session'))).status).toBe(200)
})

test('an answer is taken once, from the browser that asked, in time', async () => {
  await using api = await rehearseApi()
  const begin = async (): Promise<string> =>
    cookieOf(await api.get('/auth/sign-in'), 'parley_signing_in')
  const complete = async (cookie: string): Promise<number> =>
    (await api.get('/auth/callback?who=acme-anna', cookie)).status
  const [first, second] = [await begin(), await begin()]
  expect(await complete('')).toBe(400)
  expect(await complete(first)).toBe(302)
  expect(await complete(first)).toBe(400)
  api.clock.pass(10 * 60_000)
  expect(await complete(second)).toBe(400)
})

test('somebody nobody has added is told what to do, with the id that is needed for it', async () => {
  await using api = await rehearseApi()
  const pending = cookieOf(await api.get('/auth/sign-in'), 'parley_signing_in')
  const answer = await api.get('/auth/callback?who=acme-zed', pending, html)
  const page = await answer.text()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    403,
    'text/html; charset=UTF-8',
  ])
  expect(page).toMatch(/acme-zed@example\.com/)
  expect(page).toMatch(/acme-zed-directory-id/)
})

test('a sign-in that was cancelled is said on a page, and nothing of it is markup', async () => {
  await using api = await rehearseApi()
  const pending = cookieOf(await api.get('/auth/sign-in'), 'parley_signing_in')
  const page = await (await api.get('/auth/callback?who=cancelled', pending, html)).text()
  expect(page).toMatch(/You cancelled\..*Sign in again\./s)
  const again = cookieOf(await api.get('/auth/sign-in'), 'parley_signing_in')
  const named = await api.get('/auth/callback?who=%3Cscript%3E', again, html)
  expect(await named.text()).not.toMatch(/<script/)
})

test('only paths of our own are led back to', () => {
  const asked = [
    '/board',
    '/a?b=c#d',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '',
    '/a\nb',
  ]
  expect(asked.map(ownPath)).toEqual(['/board', '/a?b=c#d', '/', '/', '/', '/', '/'])
})

test('a sign-in by another name of this machine begins where it will end', async () => {
  await using api = await rehearseApi()
  const { port } = new URL(api.server.url)
  const answer = await fetch(`http://localhost:${port}/auth/sign-in?returnTo=/board`, {
    redirect: 'manual',
  })
  expect(answer.headers.get('location')).toBe(`${api.server.url}/auth/sign-in?returnTo=%2Fboard`)
})

test('a session ends by idleness, by age, and for whoever is taken out of the configuration', async () => {
  await using api = await rehearseApi({
    sessionIdleMsMax: 60_000,
    sessionMsMax: 150_000,
    heartbeatMs: 1e9,
  })
  const anna = await api.signIn('acme-anna')
  const states: number[] = []
  const ask = async (): Promise<void> => {
    states.push((await api.get('/api/me', anna)).status)
  }
  for (const ms of [50_000, 50_000, 40_000, 10_000]) {
    api.clock.pass(ms)
    await ask()
  }
  expect(states).toEqual([200, 200, 200, 401])
  const ben = await api.signIn('acme-ben')
  api.known.delete('acme-ben-directory-id')
  expect((await api.get('/api/me', ben)).status).toBe(403)
})

test('signing in again ends the session before; the sign-out from the last one leaves the desk', async () => {
  await using api = await rehearseApi()
  const [first, second] = [await api.signIn('acme-anna'), await api.signIn('acme-anna')]
  await api.post('/api/desk/sign-in', first)
  const state = (): string | undefined =>
    api.acme.read(({ agents }) => [...agents.values()][0]?.routing.at)
  await api.post('/auth/sign-out', first)
  expect([(await api.get('/api/me', first)).status, state()]).toEqual([401, 'not-ready'])
  await api.post('/auth/sign-out', second)
  expect([state(), api.server.counts().sessions]).toEqual(['signed-out', 0])
})

test('a person has so many sessions and no more: the oldest gives way', async () => {
  await using api = await rehearseApi({ sessionsPerPersonMax: 2 })
  const cookies = [
    await api.signIn('acme-anna'),
    await api.signIn('acme-anna'),
    await api.signIn('acme-anna'),
  ]
  const states = await Promise.all(
    cookies.map(async cookie => (await api.get('/api/me', cookie)).status),
  )
  expect(states).toEqual([401, 200, 200])
})
