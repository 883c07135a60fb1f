import { expect, test } from 'vitest'
import type { SipMessage } from '../messages/message.ts'
import { parseMessage } from '../messages/parse.ts'
import { addressWithin, dialogOfAnswer, withRefreshedTarget } from './dialog.ts'
import type { Dialog } from './dialog.ts'

function read(...lines: readonly string[]): SipMessage {
  const fixed = ['Via: SIP/2.0/TCP a.example;branch=z9hG4bK1', 'Call-ID: one', 'CSeq: 1 INVITE']
  const parsed = parseMessage(Buffer.from([...lines, ...fixed, '', ''].join('\r\n')))
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.message
}

/** The dialog of a call of ours, answered through these routes. */
function answered(...routes: readonly string[]): Dialog {
  const parties = ['From: <sip:a@a.example>;tag=1', 'To: <sip:b@b.example>']
  const invite = read('INVITE sip:b@b.example SIP/2.0', ...parties, 'Max-Forwards: 70')
  const answer = read(
    'SIP/2.0 200 OK',
    'From: <sip:a@a.example>;tag=1',
    'To: <sip:b@b.example>;tag=2',
    'Contact: <sip:b@desk.example>',
    ...routes.map(route => `Record-Route: ${route}`),
  )
  const dialog =
    invite.kind === 'request' && answer.kind === 'response'
      ? dialogOfAnswer(invite, answer)
      : undefined
  if (dialog === undefined) throw new Error('no dialog')
  return dialog
}

test('the route of a call we made is the answer’s Record-Route the other way round', () => {
  const { routes, requestUri } = addressWithin(
    answered('<sip:last;lr>', '<sip:first;lr>'),
    'BYE',
    2,
  )
  expect(routes).toEqual(['<sip:first;lr>', '<sip:last;lr>'])
  expect(requestUri).toBe('sip:b@desk.example')
})

test('a strict router gets its own name as Request-URI, and the far end stands last in the route', () => {
  const { routes, requestUri } = addressWithin(answered('<sip:last;lr>', '<sip:strict>'), 'BYE', 2)
  expect(requestUri).toBe('sip:strict')
  expect(routes).toEqual(['<sip:last;lr>', '<sip:b@desk.example>'])
})

test('a far end that says another Contact is sought there from then on', () => {
  const refresh = read(
    'SIP/2.0 200 OK',
    'From: <sip:a@a.example>;tag=1',
    'To: <sip:b@b.example>;tag=2',
    'Contact: <sip:b@mobile.example>',
  )
  expect(withRefreshedTarget(answered(), refresh).remoteTarget).toBe('sip:b@mobile.example')
})
