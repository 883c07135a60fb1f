import { expect, test } from 'vitest'
import { parseCrypto } from './crypto-attribute.ts'
import { acceptAnswer, answerDirection, answerOffer, describeOffer } from './negotiate.ts'
import type { LocalAudio } from './negotiate.ts'
import { printSdp } from './print-sdp.ts'

const master = Buffer.alloc(30, 7)
const inline = Buffer.alloc(30, 9).toString('base64')
const plain: LocalAudio = { codecs: ['PCMA', 'PCMU'], srtp: 'off', master, direction: 'sendrecv' }
const secure: LocalAudio = { ...plain, srtp: 'sdes' }
const place = { sessionId: 5, version: 1, address: '192.0.2.1', port: 20_000, rtcpPort: 20_001 }

/** A description with the given sections; the audio lines that matter stand in each test. */
function sdpOf(...lines: readonly string[]): string {
  return ['v=0', 'o=- 1 1 IN IP4 10.0.0.1', 's=-', 'c=IN IP4 10.0.0.1', 't=0 0', ...lines, ''].join(
    '\r\n',
  )
}

/** Microsoft's non-bypass offer as traces show it (Direct Routing media protocols, 2026). */
const fromTeams = [
  'v=0',
  'o=- 91249 0 IN IP4 127.0.0.1',
  's=session',
  'c=IN IP4 52.113.216.179',
  'b=CT:10000000',
  't=0 0',
  'm=audio 52004 RTP/SAVP 111 103 0 8 18 97 101 13',
  'c=IN IP4 52.113.216.179',
  'a=rtcp:52005',
  'a=label:main-audio',
  'a=x-ssrc-range:1-1',
  `a=crypto:0 AES_CM_128_HMAC_SHA1_32 inline:${Buffer.alloc(30, 1).toString('base64')}|2^31`,
  `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${inline}|2^31|1:1`,
  'a=sendrecv',
  'a=rtpmap:111 SIREN/16000',
  'a=rtpmap:103 SILK/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:18 G729/8000',
  'a=fmtp:18 annexb=no',
  'a=rtpmap:97 RED/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=rtcp-mux',
  'a=ptime:20',
  '',
].join('\r\n')

