import { expect, test } from 'vitest'
import { answers, b, lose, pair } from './fake-pair.ts'

test('a lost BYE is sent again, and a lost answer to it too', async () => {
  const { clock, network, alice, bob, flow, rest } = await pair({ bob: answers })
  const call = alice.call(b)
  await clock.advance(100)
  network.weather = packet =>
    (packet.what === 'BYE' && packet.nth === 1) || (packet.what === '200 BYE' && packet.nth === 1)
      ? []
      : [10]
  call.hangUp()
  await clock.advance(5_000)
  expect(flow().filter(line => line.includes('BYE'))).toEqual([
    'A > B BYE (lost)',
    'A > B BYE',
    'B > A 200 BYE (lost)',
    'A > B BYE',
    'B > A 200 BYE',
  ])
  expect(bob.heard.at(-1)).toBe('ended by far-end: bye')
  await rest()
})

test('a 200 that is repeated long after its ACK is acknowledged each time, and heard once', async () => {
  const { clock, network, alice, flow, rest } = await pair({ bob: answers })
  network.weather = packet => (packet.what === '200 INVITE' ? [10, 3_000, 20_000] : [10])
  const call = alice.call(b)
  await clock.advance(25_000)
  expect(flow().filter(line => line === 'A > B ACK')).toHaveLength(3)
  expect(alice.heard.filter(line => line.startsWith('answered'))).toEqual(['answered answer'])
  call.hangUp()
  await rest()
})

test('a BYE that overtakes the ACK ends the call all the same', async () => {
  const { clock, network, alice, bob, rest } = await pair({ bob: answers })
  network.weather = packet => (packet.what === 'ACK' ? [400] : [10])
  const call = alice.call(b)
  await clock.advance(100)
  call.hangUp()
  await clock.advance(1_000)
  expect(alice.heard.at(-1)).toBe('ended by us: bye')
  expect(bob.heard.filter(line => line.startsWith('ended'))).toEqual(['ended by far-end: bye'])
  await rest()
})

test('a CANCEL that crosses a refusal changes nothing: the refusal is what is heard', async () => {
  const { clock, alice, bob, flow, rest } = await pair({ bob: { onCall: call => call.ring() } })
  const call = alice.call(b)
  await clock.advance(100)
  bob.incoming[0]?.reject({ status: 486 })
  call.cancel()
  await clock.advance(1_000)
  expect(flow().slice(3)).toEqual([
    'B > A 486 INVITE',
    'A > B CANCEL',
    'A > B ACK',
    'B > A 200 CANCEL',
  ])
  expect(bob.heard).toEqual(['ended by us: rejected'])
  expect(alice.heard).toHaveLength(2)
  await rest()
})

test('a lost CANCEL is sent again until it is answered', async () => {
  const { clock, network, alice, bob, flow, rest } = await pair({
    bob: { onCall: call => call.ring() },
  })
  network.weather = lose('CANCEL', 1, 2)
  const call = alice.call(b)
  await clock.advance(100)
  call.cancel()
  await clock.advance(3_000)
  expect(flow().filter(line => line.includes('CANCEL'))).toEqual([
    'A > B CANCEL (lost)',
    'A > B CANCEL (lost)',
    'A > B CANCEL',
    'B > A 200 CANCEL',
  ])
  expect(bob.heard).toEqual(['ended by far-end: cancelled'])
  expect(alice.heard.at(-1)).toBe('failed cancelled 487')
  await rest()
})
