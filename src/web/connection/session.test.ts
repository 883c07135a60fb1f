import { expect, test } from 'vitest'
import { type Answer, createStandIn } from '../gallery/stand-in.ts'
import { gone, viewsAt } from '../gallery/views.ts'
import { createFakeClock } from '../model/fake-clock.ts'
import { answerMsMax, createHttp } from './http.ts'
import { createSession, type Session, slowAfterMs } from './session.ts'

const { me } = viewsAt(0)

function sessionThatGets(...answers: (Answer | undefined | 'unreachable')[]): {
  readonly session: Session
  readonly advance: (ms: number) => void
} {
  const clock = createFakeClock()
  const { ports } = createStandIn(clock, () => answers.shift())
  const http = createHttp({ fetch: ports.fetch, clock, onSignedOut: () => session.ended() })
  const session = createSession(http, clock)
  return { session, advance: clock.advance }
}

test.each<[string, Answer | 'unreachable', object]>([
  ['who is signed in', { body: me }, { kind: 'signed-in', me }],
  ['that nobody is', { status: 401, body: gone }, { kind: 'signed-out' }],
  ['no answer', 'unreachable', { kind: 'failed', trouble: { kind: 'unreachable' } }],
  [
    'a refusal in words',
    { status: 503, body: gone },
    { kind: 'failed', trouble: { kind: 'refused', problem: gone } },
  ],
  [
    'an answer of something between',
    { status: 502, body: 'Bad gateway' },
    { kind: 'failed', trouble: { kind: 'broken', status: 502 } },
  ],
])('The session tells %s', async (_, answer, expected) => {
  const { session } = sessionThatGets(answer)
  await session.load()
  expect(session.get()).toEqual(expected)
})

test('A server that does not answer is slow first and unreachable in the end', async () => {
  const { session, advance } = sessionThatGets(undefined)
  const loaded = session.load()
  advance(slowAfterMs)
  expect(session.get()).toEqual({ kind: 'loading', slow: true })
  advance(answerMsMax)
  await loaded
  expect(session.get()).toEqual({ kind: 'failed', trouble: { kind: 'unreachable' } })
})

test('A quiet look changes nothing unless the session has ended', async () => {
  const { session } = sessionThatGets({ body: me }, 'unreachable', { status: 401, body: gone })
  await session.load()
  await session.check()
  expect(session.get().kind).toBe('signed-in')
  await session.check()
  expect(session.get().kind).toBe('signed-out')
})

test('Signing out with the server away does not claim to have signed out', async () => {
  const { session } = sessionThatGets({ body: me }, 'unreachable')
  await session.load()
  await session.signOut()
  expect(session.get()).toEqual({ kind: 'failed', trouble: { kind: 'unreachable' } })
})
