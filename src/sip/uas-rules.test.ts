import { expect, test } from 'vitest'
import { fakeSdp, nameOfSdp } from './fake-phone.ts'
import { request, scene, sdpLine, them, us } from './fake-scene.ts'
import { header, valueOf } from './messages/header.ts'
import type { SipResponse } from './messages/message.ts'

const refusals: readonly (readonly [string, string, number, string | undefined])[] = [
  ['an unknown method', request('JUMP'), 501, 'allow'],
  ['a method we do not serve', request('SUBSCRIBE'), 405, 'allow'],
  ['a BYE for no call', request('BYE', { toTag: 'nobody' }), 481, undefined],
  ['an UPDATE outside a call', request('UPDATE'), 481, undefined],
  ['a CANCEL for nothing', request('CANCEL'), 481, undefined],
  ['a strange scheme', request('OPTIONS', { uri: 'soap.beep://192.0.2.1' }), 416, undefined],
  [
    'an unknown extension',
    request('INVITE', { lines: ['Require: levitation'] }),
    420,
    'unsupported',
  ],
  [
    'a strange body',
    request('INVITE', { lines: ['Content-Type: text/html'], body: 'x' }),
    415,
    'accept',
  ],
  [
    'a compressed body',
    request('INVITE', { lines: [sdpLine, 'Content-Encoding: gzip'], body: 'x' }),
    415,
    'accept',
  ],
  ['too short a session', request('INVITE', { lines: ['Session-Expires: 30'] }), 422, 'min-se'],
  [
    'a Replaces of nothing',
    request('INVITE', { lines: ['Replaces: a;to-tag=b;from-tag=c'] }),
    481,
    undefined,
  ],
  ['a wrong version', request('OPTIONS').replace('SIP/2.0', 'SIP/7.0'), 505, undefined],
  ['a CSeq of another method', request('OPTIONS').replace('1 OPTIONS', '1 INVITE'), 400, undefined],
]

test.each(refusals)('%s is refused', async (_what, message, status, told) => {
  const { clock, phone, stranger } = await scene()
  stranger.send(us, message)
  await clock.advance(100)
  const answer = stranger.received.find(
    (each): each is SipResponse => each.kind === 'response' && each.status >= 200,
  )
  expect(answer?.status).toBe(status)
  expect(told === undefined || (answer && valueOf(answer, told) !== undefined)).toBe(true)
  expect(phone.incoming).toEqual([])
  await phone.endpoint.close()
  expect(phone.endpoint.counts().timers).toBe(0)
})

test('OPTIONS is answered with what we speak, even with no hop left', async () => {
  const { clock, phone, stranger } = await scene()
  stranger.send(us, request('OPTIONS'))
  await clock.advance(100)
  const [answer] = stranger.received
  expect(stranger.statuses('OPTIONS')).toEqual([200])
  expect(answer && valueOf(answer, 'allow')).toContain('INVITE')
  await phone.endpoint.close()
})

test('the same INVITE on a second path is a merged request', async () => {
  const { clock, phone, stranger } = await scene()
  stranger.send(us, request('INVITE', { branch: 'z9hG4bKone' }))
  stranger.send(us, request('INVITE', { branch: 'z9hG4bKtwo' }))
  await clock.advance(100)
  expect(stranger.statuses('INVITE').filter(status => status > 100)).toContain(482)
  expect(phone.incoming).toHaveLength(1)
  await phone.endpoint.close()
})

test('a draining endpoint refuses new calls and says when to come back', async () => {
  const { clock, phone, stranger } = await scene()
  phone.endpoint.drain()
  stranger.send(us, request('INVITE'))
  await clock.advance(100)
  const [answer] = stranger.received
  expect(stranger.statuses('INVITE')[0]).toBe(503)
  expect(answer && valueOf(answer, 'retry-after')).toBe('5')
  await phone.endpoint.close()
})

