import { expect, test } from 'vitest'
import { fakeSdp } from './fake-phone.ts'
import { sdpLine, strangersCall } from './fake-scene.ts'
import type { StrangersCall, Wording } from './fake-scene.ts'
import { valueOf } from './messages/header.ts'

/* Requests inside a call are held to what requests outside are (RFC 3261 §8.2), and a refused one changes nothing. */

const timed = ['Supported: timer', 'Session-Expires: 600;refresher=uac']

/** A call that the stranger refreshes, acknowledged. */
async function timedCall(habits: Parameters<typeof strangersCall>[0] = {}): Promise<StrangersCall> {
  const invite = { lines: [sdpLine, ...timed], body: fakeSdp('offer') }
  const call = await strangersCall(habits, invite)
  call.say('ACK', 1)
  await call.clock.advance(50)
  return call
}

test.each<readonly [string, Wording & { offer?: string }, number, string]>([
  ['an extension nobody knows', { offer: 'x', lines: ['Require: levitation'] }, 420, 'unsupported'],
  [
    'a body that is no description',
    { lines: ['Content-Type: text/html'], body: 'x' },
    415,
    'accept',
  ],
  [
    'an interval nobody could keep',
    { offer: 'x', lines: ['Supported: timer', 'Session-Expires: 30'] },
    422,
    'min-se',
  ],
])('%s is refused inside a call, by INVITE and by UPDATE', async (_, wording, status, told) => {
  const { clock, phone, stranger, say } = await timedCall()
  say('INVITE', 2, wording)
  say('UPDATE', 3, wording)
  await clock.advance(50)
  expect(stranger.statuses('INVITE').at(-1)).toBe(status)
  expect(stranger.statuses('UPDATE')).toEqual([status])
  const answer = stranger.received.at(-1)
  expect(answer && valueOf(answer, told)).toBeDefined()
  expect(phone.heard).toEqual(['acknowledged'])
  await phone.endpoint.close()
})

test('a re-INVITE that is refused does not take the end of the session away', async () => {
  const { clock, phone, stranger, say } = await timedCall({
    handlers: { onReinvite: () => ({ kind: 'refuse', status: 488 }) },
  })
  say('INVITE', 2, { offer: 'again' })
  await clock.advance(50)
  expect(stranger.statuses('INVITE').at(-1)).toBe(488)
  await clock.advance(569_000)
  expect(phone.heard.at(-1)).toBe('ended by error: session-expired')
  await phone.endpoint.close()
})

test('a re-INVITE that is refused does not move the far end', async () => {
  const { clock, phone, stranger, say } = await timedCall({
    handlers: { onReinvite: () => ({ kind: 'refuse', status: 488 }) },
  })
  const [before] = phone.incoming
  say('INVITE', 2, { offer: 'x', contact: 'sip:nobody@9.9.9.9:5999' })
  await clock.advance(50)
  before?.hangUp()
  await clock.advance(50)
  expect(stranger.newest('BYE').requestUri).toBe('sip:x@9.9.9.9:5060')
  await phone.endpoint.close()
})

test('a re-INVITE that is accepted renews the session', async () => {
  const { clock, phone, say } = await timedCall()
  await clock.advance(400_000)
  say('INVITE', 2, { offer: 'again', lines: timed })
  await clock.advance(50)
  say('ACK', 2)
  await clock.advance(400_000)
  expect(phone.heard.at(-1)).toBe('acknowledged')
  await phone.endpoint.close()
})
