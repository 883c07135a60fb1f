import { expect, test } from 'vitest'
import type { LegRequest } from '../media-engine.ts'
import { makeAnswer, makeOffer, openSession, takeAnswer, want } from './session.ts'
import type { Session } from './session.ts'

/* What an answer is taken to be the answer to. */

const request: LegRequest = { legId: 'l', callId: 'c', srtp: 'off', codecs: ['PCMU', 'PCMA'] }

function session(port: number): Session {
  const place = { address: '192.0.2.1', port, rtcpPort: port + 1 }
  return openSession(request, place, { sessionId: port })
}

/** Two sessions that agreed: theirs offered, ours answered. */
function agreed(): { readonly ours: Session; readonly theirs: Session } {
  const [ours, theirs] = [session(4_000), session(5_000)]
  const answer = makeAnswer(ours, makeOffer(theirs))
  expect('sdp' in answer && takeAnswer(theirs, answer.sdp)).toMatchObject({ codec: 'PCMU' })
  return { ours, theirs }
}

test('a far end that answers what we answered once may have moved', () => {
  const { ours } = agreed()
  const answer = makeAnswer(session(7_000), makeOffer(session(4_000)))
  expect('sdp' in answer && takeAnswer(ours, answer.sdp)).toMatchObject({
    remote: { port: 7_000 },
    direction: 'sendrecv',
  })
})

test('an offer that was refused is not what a later answer is to', () => {
  const { ours, theirs } = agreed()
  want(ours, 'inactive')
  makeOffer(ours)
  want(ours, 'sendrecv')
  const answer = makeAnswer(theirs, makeOffer(session(4_000)))
  expect('sdp' in answer && takeAnswer(ours, answer.sdp)).toMatchObject({ direction: 'sendrecv' })
})
