import { expect, test } from 'vitest'
import { answers, b, lose, pair } from './fake-pair.ts'
import { fakeSdp } from './fake-phone.ts'

test('a call is answered, talked over, and hung up by the caller', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  call.hangUp({ q850: 16 })
  await clock.advance(100)
  expect(flow()).toEqual([
    'A > B INVITE',
    'B > A 100 INVITE',
    'B > A 180 INVITE',
    'B > A 200 INVITE',
    'A > B ACK',
    'A > B BYE',
    'B > A 200 BYE',
  ])
  expect(alice.heard).toEqual(['progress 180', 'answered answer', 'ended by us: bye'])
  expect(bob.heard).toEqual(['acknowledged', 'ended by far-end: bye'])
  await rest()
})

test('the called side hangs up', async () => {
  const { clock, alice, bob, rest } = await pair({ bob: answers })
  alice.call(b)
  await clock.advance(100)
  bob.incoming[0]?.hangUp()
  await clock.advance(100)
  expect(alice.heard.at(-1)).toBe('ended by far-end: bye')
  expect(bob.heard.at(-1)).toBe('ended by us: bye')
  await rest()
})

test('a lost INVITE is sent again after T1', async () => {
  const { clock, network, alice, flow, rest } = await pair({ bob: answers })
  network.weather = lose('INVITE', 1, 2)
  alice.call(b)
  await clock.advance(1_400)
  expect(flow().slice(0, 3)).toEqual(['A > B INVITE (lost)', 'A > B INVITE (lost)'])
  await clock.advance(200)
  expect(alice.heard).toEqual(['progress 180', 'answered answer'])
  alice.endpoint.drain()
  await alice.endpoint.close()
  await clock.advance(1_000)
  await rest()
})

test('a lost 200 is repeated until it is acknowledged', async () => {
  const { clock, network, alice, bob, flow, rest } = await pair({ bob: answers })
  network.weather = lose('200 INVITE', 1, 2)
  const call = alice.call(b)
  await clock.advance(2_000)
  expect(flow().filter(line => line.includes('200 INVITE'))).toEqual([
    'B > A 200 INVITE (lost)',
    'B > A 200 INVITE (lost)',
    'B > A 200 INVITE',
  ])
  expect(bob.heard).toEqual(['acknowledged'])
  call.hangUp()
  await rest()
})

test('a lost ACK is sent again for every repeated 200', async () => {
  const { clock, network, alice, bob, flow, rest } = await pair({ bob: answers })
  network.weather = lose('ACK', 1, 2)
  const call = alice.call(b)
  await clock.advance(3_000)
  expect(flow().filter(line => line.includes('ACK'))).toEqual([
    'A > B ACK (lost)',
    'A > B ACK (lost)',
    'A > B ACK',
  ])
  expect(alice.heard).toEqual(['progress 180', 'answered answer'])
  expect(bob.heard).toEqual(['acknowledged'])
  call.hangUp()
  await rest()
})

test('an ACK that never comes ends the call with a BYE after 64·T1', async () => {
  const { clock, network, alice, bob, flow, rest } = await pair({ bob: answers })
  network.weather = packet => (packet.what === 'ACK' ? [] : [10])
  alice.call(b)
  await clock.advance(31_000)
  expect(bob.heard).toEqual([])
  await clock.advance(2_000)
  expect(bob.heard).toEqual(['ended by error: ack-timeout'])
  expect(flow().filter(line => line.includes('BYE'))).toEqual(['B > A BYE', 'A > B 200 BYE'])
  expect(alice.heard.at(-1)).toBe('ended by far-end: bye')
  await rest()
})

test('nobody answers at all: Timer B fails the call as 408', async () => {
  const { clock, network, alice, flow, rest } = await pair()
  network.weather = () => []
  alice.call(b)
  await clock.advance(31_900)
  expect(alice.heard).toEqual([])
  await clock.advance(200)
  expect(alice.heard).toEqual(['failed timeout 408'])
  expect(flow()).toHaveLength(7)
  await rest()
})

test('the caller cancels while it rings', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: { onCall: call => call.ring() } })
  const call = alice.call(b)
  await clock.advance(100)
  call.cancel()
  await clock.advance(100)
  expect(flow().slice(3)).toEqual([
    'A > B CANCEL',
    'B > A 200 CANCEL',
    'B > A 487 INVITE',
    'A > B ACK',
  ])
  expect(alice.heard).toEqual(['progress 180', 'failed cancelled 487'])
  expect(bob.heard).toEqual(['ended by far-end: cancelled'])
  await rest()
})

