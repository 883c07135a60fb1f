import { expect, test } from 'vitest'
import { makeAnswer, makeOffer, openSession } from './session.ts'

const key = Buffer.alloc(30, 1).toString('base64')
const place = { address: '192.0.2.1', port: 20_000, rtcpPort: 20_001 }

function mediaLines(sdp: string): readonly string[] {
  return sdp.split('\r\n').flatMap(line => /^m=\w+ \d+ \S+/.exec(line) ?? [])
}

test('our later offers keep the places of the sections that the peer offered (RFC 3264 §8)', () => {
  const request = { legId: 'l', callId: 'c', srtp: 'sdes', codecs: ['PCMU'] } as const
  const session = openSession(request, place, { sessionId: 1 })
  expect(mediaLines(makeOffer(session))).toEqual(['m=audio 20000 RTP/SAVP'])
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 10.0.0.1',
    's=-',
    'c=IN IP4 10.0.0.1',
    't=0 0',
    'm=audio 4000 RTP/AVP 0',
    'm=audio 4002 RTP/SAVP 0',
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}`,
    'm=video 4004 RTP/AVP 31',
  ]
  const answer = makeAnswer(session, offer.join('\r\n'))
  if ('ok' in answer) throw new Error(answer.detail)
  const places = ['m=audio 0 RTP/AVP', 'm=audio 20000 RTP/SAVP', 'm=video 0 RTP/AVP']
  expect(mediaLines(answer.sdp)).toEqual(places)
  expect(mediaLines(makeOffer(session))).toEqual(places)
})
