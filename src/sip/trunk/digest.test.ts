import { expect, test } from 'vitest'
import { createFakeClock } from '../fake-clock.ts'
import { fakeSdp, openFakePhone } from '../fake-phone.ts'
import { valueOf } from '../messages/header.ts'
import { createFakeNetwork } from '../transport/fake-wire.ts'
import { createDigestGate, nonceMsMax } from './digest-gate.ts'
import { digestResponse } from './digest.ts'

test('the worked examples of RFC 7616 §3.9.1 come out', () => {
  const input = {
    username: 'Mufasa',
    password: 'Circle of Life',
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    method: 'GET',
    uri: '/dir/index.html',
    qop: { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
  } as const
  expect(digestResponse({ ...input, algorithm: 'md5' })).toBe('8ca523f5e9506fed4657c9700eebdbec')
  expect(digestResponse({ ...input, algorithm: 'sha-256' })).toBe(
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  )
})

test('a gate lets the right password in, once for each count, and asks everybody else', async () => {
  const clock = createFakeClock()
  const network = createFakeNetwork(clock)
  const gate = createDigestGate({
    realm: 'parley',
    clock,
    secret: 'for nonces',
    passwordOf: name => (name === 'pbx' ? 'secret' : undefined),
  })
  const alice = await openFakePhone(network, clock, '1.1.1.1')
  const bob = await openFakePhone(network, clock, '2.2.2.2', {
    options: { screen: gate },
    onCall: call => call.accept({ sdp: fakeSdp('answer') }),
  })
  alice.call('2.2.2.2', { credentials: { username: 'pbx', password: 'wrong' } })
  await clock.advance(200)
  alice.call('2.2.2.2', { credentials: { username: 'nobody', password: 'secret' } })
  await clock.advance(200)
  expect(alice.heard).toEqual(['failed unauthorized 401', 'failed unauthorized 401'])
  const call = alice.call('2.2.2.2', { credentials: { username: 'pbx', password: 'secret' } })
  await clock.advance(200)
  call.hangUp()
  await clock.advance(200)
  expect(alice.heard.slice(2)).toEqual(['answered answer', 'ended by us: bye'])
  expect(bob.heard).toEqual(['acknowledged', 'ended by far-end: bye'])

  const request = bob.log.flatMap(event =>
    event.type === 'received' && event.message.kind === 'request' ? [event.message] : [],
  )
  const proven = request.findLast(
    each => each.method === 'INVITE' && valueOf(each, 'authorization')?.includes('"pbx"') === true,
  )
  if (proven === undefined) throw new Error('no INVITE carried credentials')
  const source = { transport: 'udp', address: '6.6.6.6', port: 5060, localPort: 5060 } as const
  expect(gate({ request: proven, source })).toMatchObject({ status: 401 })
  await clock.advance(nonceMsMax + 1)
  const stale = gate({ request: proven, source })
  expect(JSON.stringify(stale)).toContain('stale=true')
  await Promise.all([alice.endpoint.close(), bob.endpoint.close()])
})
