import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  annaNumber,
  field,
  goodOffer,
  okTo,
  openProxyUnderTest,
  sbcName,
  unique,
  vanish,
  writeRequest,
} from './raw-sbc.ts'
import type { Change, ProxyUnderTest, RawWire } from './raw-sbc.ts'

let under: ProxyUnderTest
let sbc: RawWire

beforeAll(async () => {
  under = await openProxyUnderTest()
  sbc = await under.connect()
})
afterAll(() => under[Symbol.asyncDispose]())
beforeEach(() => under.forget())

function codes(): readonly string[] {
  return under.broken()
}

const options = (headers: Change['headers'] = {}): Change => ({
  method: 'OPTIONS',
  uri: 'sip:sip.pstnhub.microsoft.com:5061',
  headers,
})

const plain = goodOffer.replace('RTP/SAVP', 'RTP/AVP')
const weak = goodOffer.replace('SHA1_80', 'SHA1_32')
const strange = goodOffer
  .replace('RTP/SAVP 8 0 101', 'RTP/SAVP 104 101')
  .replace('a=rtpmap:8 PCMA/8000', 'a=rtpmap:104 SILK/16000')
const double = goodOffer.replace('a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 SILK/16000')

const refused: readonly (readonly [string, Change, string, readonly string[]])[] = [
  ['OPTIONS without Contact', options({ Contact: undefined }), '400', ['contact-missing refused']],
  [
    'OPTIONS with an IP',
    options({ Contact: '<sip:203.0.113.1:5061>' }),
    '403',
    ['contact-ip refused'],
  ],
  [
    'unknown FQDN',
    options({ Contact: '<sip:sbc.fabrikam.example>' }),
    '403',
    ['contact-not-in-certificate refused', 'contact-unknown refused'],
  ],
  [
    'other FQDN of the tenant',
    options({ Contact: '<sip:sbc2.contoso.example>' }),
    '403',
    ['contact-not-in-certificate refused'],
  ],
  [
    'INVITE with an IP',
    { headers: { Contact: '<sip:+44@[2001:db8::1]>' } },
    '403',
    ['contact-ip refused'],
  ],
  [
    'number without plus',
    { uri: 'sip:01632960001@sip.pstnhub.microsoft.com;user=phone' },
    '412',
    ['number-without-plus refused'],
  ],
  [
    'unassigned number',
    { uri: 'sip:+441632960999@sip.pstnhub.microsoft.com;user=phone' },
    '404',
    [],
  ],
  ['no SDP', { body: '' }, '488', ['sdp-missing refused']],
  ['SDP that is none', { body: 'hello' }, '410', ['sdp-unreadable refused']],
  ['plain RTP', { body: plain }, '488', ['rtp-not-savp refused']],
  ['only SHA1_32', { body: weak }, '488', ['crypto-missing refused']],
  ['no codec in common', { body: strange }, '488', ['codec-missing refused']],
  ['payload type twice', { body: double }, '488', ['payload-type-duplicate refused']],
  [
    'Replaces',
    { headers: { Replaces: 'a;to-tag=b;from-tag=c' } },
    '400',
    ['replaces-sent refused'],
  ],
  ['Require: 100rel', { headers: { Require: '100rel' } }, '420', ['requires-extension refused']],
  [
    'sips:',
    { uri: `sips:${annaNumber}@sip.pstnhub.microsoft.com;user=phone` },
    '416',
    ['sips-uri refused'],
  ],
  [
    'Record-Route with an IP',
    { headers: { 'Record-Route': '<sip:203.0.113.10;lr>' } },
    '403',
    ['record-route-ip refused'],
  ],
  [
    'OPTIONS whose Record-Route has an IP',
    options({ 'Record-Route': '<sip:[2001:db8::1];lr>' }),
    '403',
    ['record-route-ip refused'],
  ],
  ['REFER', { method: 'REFER' }, '405', ['method-not-allowed refused']],
  ['a bad version', { version: 'SIP /2.0' }, '504', []],
  ['CSeq of another method', { headers: { CSeq: '1 BYE' } }, '400', []],
]

test.each(refused)('%s is refused as Microsoft does', async (_name, change, status, violations) => {
  sbc.send(writeRequest(unique(change)))
  const answer = await sbc.next(`SIP/2.0 ${status}`)
  expect(field(answer, 'REASON')).toMatch(/^Q\.850;cause=\d+;text="[0-9a-f-]{36};.+"$/)
  expect(codes()).toEqual(violations)
  expect(under.proxy.counts().dialogs).toBe(0)
})

const tolerated: readonly (readonly [string, Change, readonly string[]])[] = [
  [
    'no user=phone',
    { uri: `sip:${annaNumber}@sip.pstnhub.microsoft.com` },
    ['user-phone-missing ignored'],
  ],
  [
    'a caller without plus',
    { headers: { From: '<sip:100@a.example>;tag=1' } },
    ['from-not-e164 ignored'],
  ],
  [
    'another Record-Route',
    { headers: { 'Record-Route': '<sip:proxy.example;lr>' } },
    ['record-route-differs ignored'],
  ],
  [
    'parameters outside the brackets',
    { headers: { Contact: `<sip:+44@${sbcName}:5061>;transport=tls` } },
    [],
  ],
]

