import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { CallFailure } from './calls.ts'
import type { SipClock, SipEndpoint } from './endpoint/endpoint-options.ts'
import { openSipEndpoint } from './endpoint/endpoint.ts'
import { fakeSdp } from './fake-phone.ts'
import { buildResponse } from './messages/build.ts'
import { header } from './messages/header.ts'
import { parseMessage } from './messages/parse.ts'
import { printMessage } from './messages/print.ts'
import type { SipTarget } from './transport/points.ts'

/* Connections whose other end answers no more, or sends us away: real sockets. */

const realClock: SipClock = {
  now: () => performance.now(),
  setTimer: (ms, fire) => {
    const timer = setTimeout(fire, ms)
    return () => clearTimeout(timer)
  },
}

const closings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close()
})

interface FarEnd {
  readonly target: SipTarget
  readonly sockets: readonly Socket[]
  /** Connections on which it says nothing more. */
  readonly mute: Set<Socket>
}

/** A far end over TCP that answers every request with this status. */
async function openFarEnd(status: number): Promise<FarEnd> {
  const sockets: Socket[] = []
  const mute = new Set<Socket>()
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', bytes => {
      const parsed = parseMessage(bytes)
      if (mute.has(socket) || !parsed.ok || parsed.message.kind !== 'request') return
      if (parsed.message.method === 'ACK') return
      const headers = status === 503 ? [header('Retry-After', '1')] : []
      socket.write(printMessage(buildResponse(parsed.message, { status, toTag: 't', headers })))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  closings.push(async () => {
    for (const socket of sockets) socket.destroy()
    const closed = once(server, 'close')
    server.close()
    await closed
  })
  return { target: { transport: 'tcp', host: '127.0.0.1', port }, sockets, mute }
}

async function open(): Promise<SipEndpoint> {
  const endpoint = await openSipEndpoint({
    listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }],
    clock: realClock,
    token: () => randomBytes(10).toString('hex'),
    userAgent: 'test',
    onInvite: call => call.reject({ status: 404 }),
  })
  closings.push(() => endpoint.close())
  return endpoint
}

test('a connection on which OPTIONS stayed unanswered is closed, and the next goes over a new one', async () => {
  const far = await openFarEnd(200)
  const endpoint = await open()
  expect(await endpoint.ping(far.target)).toMatchObject({ kind: 'answered' })
  const [first] = far.sockets
  if (first === undefined) throw new Error('nobody connected')
  far.mute.add(first)
  const closed = once(first, 'close')
  expect(await endpoint.ping(far.target, { timeoutMs: 200 })).toMatchObject({ reason: 'timeout' })
  await closed
  expect(await endpoint.ping(far.target)).toMatchObject({ kind: 'answered' })
  expect(far.sockets).toHaveLength(2)
})

test('a far end that says 503 with Retry-After is connected to anew', async () => {
  const far = await openFarEnd(503)
  const endpoint = await open()
  const failed = await new Promise<CallFailure>((resolve, reject) => {
    endpoint.invite(
      {
        targets: [far.target],
        requestUri: 'sip:bob@bob.invalid',
        from: { uri: 'sip:alice@alice.invalid' },
        to: { uri: 'sip:bob@bob.invalid' },
        sdp: fakeSdp('offer'),
      },
      { onFailed: resolve, onEnded: () => reject(new Error('it was never answered')) },
    )
  })
  expect(failed).toMatchObject({ status: 503, retryAfterMs: 1_000 })
  const [first] = far.sockets
  if (first === undefined) throw new Error('nobody connected')
  expect(await endpoint.ping(far.target)).toMatchObject({ kind: 'answered', status: 503 })
  expect(far.sockets).toHaveLength(2)
  if (!first.closed) await once(first, 'close')
})
