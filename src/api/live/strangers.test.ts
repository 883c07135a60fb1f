import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { madeWallboard } from '#contract'
import { fakeWallboards } from '../../engine/ports/fake-wallboards.ts'
import { operatorKey, rehearseApi } from '../rehearsal.ts'

test('the socket is opened for nobody who is not signed in, for no token, no key, and no stranger’s page', async () => {
  await using api = await rehearseApi({}, { wallboards: fakeWallboards() })
  const sue = await api.signIn('acme-sue')
  const made = await api.post('/api/wallboards', sue, { name: 'Hall' })
  const token = madeWallboard.parse(await made.json()).path.slice('/wall/'.length)
  const { url } = api.server
  const shown = [
    {},
    { cookie: `parley_session=${'A'.repeat(43)}` },
    { cookie: `parley_session=${token}` },
    { authorization: `Bearer ${token}`, 'parley-tenant': 'acme' },
    { authorization: `Bearer ${operatorKey}`, 'parley-tenant': 'acme' },
    { cookie: sue, origin: 'https://elsewhere.example' },
  ]
  const answers = shown.map(headers => socketAnswer(url, { origin: url, ...headers }))
  expect(await Promise.all(answers)).toEqual([401, 401, 401, 401, 401, 403])
  expect(api.server.counts().sockets).toBe(0)
})

/** What a request for a socket is answered; 101 where it is opened. */
async function socketAnswer(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const ws = new WebSocket(`${url}/api/live`.replace('http', 'ws'), { headers })
  const answered = new Promise<number | undefined>(resolve => {
    ws.on('open', () => resolve(101))
    ws.on('unexpected-response', (_, response) => resolve(response.statusCode))
  })
  // Ended before it was open is no more than what the answer says.
  ws.on('error', () => undefined)
  const status = await answered
  ws.terminate()
  return status
}
