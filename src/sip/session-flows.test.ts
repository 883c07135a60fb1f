import { expect, test } from 'vitest'
import type { CallHandlers } from './calls.ts'
import { a, answers, b, pair } from './fake-pair.ts'
import { fakeSdp } from './fake-phone.ts'

test('either side changes the session with a re-INVITE', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  const first = call.reinvite(() => fakeSdp('hold'))
  await clock.advance(100)
  expect(await first).toMatchObject({ kind: 'answered' })
  const second = bob.incoming[0]?.reinvite(() => fakeSdp('resume'))
  await clock.advance(100)
  expect(await second).toMatchObject({ kind: 'answered' })
  expect(flow().slice(5)).toEqual([
    'A > B INVITE',
    'B > A 100 INVITE',
    'B > A 200 INVITE',
    'A > B ACK',
    'B > A INVITE',
    'A > B 100 INVITE',
    'A > B 200 INVITE',
    'B > A ACK',
  ])
  expect(bob.heard).toContain('reinvite hold')
  expect(alice.heard).toContain('reinvite resume')
  call.hangUp()
  await rest()
})

test('re-INVITEs that cross get 491, and the side without the Call-ID tries first', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  const ours = call.reinvite(() => fakeSdp('from-a'))
  const theirs = bob.incoming[0]?.reinvite(() => fakeSdp('from-b'))
  await clock.advance(100)
  expect(flow().slice(5)).toEqual([
    'A > B INVITE',
    'B > A INVITE',
    'B > A 491 INVITE',
    'A > B 491 INVITE',
    'A > B ACK',
    'B > A ACK',
  ])
  await clock.advance(2_050)
  expect(await theirs).toMatchObject({ kind: 'answered' })
  await clock.advance(2_050)
  expect(await ours).toMatchObject({ kind: 'answered' })
  call.hangUp()
  await rest()
})

test('an endpoint that closes hangs up its calls', async () => {
  const { clock, alice, bob, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  await bob.endpoint.close()
  expect(bob.heard.at(-1)).toBe('ended by us: endpoint-closed')
  await clock.advance(100)
  expect(await call.reinvite(() => fakeSdp('hold'))).toEqual({ kind: 'over' })
  expect(alice.heard.at(-1)).toBe('ended by far-end: bye')
  await rest()
})

test('hanging up while a re-INVITE is open leaves nothing behind', async () => {
  const never: Partial<CallHandlers> = { onReinvite: () => new Promise(() => undefined) }
  const { clock, alice, bob, flow, rest } = await pair({ bob: { ...answers, handlers: never } })
  const call = alice.call(b)
  await clock.advance(100)
  const open = call.reinvite(() => fakeSdp('hold'))
  await clock.advance(100)
  call.hangUp()
  await clock.advance(100)
  expect(await open).toEqual({ kind: 'over' })
  expect(flow()).toContain('B > A 487 INVITE')
  expect(bob.heard.at(-1)).toBe('ended by far-end: bye')
  await rest()
})

test('a far end that vanished is noticed when its session is refreshed', async () => {
  const { clock, network, alice, rest } = await pair({ bob: answers })
  alice.call(b, { sessionExpiresSeconds: 600 })
  await clock.advance(100)
  network.weather = () => []
  await clock.advance(299_000)
  expect(alice.heard).toHaveLength(2)
  await clock.advance(35_000)
  expect(alice.heard.at(-1)).toBe('ended by error: timeout')
  await clock.advance(300_000)
  await rest()
})

test('a session that is not refreshed by the caller ends before its interval does', async () => {
  const { clock, network, alice, bob, rest } = await pair({ bob: answers })
  alice.call(b, { sessionExpiresSeconds: 600 })
  await clock.advance(100)
  network.weather = packet => (packet.from === a ? [] : [10])
  await clock.advance(567_000)
  expect(bob.heard).toEqual(['acknowledged'])
  await clock.advance(2_000)
  expect(bob.heard.at(-1)).toBe('ended by error: session-expired')
  expect(alice.heard.at(-1)).toBe('ended by error: timeout')
  network.weather = () => [10]
  await rest()
})

test('a refreshed session goes on', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b, { sessionExpiresSeconds: 600 })
  await clock.advance(2_000_000)
  expect(flow().filter(line => line === 'A > B INVITE')).toHaveLength(7)
  expect(bob.heard.filter(line => line === 'reinvite offer')).toHaveLength(6)
  call.hangUp()
  await rest()
})