test('a cancel before any response waits for one', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: { onCall: call => call.ring() } })
  const call = alice.call(b)
  call.cancel()
  expect(flow()).toEqual(['A > B INVITE'])
  await clock.advance(100)
  expect(flow().slice(0, 4)).toEqual([
    'A > B INVITE',
    'B > A 100 INVITE',
    'B > A 180 INVITE',
    'A > B CANCEL',
  ])
  expect(alice.heard).toEqual(['failed cancelled 487'])
  expect(bob.heard).toEqual(['ended by far-end: cancelled'])
  await rest()
})

test('a late CANCEL crosses the 200: the answer is acknowledged and hung up', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: { onCall: call => call.ring() } })
  const call = alice.call(b)
  await clock.advance(100)
  bob.incoming[0]?.accept({ sdp: fakeSdp('answer') })
  call.cancel()
  await clock.advance(200)
  expect(flow().slice(3)).toEqual([
    'B > A 200 INVITE',
    'A > B CANCEL',
    'A > B ACK',
    'A > B BYE',
    'B > A 200 CANCEL',
    'B > A 200 BYE',
  ])
  expect(alice.heard).toEqual(['progress 180', 'failed cancelled 487'])
  expect(bob.heard).toEqual(['acknowledged', 'ended by far-end: bye'])
  await rest()
})

test('a cancelled call whose final response never comes is let go after 64·T1', async () => {
  const { clock, network, alice, rest } = await pair({ bob: { onCall: call => call.ring() } })
  const call = alice.call(b)
  await clock.advance(100)
  network.weather = packet => (packet.from === b ? [] : [10])
  call.cancel()
  await clock.advance(33_000)
  expect(alice.heard).toEqual(['progress 180', 'failed cancelled 487'])
  network.weather = () => [10]
  await rest()
})

test('BYE crosses BYE: both are answered, each side hears one end', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  call.hangUp()
  bob.incoming[0]?.hangUp()
  await clock.advance(100)
  expect(flow().slice(5)).toEqual(['A > B BYE', 'B > A BYE', 'B > A 200 BYE', 'A > B 200 BYE'])
  expect(alice.heard.at(-1)).toBe('ended by us: bye')
  expect(bob.heard.at(-1)).toBe('ended by us: bye')
  await rest()
})

test('the called side declines, and the lost answer is repeated until acknowledged', async () => {
  const { clock, network, alice, bob, flow, rest } = await pair({
    bob: { onCall: call => call.reject({ status: 486, q850: 17 }) },
  })
  network.weather = lose('486 INVITE', 1)
  alice.call(b)
  await clock.advance(1_000)
  expect(flow()).toEqual([
    'A > B INVITE',
    'B > A 100 INVITE',
    'B > A 486 INVITE (lost)',
    'B > A 486 INVITE',
    'A > B ACK',
  ])
  expect(alice.heard).toEqual(['failed rejected 486'])
  expect(bob.heard).toEqual(['ended by us: rejected'])
  await rest()
})

test('nobody picks up in time: the call is cancelled and fails as no-answer', async () => {
  const { clock, alice, bob, rest } = await pair({ bob: { onCall: call => call.ring() } })
  alice.call(b, { answerMsMax: 20_000 })
  await clock.advance(20_100)
  expect(alice.heard).toEqual(['progress 180', 'failed no-answer 487'])
  expect(bob.heard).toEqual(['ended by far-end: cancelled'])
  await rest()
})

test('a repeated INVITE is one call', async () => {
  const { clock, network, alice, bob, rest } = await pair({ bob: { onCall: call => call.ring() } })
  network.weather = packet => (packet.what === 'INVITE' ? [10, 15, 900] : [10])
  const call = alice.call(b)
  await clock.advance(1_000)
  expect(bob.incoming).toHaveLength(1)
  call.cancel()
  await rest()
})

test('a 180 that arrives after the 200 changes nothing', async () => {
  const { clock, network, alice, rest } = await pair({ bob: answers })
  network.weather = packet => (packet.what === '180 INVITE' ? [400] : [10])
  const call = alice.call(b)
  await clock.advance(1_000)
  expect(alice.heard).toEqual(['answered answer'])
  call.hangUp()
  await rest()
})

test('a phone that rings for ever is given up after the longest ringing time', async () => {
  const { clock, alice, bob, rest } = await pair({ bob: { onCall: call => call.ring() } })
  alice.call(b)
  await clock.advance(181_000)
  expect(alice.heard.at(-1)).toBe('failed no-answer 487')
  expect(bob.heard).toEqual(['ended by far-end: cancelled'])
  await rest()
})