test('a flood from one address gets 503 without a transaction', async () => {
  const { clock, phone, stranger } = await scene({
    options: { limits: { requestsPerSourcePerSecondMax: 3 } },
  })
  for (let n = 0; n < 10; n++)
    stranger.send(us, request('OPTIONS', { branch: `z9hG4bK${n}`, cseq: n + 1 }))
  await clock.advance(100)
  const statuses = stranger.statuses('OPTIONS')
  expect(statuses.filter(status => status === 200)).toHaveLength(3)
  expect(statuses.filter(status => status === 503)).toHaveLength(7)
  expect(phone.endpoint.counts().transactions).toBe(3)
  await phone.endpoint.close()
})

test('an overtaken request inside a call is out of order', async () => {
  const { clock, phone, stranger } = await scene({
    onCall: call => call.accept({ sdp: fakeSdp('answer') }),
  })
  stranger.send(us, request('INVITE', { cseq: 10, lines: [sdpLine], body: fakeSdp('offer') }))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  stranger.send(us, request('ACK', { cseq: 10, toTag, branch: 'z9hG4bKack' }))
  stranger.send(us, request('INFO', { cseq: 9, toTag }))
  await clock.advance(50)
  expect(stranger.statuses('INFO')).toEqual([500])
  stranger.send(us, request('PUBLISH', { cseq: 11, toTag }))
  stranger.send(us, request('PRACK', { cseq: 12, toTag }))
  stranger.send(us, request('UPDATE', { cseq: 13, toTag }))
  await clock.advance(50)
  expect([
    stranger.statuses('PUBLISH'),
    stranger.statuses('PRACK'),
    stranger.statuses('UPDATE'),
  ]).toEqual([[405], [481], [200]])
  await phone.endpoint.close()
})

test.each([
  ['application/dtmf-relay', 'Signal=5\nDuration=160', 200, 'key 5 for 160 ms'],
  ['application/dtmf-relay', 'Signal= *\nDuration= 100', 200, 'key * for 100 ms'],
  ['Application/DTMF-Relay;charset=x', 'signal=11', 200, 'key # for undefined ms'],
  ['application/dtmf', 'd', 200, 'key D for undefined ms'],
  ['application/dtmf-relay', 'Signal=16\nDuration=160', 200, undefined],
  ['application/dtmf-relay', 'Duration=160', 400, undefined],
  ['application/dtmf', '55', 400, undefined],
  ['application/media_control+xml', '<media_control/>', 415, undefined],
  ['', '', 200, undefined],
])('an INFO of %j with %j is answered %i', async (type, body, status, told) => {
  const keys: string[] = []
  const { clock, phone, stranger } = await scene({
    onCall: call => call.accept({ sdp: fakeSdp('answer') }),
    handlers: {
      onKey: ({ digit, durationMs }) => void keys.push(`key ${digit} for ${durationMs} ms`),
    },
  })
  stranger.send(us, request('INVITE', { lines: [sdpLine], body: fakeSdp('offer') }))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  stranger.send(us, request('ACK', { toTag, branch: 'z9hG4bKack' }))
  const lines = type === '' ? [] : [`Content-Type: ${type}`]
  stranger.send(us, request('INFO', { cseq: 2, toTag, lines, body }))
  await clock.advance(50)
  expect([stranger.statuses('INFO'), keys]).toEqual([[status], told === undefined ? [] : [told]])
  const accept = stranger.received.at(-1)
  const taken = status === 415 ? 'application/dtmf-relay, application/dtmf' : undefined
  expect(accept && valueOf(accept, 'accept')).toBe(taken)
  await phone.endpoint.close()
})

test('an INFO of a package is refused, for we take none (RFC 6086 §4.2.2)', async () => {
  const { clock, phone, stranger } = await scene({
    onCall: call => call.accept({ sdp: fakeSdp('answer') }),
  })
  stranger.send(us, request('INVITE', { lines: [sdpLine], body: fakeSdp('offer') }))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  stranger.send(us, request('INFO', { cseq: 2, toTag, lines: ['Info-Package: trunk'] }))
  await clock.advance(50)
  const answer = stranger.received.at(-1)
  expect([stranger.statuses('INFO'), answer && valueOf(answer, 'recv-info')]).toEqual([
    [469],
    'nil',
  ])
  await phone.endpoint.close()
})

