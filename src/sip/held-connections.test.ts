import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { SipEndpoint, SipEndpointOptions } from './endpoint/endpoint-options.ts'
import { openSipEndpoint } from './endpoint/endpoint.ts'
import { createAuthority } from './fake-authority.ts'

/* Strangers who open connections and hold them, over real sockets. */

const here = '127.0.0.1'
const opened: SipEndpoint[] = []
const sockets: Socket[] = []

async function open(options: Partial<SipEndpointOptions> = {}): Promise<SipEndpoint> {
  let tokens = 0
  const endpoint = await openSipEndpoint({
    listen: [{ transport: 'tcp', host: here, port: 0 }],
    clock: {
      now: () => performance.now(),
      setTimer: (ms, fire) => {
        const timer = setTimeout(fire, ms)
        return () => clearTimeout(timer)
      },
    },
    token: () => `t${performance.now()}x${++tokens}`,
    userAgent: 'test',
    onInvite: call => call.reject({ status: 404 }),
    ...options,
  })
  opened.push(endpoint)
  return endpoint
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(opened.splice(0).map(endpoint => endpoint.close()))
})

/** Opens a connection that says no more than this; tells when we end it. */
async function hold(endpoint: SipEndpoint, words = ''): Promise<{ readonly ended: Promise<void> }> {
  const socket = connect({ host: here, port: endpoint.bound[0]?.port ?? 0 })
  sockets.push(socket)
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.on('error', () => resolve())
  socket.on('close', () => resolve())
  socket.resume()
  await once(socket, 'connect')
  if (words !== '') socket.write(words)
  return { ended: promise }
}

const options = [
  'OPTIONS sip:x@h.invalid SIP/2.0',
  'Via: SIP/2.0/TCP h.invalid;branch=z9hG4bK1',
  'From: <sip:y@h.invalid>;tag=1',
  'To: <sip:x@h.invalid>',
  'Call-ID: 1',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\r\n')

test('a stranger who holds all it can get keeps nobody from calling out', async () => {
  const bob = await open()
  const alice = await open({ limits: { connectionsMax: 8 } })
  const held = await Promise.all(Array.from({ length: 12 }, () => hold(alice)))
  await Promise.all(held.slice(6).map(({ ended }) => ended))
  const target = { transport: 'tcp', host: here, port: bob.bound[0]?.port ?? 0 } as const
  expect(await alice.ping(target)).toMatchObject({ status: 200 })
})

test.each(['tcp', 'tls'] as const)(
  'one address has its share of connections over %s, and a peer has more',
  async transport => {
    const tls = await (await createAuthority()).issue('bob.invalid')
    const listen = [{ transport, host: here, port: 0, tls }] as const
    const limits = { connectionsPerStrangerMax: 2, connectionsPerPeerMax: 4 }
    const refusals: string[] = []
    const log: SipEndpointOptions['log'] = event => {
      if (event.type === 'transport' && event.what === 'connection-refused')
        refusals.push(event.detail)
    }
    const strangers = await open({ listen, limits, log })
    const first = await hold(strangers)
    await hold(strangers)
    await (
      await hold(strangers)
    ).ended
    expect(refusals).toEqual([`${here} (limit)`])
    sockets[0]?.destroy()
    await first.ended
    const peers = await open({ listen, limits, isPeer: address => address === here })
    for (let at = 0; at < 4; at += 1) await hold(peers)
    await (
      await hold(peers)
    ).ended
  },
)

test.each([
  ['nothing', ''],
  ['half a message', 'OPTIONS sip:x@h.invalid SIP/2.0\r\n'],
  ['keep-alives alone', '\r\n\r\n'],
])('a connection that brings %s is closed soon', async (_, words) => {
  const alice = await open({ limits: { firstMessageMsMax: 100 } })
  await (
    await hold(alice, words)
  ).ended
  expect(alice.counts().connections).toBe(0)
})

test('a connection that has brought a message may be idle', async () => {
  const alice = await open({ limits: { firstMessageMsMax: 100, idleConnectionMsMax: 400 } })
  const since = performance.now()
  await (
    await hold(alice, options)
  ).ended
  expect(performance.now() - since).toBeGreaterThan(300)
})

test('a TLS handshake that is not gone on with is given up as soon as a connection of ours would be', async () => {
  const tls = await (await createAuthority()).issue('bob.invalid')
  const told: string[] = []
  const alice = await open({
    listen: [{ transport: 'tls', host: here, port: 0, tls }],
    limits: { connectMsMax: 100 },
    log: event => void (event.type === 'transport' && told.push(event.what)),
  })
  await (
    await hold(alice)
  ).ended
  expect(told).toEqual(['tls-refused'])
})

test('who listens nowhere still asks and is answered', async () => {
  const bob = await open()
  const alice = await open({ listen: [] })
  const target = { transport: 'tcp', host: here, port: bob.bound[0]?.port ?? 0 } as const
  expect(await alice.ping(target, { timeoutMs: 2_000 })).toMatchObject({ status: 200 })
})