test('an offer from Teams is answered in its own numbers, with the longer tag and its line', () => {
  const answer = answerOffer(secure, fromTeams)
  if ('ok' in answer) throw new Error(answer.detail)
  const key = master.toString('base64')
  expect(printSdp(place, answer.described, answer.offered).split('\r\n')).toEqual([
    'v=0',
    'o=- 5 1 IN IP4 192.0.2.1',
    's=-',
    'c=IN IP4 192.0.2.1',
    't=0 0',
    'm=audio 20000 RTP/SAVP 0 101 13',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=rtpmap:13 CN/8000',
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31`,
    'a=rtcp:20001',
    'a=rtcp-mux',
    'a=ptime:20',
    'a=sendrecv',
    '',
  ])
  expect(answer.agreement.negotiated).toEqual({
    codec: 'PCMU',
    payloadType: 0,
    digitsPayloadType: 101,
    srtp: 'sdes',
    rtcpMux: true,
    direction: 'sendrecv',
    remote: { address: '52.113.216.179', port: 52_004 },
  })
  expect(answer.agreement.remoteKeys.map(({ mkiBytes }) => mkiBytes)).toEqual([1])
})

test('our offer lists our codecs in our order, digits and noise', () => {
  const lines = printSdp(place, describeOffer(plain)).split('\r\n')
  expect(lines.filter(line => /^(m=|a=rtpmap|a=crypto|a=send)/.test(line))).toEqual([
    'm=audio 20000 RTP/AVP 8 0 101 13',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=rtpmap:13 CN/8000',
    'a=sendrecv',
  ])
})

/** A crypto line whose key is one octet over and over. */
const cryptoLine = (tag: number, fill: number, more = '') =>
  `a=crypto:${tag} AES_CM_128_HMAC_SHA1_80 inline:${Buffer.alloc(30, fill).toString('base64')}|2^31${more}`

const audio = 'm=audio 4000 RTP/AVP 0'
const savp = 'm=audio 4000 RTP/SAVP 0'
const refusals = [
  { why: 'no v=0', local: plain, sdp: 'hello', reason: 'malformed-sdp' },
  { why: 'no address', local: plain, sdp: `v=0\r\n${audio}\r\n`, reason: 'malformed-sdp' },
  {
    why: 'a port too high',
    local: plain,
    sdp: sdpOf('m=audio 99999 RTP/AVP 0'),
    reason: 'malformed-sdp',
  },
  { why: 'a line that is none', local: plain, sdp: sdpOf(audio, 'hello'), reason: 'malformed-sdp' },
  {
    why: 'one number listed twice',
    local: plain,
    sdp: sdpOf('m=audio 4000 RTP/AVP 0 8 0'),
    reason: 'malformed-sdp',
  },
  {
    why: 'one number mapped twice',
    local: plain,
    sdp: sdpOf('m=audio 4000 RTP/AVP 104', 'a=rtpmap:104 SILK/16000', 'a=rtpmap:104 PCMU/8000'),
    reason: 'malformed-sdp',
  },
  {
    why: 'far too long',
    local: plain,
    sdp: sdpOf(audio, `a=x:${'y'.repeat(20_000)}`),
    reason: 'malformed-sdp',
  },
  { why: 'only video', local: plain, sdp: sdpOf('m=video 4000 RTP/AVP 31'), reason: 'no-audio' },
  {
    why: 'audio switched off',
    local: plain,
    sdp: sdpOf('m=audio 0 RTP/AVP 0'),
    reason: 'no-audio',
  },
  {
    why: 'only G.729',
    local: plain,
    sdp: sdpOf('m=audio 4000 RTP/AVP 18'),
    reason: 'no-common-codec',
  },
  { why: 'plain RTP to a secure leg', local: secure, sdp: sdpOf(audio), reason: 'srtp-required' },
  { why: 'SAVP without a key', local: secure, sdp: sdpOf(savp), reason: 'srtp-required' },
  {
    why: 'a key that is too short',
    local: secure,
    sdp: sdpOf(savp, 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'),
    reason: 'srtp-required',
  },
  { why: 'SAVP to a leg in the clear', local: plain, sdp: sdpOf(savp), reason: 'srtp-unexpected' },
]

test.for(refusals)('an offer with $why is refused: $reason', ({ local, sdp, reason }) => {
  expect(answerOffer(local, sdp)).toMatchObject({ ok: false, reason })
})

test('sections that we do not take keep their place with port zero', () => {
  const answer = answerOffer(
    plain,
    sdpOf(
      'm=video 5000 RTP/AVP 31',
      'm=audio 4000 RTP/AVP 96',
      'a=rtpmap:96 pcmu/8000/1',
      'm=audio 6000 RTP/AVP 0',
    ),
  )
  if ('ok' in answer) throw new Error(answer.detail)
  const lines = printSdp(place, answer.described, answer.offered).split('\r\n')
  expect(lines.filter(line => line.startsWith('m='))).toEqual([
    'm=video 0 RTP/AVP 31',
    'm=audio 20000 RTP/AVP 96',
    'm=audio 0 RTP/AVP 0',
  ])
})

/** What is offered by whoever encrypts where he can: the same sound plain and with SRTP, either first. */
const bestEffort = [
  {
    first: 'plain',
    sdp: sdpOf('m=audio 4000 RTP/AVP 0', 'm=audio 4002 RTP/SAVP 8', cryptoLine(1, 1)),
  },
  {
    first: 'SRTP',
    sdp: sdpOf('m=audio 4002 RTP/SAVP 8', cryptoLine(1, 1), 'm=audio 4000 RTP/AVP 0'),
  },
]

test.for(bestEffort)(
  'of sound offered twice, $first first, a leg answers what it can',
  ({ sdp }) => {
    const answered = [plain, secure].map(local => {
      const answer = answerOffer(local, sdp)
      if ('ok' in answer) throw new Error(answer.detail)
      const { remote, codec, srtp } = answer.agreement.negotiated
      const lines = printSdp(place, answer.described, answer.offered).split('\r\n')
      const ports = lines.flatMap(line => /^m=audio (\d+ RTP\S+)/.exec(line)?.[1] ?? [])
      return [srtp, codec, remote.port, ports.toSorted().join(' and ')]
    })
    expect(answered).toEqual([
      ['off', 'PCMU', 4000, '0 RTP/SAVP and 20000 RTP/AVP'],
      ['sdes', 'PCMA', 4002, '0 RTP/AVP and 20000 RTP/SAVP'],
    ])
  },
)

test('an answer with several keys is tried with our own tag first', () => {
  const sdp = sdpOf(
    savp,
    cryptoLine(2, 2, '|1:1'),
    cryptoLine(1, 1),
    'a=crypto:3 AES_CM_256_HMAC_SHA1_80 inline:AA',
  )
  const agreement = acceptAnswer(secure, describeOffer(secure), sdp)
  if ('ok' in agreement) throw new Error(agreement.detail)
  const keys = agreement.remoteKeys.map(({ master: key, mkiBytes }) => [key[0], mkiBytes])
  expect(keys).toEqual([
    [1, 0],
    [2, 1],
  ])
})

const cryptos = [
  { value: `0 AES_CM_128_HMAC_SHA1_80 inline:${inline}`, read: [0, 0] },
  { value: `1 AES_CM_128_HMAC_SHA1_32 inline:${inline}|2^31`, read: [1, 0] },
  { value: `2 AES_CM_128_HMAC_SHA1_80 inline:${inline}|2^31|1:4`, read: [2, 4] },
  { value: `3 AES_CM_128_HMAC_SHA1_80 inline:${inline}|1:2 KDR=0`, read: [3, 2] },
  { value: `4 AES_CM_128_HMAC_SHA1_80 inline:${inline}|2^31|1:200`, read: undefined },
  { value: `5 AES_CM_128_HMAC_SHA1_80 inline:${inline} UNENCRYPTED_SRTP`, read: undefined },
  { value: `6 F8_128_HMAC_SHA1_80 inline:${inline}`, read: undefined },
  { value: 'AES_CM_128_HMAC_SHA1_80', read: undefined },
]

test.for(cryptos)('crypto line $value', ({ value, read }) => {
  const line = parseCrypto(value)
  expect(line && [line.tag, line.key.mkiBytes]).toEqual(read)
})

test('directions meet as RFC 3264 says', () => {
  const all = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const
  const met = all.map(remote => all.map(wish => answerDirection(wish, remote)))
  expect(met).toEqual([
    ['sendrecv', 'sendonly', 'recvonly', 'inactive'],
    ['recvonly', 'inactive', 'recvonly', 'inactive'],
    ['sendonly', 'sendonly', 'inactive', 'inactive'],
    ['inactive', 'inactive', 'inactive', 'inactive'],
  ])
})

test.for([
  { lines: ['c=IN IP4 0.0.0.0'], direction: 'recvonly' },
  { lines: ['a=inactive'], direction: 'inactive' },
  { lines: ['a=sendonly'], direction: 'recvonly' },
])('a peer who holds with $lines leaves us $direction', ({ lines, direction }) => {
  const answer = answerOffer(plain, sdpOf(audio, ...lines))
  if ('ok' in answer) throw new Error(answer.detail)
  expect(answer.agreement.negotiated.direction).toBe(direction)
})

const anOpusPhone = sdpOf(
  'm=audio 4000 RTP/AVP 107 0 101 100',
  'a=rtpmap:107 opus/48000/2',
  'a=fmtp:107 useinbandfec=1; usedtx=0',
  'a=rtpmap:101 telephone-event/48000',
  'a=rtpmap:100 telephone-event/8000',
)

test('a phone with Opus is answered in its number, with the digits of its clock and no noise', () => {
  const answer = answerOffer({ ...plain, codecs: ['PCMA', 'OPUS'] }, anOpusPhone)
  if ('ok' in answer) throw new Error(answer.detail)
  const lines = printSdp(place, answer.described, answer.offered).split('\r\n')
  expect(lines.filter(line => /^(m=|a=rtpmap|a=fmtp)/.test(line))).toEqual([
    'm=audio 20000 RTP/AVP 107 101',
    'a=rtpmap:107 opus/48000/2',
    'a=fmtp:107 maxplaybackrate=8000;sprop-maxcapturerate=8000;stereo=0;useinbandfec=1;usedtx=1',
    'a=rtpmap:101 telephone-event/48000',
    'a=fmtp:101 0-15',
  ])
  expect(answer.agreement).toMatchObject({
    negotiated: { codec: 'OPUS', payloadType: 107, digitsPayloadType: 101 },
    digitsRatio: 6,
    opus: { dtx: false, fec: true },
  })
})

test('the same phone with a leg that has no Opus gets G.711 and its digits', () => {
  const answer = answerOffer({ ...plain, codecs: ['PCMU'] }, anOpusPhone)
  if ('ok' in answer) throw new Error(answer.detail)
  expect(answer.agreement).toMatchObject({
    negotiated: { codec: 'PCMU', payloadType: 0, digitsPayloadType: 100 },
    digitsRatio: 1,
  })
})