test('a caller that requires reliable ringing gets it, and the answer waits for its PRACK', async () => {
  const { clock, phone, stranger } = await scene({
    onCall: call => {
      call.ring()
      call.accept({ sdp: fakeSdp('answer') })
    },
  })
  stranger.send(
    us,
    request('INVITE', { lines: ['Require: 100rel', sdpLine], body: fakeSdp('offer') }),
  )
  await clock.advance(1_000)
  expect(stranger.statuses('INVITE')).toEqual([100, 180, 180])
  const ringing = stranger.received.at(-1)
  expect(ringing && [valueOf(ringing, 'require'), valueOf(ringing, 'rseq')]).toEqual([
    '100rel',
    '1',
  ])
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  stranger.send(us, request('PRACK', { toTag, cseq: 2, lines: ['RAck: 9 1 INVITE'] }))
  await clock.advance(50)
  stranger.send(
    us,
    request('PRACK', { toTag, cseq: 3, branch: 'z9hG4bKp2', lines: ['RAck: 1 1 INVITE'] }),
  )
  await clock.advance(50)
  expect(stranger.statuses('PRACK')).toEqual([481, 200])
  expect(stranger.statuses('INVITE').at(-1)).toBe(200)
  await phone.endpoint.close()
})

test('reliable ringing that is never acknowledged refuses the call', async () => {
  const { clock, phone, stranger } = await scene({ onCall: call => call.ring() })
  stranger.send(us, request('INVITE', { lines: ['Require: 100rel'] }))
  await clock.advance(33_000)
  expect(stranger.statuses('INVITE')).toContain(504)
  expect(phone.heard).toEqual(['ended by us: rejected'])
  await phone.endpoint.close()
})

test('an INVITE without an offer gets ours, and the answer comes with the ACK', async () => {
  const answered: (string | undefined)[] = []
  const { clock, phone, stranger } = await scene({
    handlers: { onAcknowledged: ({ sdp }) => void answered.push(nameOfSdp(sdp)) },
    onCall: call => call.accept({ sdp: fakeSdp('ours') }),
  })
  stranger.send(us, request('INVITE'))
  await clock.advance(50)
  const toTag = phone.incoming[0]?.dialog()?.localTag ?? ''
  const ack = { toTag, branch: 'z9hG4bKack', lines: [sdpLine], body: fakeSdp('theirs') }
  stranger.send(us, request('ACK', ack))
  await clock.advance(50)
  expect(answered).toEqual(['theirs'])
  await phone.endpoint.close()
})

test('an owner that throws spoils one call, not the endpoint', async () => {
  const { clock, phone, stranger } = await scene({
    options: {
      onInvite: () => {
        throw new Error('no such queue')
      },
    },
  })
  stranger.send(us, request('INVITE'))
  stranger.send(us, request('OPTIONS'))
  await clock.advance(100)
  expect(stranger.statuses('INVITE')).toEqual([100, 500])
  expect(stranger.statuses('OPTIONS')).toEqual([200])
  const faults = phone.log.filter(event => event.type === 'transport' && event.what === 'fault')
  expect(JSON.stringify(faults)).toContain('no such queue')
  await phone.endpoint.close()
})

function contact(host: string): ReturnType<typeof header> {
  return header('Contact', `<sip:${host}@${them}:5060>`)
}

test('two forks answer: the first keeps the call, the other is acknowledged and hung up', async () => {
  const { clock, phone, stranger } = await scene()
  const call = phone.call(them)
  await clock.advance(50)
  const invite = stranger.newest('INVITE')
  stranger.answer(invite, { status: 180, toTag: 'one', headers: [contact('one')] })
  stranger.answer(invite, { status: 180, toTag: 'two', headers: [contact('two')] })
  stranger.answer(invite, { status: 200, toTag: 'two', headers: [contact('two')] })
  stranger.answer(invite, { status: 200, toTag: 'one', headers: [contact('one')] })
  stranger.answer(invite, { status: 200, toTag: 'two', headers: [contact('two')] })
  await clock.advance(50)
  const lines = stranger.received.flatMap(message =>
    message.kind === 'request' ? [`${message.method} ${message.requestUri}`] : [],
  )
  expect(lines).toEqual([
    `INVITE sip:bob@${them}`,
    `ACK sip:two@${them}:5060`,
    `ACK sip:one@${them}:5060`,
    `BYE sip:one@${them}:5060`,
    `ACK sip:two@${them}:5060`,
  ])
  expect(phone.heard).toEqual(['progress 180', 'progress 180', 'answered none'])
  stranger.answer(stranger.newest('BYE'), { status: 200 })
  call.hangUp()
  await clock.advance(50)
  stranger.answer(stranger.newest('BYE'), { status: 200 })
  await clock.advance(200_000)
  expect(phone.endpoint.counts()).toEqual({
    transactions: 0,
    dialogs: 0,
    connections: 0,
    timers: 0,
  })
  await phone.endpoint.close()
})