test.each(tolerated)('%s is tolerated, and written down', async (_name, change, violations) => {
  const request = unique(change)
  sbc.send(writeRequest(request))
  await sbc.next('SIP/2.0 100')
  under.clock.pass(10)
  await sbc.next('SIP/2.0 180')
  sbc.send(
    writeRequest({
      ...request,
      method: 'CANCEL',
      headers: { ...request.headers, CSeq: '1 CANCEL' },
    }),
  )
  await sbc.next('SIP/2.0 487')
  expect(codes()).toEqual(violations)
})

test('a client certificate is asked for, and must prove the Contact: a star stands for one label', async () => {
  const wires = {
    none: await under.connect([]),
    star: await under.connect(['*.contoso.example']),
    wide: await under.connect(['*.example']),
  }
  const statuses: string[] = []
  for (const wire of [wires.none, wires.star, wires.wide]) {
    wire.send(writeRequest(unique(options())))
    statuses.push((await wire.next('SIP/2.0')).slice(8, 11))
  }
  expect(statuses).toEqual(['403', '200', '403'])
})

test('a certificate of an elliptic key is refused, though it proves the name', async () => {
  const wire = await under.connect([sbcName], { elliptic: true })
  wire.send(writeRequest(unique(options())))
  await wire.next('SIP/2.0 403')
  expect(codes()).toEqual(['certificate-weak refused'])
})

test('OPTIONS is answered without a To tag, in upper case, and asked back on a connection of its own', async () => {
  const listener = await under.listen()
  sbc.send(writeRequest(unique(options())))
  const answer = await sbc.next('SIP/2.0 200')
  expect(field(answer, 'TO')).not.toContain('tag=')
  expect(answer).toMatch(
    /^SERVER: Microsoft\.PSTNHub\.SIPProxy v\.\d+\.\d+\.\d+\.\d+ i\.EUNO\.7\r$/m,
  )
  expect(answer).toMatch(/^ALLOW: INVITE,ACK,OPTIONS,CANCEL,BYE,NOTIFY\r$/m)
  // A trunk whose SBC could not be reached is asked again a minute later.
  under.clock.pass(60_000)
  const asked = await listener.wire.next('OPTIONS')
  expect(under.proxy.activeSbcs()).toEqual([])
  listener.wire.send(okTo(asked))
  await vanish(() => under.proxy.activeSbcs().length === 0)
  expect(under.proxy.activeSbcs()).toEqual([sbcName])
  // RFC 3261 §8.2.6.2 asks for a tag in every answer but 100; Microsoft's own lack of one is no excuse.
  expect(codes()).toContain('to-tag-missing ignored')

  under.forget()
  sbc.send(writeRequest(unique(options())))
  await sbc.next('SIP/2.0 200')
  sbc.send(writeRequest(unique(options())))
  await sbc.next('SIP/2.0 200')
  expect(codes()).toEqual(['options-too-often ignored'])
  under.clock.pass(180_001)
  expect(codes()).toContain('options-too-rare ignored')
  expect(under.proxy.activeSbcs()).toEqual([])
  await listener.close()
})

test('a busy datacenter asks to come back in a second, a deaf one says nothing, and both recover', async () => {
  under.proxy.setFault({ kind: 'overloaded' })
  sbc.send(writeRequest(unique({})))
  expect(field(await sbc.next('SIP/2.0 503'), 'RETRY-AFTER')).toBe('1')
  under.proxy.setFault({ kind: 'silent' })
  sbc.send(writeRequest(unique({})))
  sbc.send(writeRequest(unique({ method: 'REFER', version: 'SIP/3.0' })))
  expect((await sbc.next('SIP/2.0')).slice(8, 11)).toBe('504')
  under.proxy.setFault(undefined)
  sbc.send(writeRequest(unique({ body: '' })))
  await sbc.next('SIP/2.0 488')
})

test.each([
  ['noise', '\u0000\u0001 hello\r\n\r\n'],
  ['no length', 'INVITE sip:a SIP/2.0\r\nVia: x\r\n\r\n'],
  ['a length beyond all bounds', 'INVITE sip:a SIP/2.0\r\nl: 99999999\r\n\r\n'],
  ['a header line without end', 'x'.repeat(70_000)],
])('%s closes the connection it came on, and no other', async (_name, bytes) => {
  const before = under.proxy.counts().connections
  const wire = await under.connect()
  await vanish(() => under.proxy.counts().connections === before)
  wire.send(bytes)
  await vanish(() => under.proxy.counts().connections > before)
  sbc.send(writeRequest(unique({ body: '' })))
  expect(await sbc.next('SIP/2.0 488')).toContain('MediaOfferError')
})

test.each([
  [{ minVersion: 'TLSv1.3' }],
  [{ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-CHACHA20-POLY1305' }],
] as const)('a handshake with %j fails: TLS 1.2 and four suites are all there is', async secure => {
  await expect(under.connect([sbcName], secure)).rejects.toThrow(/handshake failure|alert/)
})
