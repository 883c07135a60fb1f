import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { IncomingCall } from './calls.ts'
import type { SipClock, SipEndpoint, SipEndpointOptions } from './endpoint/endpoint-options.ts'
import { openSipEndpoint } from './endpoint/endpoint.ts'
import { createAuthority } from './fake-authority.ts'
import { fakeSdp } from './fake-phone.ts'
import type { SipTarget, SipTransport } from './transport/points.ts'

const realClock: SipClock = {
  now: () => performance.now(),
  setTimer: (ms, fire) => {
    const timer = setTimeout(fire, ms)
    return () => clearTimeout(timer)
  },
}

const opened: SipEndpoint[] = []

async function open(
  transport: SipTransport,
  extra: Partial<SipEndpointOptions> = {},
): Promise<SipEndpoint> {
  const endpoint = await openSipEndpoint({
    listen: [{ transport, host: '127.0.0.1', port: 0 }],
    clock: realClock,
    token: () => randomBytes(10).toString('hex'),
    userAgent: 'test',
    onInvite: call => call.reject({ status: 404 }),
    ...extra,
  })
  opened.push(endpoint)
  return endpoint
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(endpoint => endpoint.close()))
})

function targetOf(endpoint: SipEndpoint, extra: Partial<SipTarget> = {}): SipTarget {
  const point = endpoint.bound[0]
  return {
    transport: point?.transport ?? 'udp',
    host: '127.0.0.1',
    port: point?.port ?? 0,
    ...extra,
  }
}

/** Calls, is answered, and is hung up by the called side; tells who the called side took us for. */
async function callAcross(
  caller: SipEndpoint,
  target: SipTarget,
  picked: Promise<IncomingCall>,
): Promise<IncomingCall> {
  const ended = new Promise<string>(resolve => {
    caller.invite(
      {
        targets: [target],
        requestUri: 'sip:bob@bob.invalid',
        from: { uri: 'sip:alice@alice.invalid' },
        to: { uri: 'sip:bob@bob.invalid' },
        sdp: fakeSdp('offer'),
      },
      {
        onAnswered: () => undefined,
        onFailed: failure => resolve(`${failure.code} ${failure.reason}`),
        onEnded: end => resolve(`${end.by} ${end.cause}`),
      },
    )
  })
  const outcome = await Promise.race([picked, ended])
  if (typeof outcome === 'string') throw new Error(outcome)
  expect(await ended).toBe('far-end bye')
  return outcome
}

function pickUp(): {
  readonly call: Promise<IncomingCall>
  readonly onInvite: (call: IncomingCall) => void
} {
  const { promise, resolve } = Promise.withResolvers<IncomingCall>()
  const onInvite = (call: IncomingCall): void => {
    call.handle({ onEnded: () => undefined, onAcknowledged: () => call.hangUp() })
    call.ring()
    call.accept({ sdp: fakeSdp('answer') })
    resolve(call)
  }
  return { call: promise, onInvite }
}

test.each(['udp', 'tcp'] as const)(
  'a call over real %s is answered and hung up',
  async transport => {
    const { call, onInvite } = pickUp()
    const bob = await open(transport, { onInvite })
    const alice = await open(transport)
    const { invite } = await callAcross(alice, targetOf(bob), call)
    expect(invite.source).toMatchObject({ transport, address: '127.0.0.1' })
    expect(await alice.ping(targetOf(bob))).toMatchObject({ kind: 'answered', status: 200 })
    expect(alice.counts().dialogs + bob.counts().dialogs).toBe(0)
  },
)

