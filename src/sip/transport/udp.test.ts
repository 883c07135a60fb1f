import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openUdp } from './udp.ts'
import { createFakeClock } from '../fake-clock.ts'
import type { TransportFailure } from './wire.ts'

const clock = createFakeClock()
const events = { onArrival: () => undefined, onTransport: () => undefined, onGone: () => undefined }
const peer = { transport: 'udp', address: '127.0.0.1', port: 9, localPort: 0 } as const

test('a datagram for a point that has closed is told as not sent, and breaks nothing', async () => {
  const point = await openUdp({ transport: 'udp', host: '127.0.0.1', port: 0 }, events, clock)
  const closed = point.close()
  const failures: TransportFailure[] = []
  point.send(peer, Buffer.from('late'), failure => failures.push(failure))
  await closed
  expect(failures).toEqual([{ code: 'unreachable', detail: 'the endpoint is closed' }])
})

test('a datagram sent in the very turn in which its point closes still goes out', async () => {
  const phone = createSocket('udp4')
  phone.bind(0, '127.0.0.1')
  await once(phone, 'listening')
  const heard = once(phone, 'message')
  const point = await openUdp({ transport: 'udp', host: '127.0.0.1', port: 0 }, events, clock)
  const failures: TransportFailure[] = []
  const to = { ...peer, port: phone.address().port }
  point.send(to, Buffer.from('BYE'), failure => failures.push(failure))
  await point.close()
  expect([String((await heard)[0]), failures]).toEqual(['BYE', []])
  phone.close()
})

test('a point learns from its own letters how long datagrams wait, and hands them to nobody', async () => {
  const arrived: unknown[] = []
  const listening = { ...events, onArrival: (arrival: unknown) => void arrived.push(arrival) }
  const real = { now: () => performance.now() }
  const point = await openUdp({ transport: 'udp', host: '0.0.0.0', port: 0 }, listening, real)
  point.waitMs()
  // The thread is busy for a while; the letter waits in the socket meanwhile.
  const until = performance.now() + 30
  while (performance.now() < until);
  const phone = createSocket('udp4')
  const last = once(phone, 'message')
  phone.bind(0, '127.0.0.1')
  await once(phone, 'listening')
  point.send({ ...peer, port: phone.address().port }, Buffer.from('after'), () => undefined)
  await last
  expect(point.waitMs()).toBeGreaterThanOrEqual(30)
  expect(arrived).toEqual([])
  phone.close()
  await point.close()
})

test.each([
  ['a port 0', { ...peer, port: 0 }, /port/i],
  ['a name, which is never looked up', { ...peer, address: 'localhost' }, /is no address/],
])('a datagram to %s is told as not sent, and its point still closes', async (_, to, why) => {
  const point = await openUdp({ transport: 'udp', host: '127.0.0.1', port: 0 }, events, clock)
  const { promise, resolve } = Promise.withResolvers<TransportFailure>()
  point.send(to, Buffer.from('to nobody'), resolve)
  expect(await promise).toMatchObject({ code: 'unreachable', detail: expect.stringMatching(why) })
  await point.close()
})
