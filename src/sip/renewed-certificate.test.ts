import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { connect, createServer } from 'node:tls'
import { expect, test } from 'vitest'
import type { CallEnd, IncomingCall } from './calls.ts'
import type { SipClock, SipEndpoint, SipEndpointOptions } from './endpoint/endpoint-options.ts'
import { openSipEndpoint } from './endpoint/endpoint.ts'
import { createAuthority } from './fake-authority.ts'
import { fakeSdp } from './fake-phone.ts'
import type { TlsIdentity } from './transport/points.ts'
import { retiredMsMax, retiredQuietMs } from './transport/streams.ts'

/** Time in which the long waits of a renewal pass by hand, and all others as ever. */
function handClock(): SipClock & { readonly fire: (ms: number) => void } {
  const held = new Map<() => void, number>()
  return {
    now: () => performance.now(),
    setTimer: (ms, act) => {
      if (ms === retiredMsMax || ms === retiredQuietMs) {
        held.set(act, ms)
        return () => held.delete(act)
      }
      const timer = setTimeout(act, ms)
      return () => clearTimeout(timer)
    },
    fire: ms => {
      for (const [act, at] of held) {
        if (at !== ms) continue
        held.delete(act)
        act()
      }
    },
  }
}

function open(options: Partial<SipEndpointOptions>): Promise<SipEndpoint> {
  return openSipEndpoint({
    listen: [],
    clock: handClock(),
    token: () => randomBytes(10).toString('hex'),
    userAgent: 'test',
    onInvite: call => call.reject({ status: 404 }),
    ...options,
  })
}

const listener = (tls: TlsIdentity): SipEndpointOptions['listen'] => [
  { transport: 'tls', host: '127.0.0.1', port: 0, tls },
]

/** The serial number of the certificate somebody sees who connects now. */
async function seen(port: number, ca: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, ca, servername: 'sbc.example' })
  await once(socket, 'secureConnect')
  const { serialNumber } = socket.getPeerCertificate()
  socket.destroy()
  return serialNumber
}

test('a renewed certificate is shown to new callers at once, and a call from before goes on and is hung up', async () => {
  const { ca, issue } = await createAuthority()
  const clock = handClock()
  const ends: CallEnd[] = []
  const calls: IncomingCall[] = []
  const answering = await open({
    clock,
    listen: listener(await issue('sbc.example', '0a')),
    onInvite: call => {
      call.handle({ onEnded: end => ends.push(end) })
      call.accept({ sdp: fakeSdp('hello') })
      calls.push(call)
    },
  })
  const calling = await open({
    listen: listener(await issue('sbc.example', '0b')),
    tlsClient: { ca, servername: 'sbc.example' },
  })
  const port = answering.bound[0]?.port ?? 0
  expect(await seen(port, ca)).toBe('0A')
  const answered = Promise.withResolvers<void>()
  const call = calling.invite(
    {
      targets: [{ transport: 'tls', host: '127.0.0.1', port }],
      requestUri: 'sip:bob@sbc.example',
      from: { uri: 'sip:alice@a.example' },
      to: { uri: 'sip:bob@sbc.example' },
      sdp: fakeSdp('hi'),
    },
    { onAnswered: () => answered.resolve(), onEnded: () => undefined },
  )
  await answered.promise
  answering.renew({ in: await issue('sbc.example', '0c') })
  expect(await seen(port, ca)).toBe('0C')
  // Whatever was open stays as long as a call may ring on it, and goes with the next pause after that.
  const before = answering.counts().connections
  clock.fire(retiredMsMax)
  clock.fire(retiredQuietMs)
  expect(answering.counts().connections).toBeLessThan(before)
  await expect.poll(() => calling.counts().connections).toBe(0)
  expect(ends).toEqual([])
  call.hangUp()
  await expect.poll(() => ends.map(end => end.cause)).toEqual(['bye'])
  await Promise.all([answering.close(), calling.close()])
})

test('whoever we call sees the renewed certificate, on a connection of its own', async () => {
  const { ca, issue } = await createAuthority()
  const shown: string[] = []
  const server = createServer(
    { ...(await issue('proxy.example')), ca, requestCert: true, rejectUnauthorized: true },
    (socket: TLSSocket) => {
      shown.push(socket.getPeerCertificate().serialNumber)
      socket.on('error', () => socket.destroy())
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const target = { transport: 'tls', host: '127.0.0.1', port, servername: 'proxy.example' } as const
  const calling = await open({ tlsClient: { ...(await issue('sbc.example', '0a')), ca } })
  const asks = [calling.ping(target)]
  await expect.poll(() => shown).toEqual(['0A'])
  asks.push(calling.ping(target))
  calling.renew({ out: { ...(await issue('sbc.example', '0b')), ca } })
  asks.push(calling.ping(target))
  await expect.poll(() => shown).toEqual(['0A', '0B'])
  await calling.close()
  server.close()
  await Promise.all(asks)
})

test('a key that is not the certificate’s is refused, and the one in use stays', async () => {
  const { ca, issue } = await createAuthority()
  const endpoint = await open({ listen: listener(await issue('sbc.example', '0a')) })
  const [one, other] = [await issue('sbc.example', '0b'), await issue('sbc.example', '0c')]
  expect(() => endpoint.renew({ in: { ...one, key: other.key } })).toThrow(/key/i)
  expect(await seen(endpoint.bound[0]?.port ?? 0, ca)).toBe('0A')
  await endpoint.close()
})