test('a call over real TLS proves both names, on the way back too', async () => {
  const { issue } = await createAuthority()
  const proxy = await issue('sip.pstnhub.invalid')
  const sbc = await issue('sbc.contoso.invalid')
  const { call, onInvite } = pickUp()
  const resolver = {
    naptr: () => Promise.resolve([]),
    srv: () => Promise.resolve([]),
    addresses: () => Promise.resolve(['127.0.0.1']),
  }
  const point = { transport: 'tls', host: '127.0.0.1', port: 0 } as const
  const bob = await open('tls', {
    onInvite,
    resolver,
    listen: [{ ...point, tls: { ...proxy, requestClientCertificate: true } }],
    tlsClient: proxy,
  })
  const alice = await open('tls', {
    listen: [
      {
        ...point,
        advertise: { host: 'sbc.contoso.invalid' },
        tls: { ...sbc, requestClientCertificate: true },
      },
    ],
    tlsClient: sbc,
  })
  // The called side hangs up over a connection of its own, to the name in our Contact, as Microsoft does.
  const target = targetOf(bob, { servername: 'sip.pstnhub.invalid' })
  const { invite } = await callAcross(alice, target, call)
  expect(invite.source.tlsPeerNames).toContain('sbc.contoso.invalid')
  expect(alice.counts().connections).toBe(2)
})

test('a TLS peer with another name is not spoken to', async () => {
  const authority = await createAuthority()
  const identity = await authority.issue('other.invalid')
  const bob = await open('tls', {
    listen: [{ transport: 'tls', host: '127.0.0.1', port: 0, tls: identity }],
  })
  const alice = await open('udp', { tlsClient: { ca: authority.ca } })
  const result = await alice.ping(targetOf(bob, { servername: 'sip.pstnhub.invalid' }))
  expect(result).toEqual({ kind: 'silent', reason: 'transport-failed' })
  expect(await alice.ping(targetOf(bob, { servername: 'other.invalid' }))).toMatchObject({
    status: 200,
  })
})

test('a TLS client without a certificate is turned away where one is asked for', async () => {
  const authority = await createAuthority()
  const identity = await authority.issue('bob.invalid')
  const tls = { ...identity, requestClientCertificate: true }
  const bob = await open('tls', { listen: [{ transport: 'tls', host: '127.0.0.1', port: 0, tls }] })
  const alice = await open('udp', { tlsClient: { ca: authority.ca } })
  const result = await alice.ping(targetOf(bob, { servername: 'bob.invalid' }), {
    timeoutMs: 2_000,
  })
  expect(result).toMatchObject({ kind: 'silent' })
})

test('a refused TCP connection is silence at once, not after Timer F', async () => {
  const bob = await open('tcp')
  const target = targetOf(bob)
  await bob.close()
  const alice = await open('udp')
  expect(await alice.ping(target)).toEqual({ kind: 'silent', reason: 'transport-failed' })
})

test('a large request for UDP goes over TCP, or over UDP where there is no TCP', async () => {
  const both = [
    { transport: 'udp', host: '127.0.0.1', port: 0 },
    { transport: 'tcp', host: '127.0.0.1', port: 0 },
  ] as const
  const seen: string[] = []
  const onOptions = ({ source }: { source: { transport: string } }): { status: number } => {
    seen.push(source.transport)
    return { status: 200 }
  }
  const bob = await open('udp', { listen: both, onOptions })
  const [udp, tcp] = bob.bound
  const alice = await open('udp')
  const headers = { 'X-Long': 'x'.repeat(2_000) }
  await alice.ping({ transport: 'udp', host: '127.0.0.1', port: udp?.port ?? 0 }, { headers })
  await alice.ping({ transport: 'udp', host: '127.0.0.1', port: tcp?.port ?? 0 }, { headers })
  expect(seen).toEqual(['udp', 'tcp'])
})

test('a double CRLF on a connection is answered with one', async () => {
  const bob = await open('tcp')
  const port = bob.bound[0]?.port ?? 0
  const answer = await new Promise<string>(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.write('\r\n\r\n'))
    socket.once('data', data => {
      resolve(data.toString())
      socket.destroy()
    })
  })
  expect(answer).toBe('\r\n')
})
