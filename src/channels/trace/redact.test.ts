import { expect, test } from 'vitest'
import { redact } from './redact.ts'

const secrets = [
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^31',
  'k=base64:c2VjcmV0',
  'Authorization: Digest username="parley", realm="c", nonce="n", cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1"',
  'Proxy-Authorization: Bearer eyJhbGciOi',
]

test('Keys and answers to challenges are written over, and nothing else', () => {
  expect(secrets.map(redact)).toEqual([
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:****************************************|2^31',
    'k=base64:********',
    'Authorization: Digest username="parley", realm="c", nonce="n", cnonce="********", response="********************************"',
    'Proxy-Authorization: Bearer **********',
  ])
})

test('Digits in an INFO body are written over, in both forms carriers use', () => {
  const relay =
    'INFO sip:a@b SIP/2.0\r\nContent-Type: application/dtmf-relay\r\n\r\nSignal=5\r\nDuration=160\r\n'
  const plain = 'INFO sip:a@b SIP/2.0\r\nContent-Type: application/dtmf\r\n\r\n42'
  expect(redact(relay)).toContain('\r\n\r\nSignal=*\r\nDuration=160')
  expect(redact(plain)).toBe('INFO sip:a@b SIP/2.0\r\nContent-Type: application/dtmf\r\n\r\n**')
})

test('A message keeps its length, and one without secrets is left as it is', () => {
  const invite = `INVITE sip:a@b SIP/2.0\r\nContent-Length: 90\r\n\r\nv=0\r\n${secrets[0]}\r\n`
  expect(redact(invite)).toHaveLength(invite.length)
  const bye = 'BYE sip:a@b SIP/2.0\r\nCall-ID: inline@b\r\n\r\n'
  expect(redact(bye)).toBe(bye)
})
