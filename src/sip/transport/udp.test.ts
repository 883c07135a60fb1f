import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openUdp } from './udp.ts'
import type { TransportFailure } from './wire.ts'

const events = { onArrival: () => undefined, onTransport: () => undefined, onGone: () => undefined }
const peer = { transport: 'udp', address: '127.0.0.1', port: 9, localPort: 0 } as const

test('a datagram for a point that has closed is told as not sent, and breaks nothing', async () => {
  const point = await openUdp({ transport: 'udp', host: '127.0.0.1', port: 0 }, events)
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
  const point = await openUdp({ transport: 'udp', host: '127.0.0.1', port: 0 }, events)
  const failures: TransportFailure[] = []
  const to = { ...peer, port: phone.address().port }
  point.send(to, Buffer.from('BYE'), failure => failures.push(failure))
  await point.close()
  expect([String((await heard)[0]), failures]).toEqual(['BYE', []])
  phone.close()
})
