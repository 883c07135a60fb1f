import { expect, test } from 'vitest'
import type { CallEnd } from './calls.ts'
import { provisionalEveryMs } from './dialogs/incoming.ts'
import { answers, b, lose, pair } from './fake-pair.ts'
import { fakeSdp } from './fake-phone.ts'
import { strangersContact, toStranger } from './fake-scene.ts'
import { header, valueOf } from './messages/header.ts'

/* What a call does while it waits, and when an answer got lost on the way. */

test('a phone that rings for long says so every minute', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: { onCall: call => call.ring() } })
  const call = alice.call(b)
  await clock.advance(2 * provisionalEveryMs + 1_000)
  expect(flow().filter(line => line === 'B > A 180 INVITE')).toHaveLength(3)
  expect(bob.incoming).toHaveLength(1)
  call.cancel()
  await rest()
})

test('who answers and hangs up at once waits with the BYE for the ACK', async () => {
  const { clock, network, alice, flow, rest } = await pair({
    bob: {
      onCall: call => {
        call.accept({ sdp: fakeSdp('answer') })
        call.hangUp()
      },
    },
  })
  network.weather = lose('ACK', 1)
  alice.call(b)
  await clock.advance(2_000)
  const said = flow()
  expect(said.indexOf('B > A BYE')).toBeGreaterThan(said.indexOf('A > B ACK'))
  expect(said.filter(line => line === 'B > A 200 INVITE').length).toBeGreaterThan(1)
  await rest()
})

test('the ACK of a re-INVITE that got lost is sent again, and the call goes on', async () => {
  const { clock, network, alice, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  network.weather = lose('ACK', 2)
  const changed = call.reinvite(() => fakeSdp('hold'))
  await clock.advance(3_000)
  expect(await changed).toMatchObject({ kind: 'answered' })
  expect(flow().slice(-3)).toEqual(['A > B ACK (lost)', 'B > A 200 INVITE', 'A > B ACK'])
  await clock.advance(40_000)
  expect(alice.heard.some(line => line.startsWith('ended'))).toBe(false)
  call.hangUp()
  await rest()
})

test('a call the far end has forgotten is over with its 481', async () => {
  const { clock, phone: alice, stranger, call } = await toStranger()
  stranger.answer(stranger.newest('INVITE'), {
    status: 200,
    toTag: 'far',
    headers: [strangersContact],
  })
  await clock.advance(20)
  const changed = call.reinvite(() => fakeSdp('hold'))
  await clock.advance(20)
  stranger.answer(stranger.newest('INVITE'), { status: 481, toTag: 'far' })
  await clock.advance(20)
  expect(await changed).toEqual({ kind: 'over' })
  expect(alice.heard.at(-1)).toBe('ended by error: dialog-gone')
  await alice.endpoint.close()
})

test('a session interval that is too short is asked for again as long as the far end wants it', async () => {
  const { clock, phone: alice, stranger } = await toStranger({ sessionExpiresSeconds: 90 })
  stranger.answer(stranger.newest('INVITE'), {
    status: 422,
    toTag: 'far',
    headers: [header('Min-SE', '600')],
  })
  await clock.advance(20)
  expect(valueOf(stranger.newest('INVITE'), 'session-expires')).toBe('600;refresher=uac')
  expect(alice.heard).toEqual([])
  await alice.endpoint.close()
})

test('a hang-up says why, and the other side hears it', async () => {
  const ends: CallEnd[] = []
  const { clock, alice, rest } = await pair({
    bob: { ...answers, handlers: { onEnded: end => void ends.push(end) } },
  })
  const call = alice.call(b)
  await clock.advance(100)
  call.hangUp({ q850: 31, text: 'shift over' })
  await rest()
  expect(ends).toMatchObject([{ by: 'far-end', cause: 'bye', q850: 31, text: 'shift over' }])
})
