import { expect, test } from 'vitest'
import { wireFramer } from './framer.ts'
import { headerOf, parseWire, printWire, valuesOf } from './message.ts'
import { parseNamedUri, parseSipUri } from './sip-uri.ts'

const invite = [
  'INVITE sip:+1833@sip.pstnhub.microsoft.com;user=phone SIP/2.0',
  'v: SIP/2.0/TLS sbc.example:5061;branch=z9hG4bK1',
  'f: John "J" Doe<sip:+1716@sbc.example>;tag=1',
  'History-Info: <sip:+1@a;x=1?Reason=SIP%3Bcause%3D302>;index=1,',
  ' "Last, first" <sip:+2@b>;index=1.1',
  'l: 3',
].join('\r\n')

test('a stream is cut into messages however the bytes arrive, and pings are told apart', () => {
  const text = `\r\n\r\n${invite}\r\n\r\nv=0${invite}\r\n\r\nv=1`
  const frame = wireFramer()
  const seen = [...Buffer.from(text)].flatMap(byte => frame(Buffer.from([byte])))
  expect(seen.map(one => (one.kind === 'message' ? one.message.body : one.kind))).toEqual([
    'ping',
    'v=0',
    'v=1',
  ])
  expect(wireFramer()(Buffer.from('INVITE sip:a SIP/2.0\r\nTo: x\r\n\r\n'))).toMatchObject([
    { kind: 'broken' },
  ])
})

test('compact names, folded lines and lists are read; names are written in upper case', () => {
  const message = parseWire(invite, 'v=0')
  if (message === undefined) throw new Error('unreadable')
  expect(headerOf(message, 'via')).toBe('SIP/2.0/TLS sbc.example:5061;branch=z9hG4bK1')
  expect(valuesOf(message, 'history-info')).toEqual([
    '<sip:+1@a;x=1?Reason=SIP%3Bcause%3D302>;index=1',
    '"Last, first" <sip:+2@b>;index=1.1',
  ])
  expect(printWire(message)).toContain('\r\nFROM: John "J" Doe<sip:+1716@sbc.example>;tag=1\r\n')
  expect(printWire(message).endsWith('\r\nCONTENT-LENGTH: 3\r\n\r\nv=0')).toBe(true)
})

test.each([
  ['sip:+44@sbc.example:5061;transport=tls', 'sip +44 sbc.example 5061 transport=tls'],
  ['sips:sbc.example', 'sips - sbc.example - '],
  ['sip:1@[2001:db8::1]:5061', 'sip 1 [2001:db8::1] 5061 '],
  ['tel:+44', undefined],
  ['sip:', undefined],
] as const)('%s is read as %s', (text, expected) => {
  const uri = parseSipUri(text)
  const params = [...(uri?.params ?? [])].map(pair => pair.join('=')).join(' ')
  const read = uri && `${uri.scheme} ${uri.user ?? '-'} ${uri.host} ${uri.port ?? '-'} ${params}`
  expect(read).toBe(expected)
})

test('a bare address keeps its parameters for the field, a bracketed one for the URI', () => {
  expect(parseNamedUri('sip:+1@a.example;tag=9')).toMatchObject({
    tag: '9',
    uriText: 'sip:+1@a.example',
  })
  expect(parseNamedUri('"Doe, J" <sip:+1@a.example;tag=8>;tag=9')).toMatchObject({
    tag: '9',
    displayName: 'Doe, J',
    uriText: 'sip:+1@a.example;tag=8',
  })
})
