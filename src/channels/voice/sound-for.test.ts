import { expect, test } from 'vitest'
import { soundFor } from './sound-for.ts'

const key = Buffer.alloc(30, 1).toString('base64')
const crypto = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31`
const foreign = `a=crypto:1 AEAD_AES_256_GCM inline:${key}`
const session = ['v=0', 'o=- 1 1 IN IP4 10.0.0.1', 's=-', 'c=IN IP4 10.0.0.1', 't=0 0']

test.each([
  ['plain sound alone', ['m=audio 4000 RTP/AVP 0 101'], 'off PCMU PCMA', 'sdes PCMU PCMA'],
  ['SRTP alone', ['m=audio 4000 RTP/SAVP 8', crypto], 'sdes PCMU PCMA', 'sdes PCMU PCMA'],
  [
    'plain sound, then SRTP',
    ['m=audio 4000 RTP/AVP 9', 'm=audio 4002 RTP/SAVP 0', crypto],
    'sdes PCMU PCMA',
    'sdes PCMU PCMA',
  ],
  [
    'SRTP, then plain sound',
    ['m=audio 4002 RTP/SAVP 9', crypto, 'm=audio 4000 RTP/AVP 0'],
    'sdes OPUS G722',
    'sdes OPUS G722',
  ],
  [
    'plain sound, and SRTP that is switched off',
    ['m=audio 4000 RTP/AVP 0', 'm=audio 0 RTP/SAVP 0', crypto],
    'off PCMU PCMA',
    'sdes PCMU PCMA',
  ],
  [
    'plain sound, and SRTP by keys that are not ours to use',
    ['m=audio 4002 RTP/SAVP 9', foreign, 'm=audio 4000 RTP/AVP 96', 'a=rtpmap:96 PCMU/8000'],
    'off PCMU PCMA',
    'sdes PCMU PCMA',
  ],
  ['nothing that can be read', ['m=audio'], 'off PCMU PCMA', 'sdes PCMU PCMA'],
  ['no description at all', undefined, 'off PCMU PCMA', 'sdes PCMU PCMA'],
])('Offered %s, a leg has what the trunk asks for', (_, lines, asOffered, always) => {
  const sdp = lines && [...session, ...lines, ''].join('\r\n')
  const made = (['as-offered', 'always'] as const).map(srtp => {
    const sound = soundFor({ srtp }, sdp)
    return [sound.srtp, ...sound.codecs].join(' ')
  })
  expect(made).toEqual([asOffered, always])
})