test('requests inside a call repeat the far Contact byte for byte and follow the Record-Route', async () => {
  const { clock, phone, stranger } = await scene()
  const farContact = 'sip:api-du-a-uswe2.pstnhub.microsoft.com:443;x-i=109abb90;x-c=64ce/d/8/f071'
  const call = phone.call(them)
  await clock.advance(50)
  stranger.answer(stranger.newest('INVITE'), {
    status: 200,
    toTag: 't',
    headers: [
      header('CONTACT', `<${farContact}>`),
      header('RECORD-ROUTE', `<sip:${them}:5060;lr>`),
    ],
  })
  await clock.advance(50)
  call.hangUp()
  await clock.advance(50)
  for (const method of ['ACK', 'BYE']) {
    const sent = stranger.newest(method)
    expect([sent.requestUri, valueOf(sent, 'route')]).toEqual([farContact, `<sip:${them}:5060;lr>`])
  }
  await phone.endpoint.close()
})

test('503 and silence move on to the next target; a refusal does not', async () => {
  const { clock, phone, stranger } = await scene()
  const target = { transport: 'udp', host: them, port: 5060 } as const
  phone.call(them, {
    targets: [target, { ...target, host: '7.7.7.7' }, target],
    firstResponseMsMax: 4_000,
  })
  await clock.advance(50)
  stranger.answer(stranger.newest('INVITE'), { status: 503, headers: [header('Retry-After', '1')] })
  await clock.advance(5_000)
  const invites = stranger.received.filter(
    each => each.kind === 'request' && each.method === 'INVITE',
  )
  expect(new Set(invites.map(each => each.via.params.get('branch'))).size).toBe(2)
  stranger.answer(stranger.newest('INVITE'), { status: 603, reason: 'Decline' })
  await clock.advance(50)
  expect(phone.heard).toEqual(['failed rejected 603'])
  await clock.advance(200_000)
  expect(phone.endpoint.counts().timers).toBe(0)
  await phone.endpoint.close()
})

test('an answer is sent where the request came from, and Via says so', async () => {
  const { clock, phone, stranger } = await scene()
  const message = request('OPTIONS').replace(
    `${them}:5060;branch`,
    'phone.invalid:5060;rport;branch',
  )
  stranger.send(us, message)
  await clock.advance(50)
  const [answer] = stranger.received
  expect(answer && valueOf(answer, 'via')).toBe(
    `SIP/2.0/UDP phone.invalid:5060;rport=5060;branch=z9hG4bKOPTIONS;received=${them}`,
  )
  await phone.endpoint.close()
})

test('a challenged call answers once with a digest, and gives up when that is refused', async () => {
  const { clock, phone, stranger } = await scene()
  phone.call(them, { credentials: { username: 'alice', password: 'secret' } })
  await clock.advance(50)
  const challenge = header(
    'Proxy-Authenticate',
    'Digest realm="carrier", nonce="n1", qop="auth", algorithm=MD5',
  )
  stranger.answer(stranger.newest('INVITE'), { status: 407, toTag: 'c', headers: [challenge] })
  await clock.advance(50)
  const second = stranger.newest('INVITE')
  expect(second.cseq.number).toBe(2)
  expect(valueOf(second, 'proxy-authorization')).toMatch(
    /^Digest username="alice", realm="carrier", nonce="n1"/,
  )
  stranger.answer(second, { status: 407, toTag: 'd', headers: [challenge] })
  await clock.advance(50)
  expect(phone.heard).toEqual(['failed unauthorized 407'])
  await phone.endpoint.close()
})
