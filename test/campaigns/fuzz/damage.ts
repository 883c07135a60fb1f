import type { Chance } from './chance.ts'
import { oneOf } from './chance.ts'

/*
 * Damage to a good message: of single octets, as a bad line does it, and of the grammar, as a bad
 * program does it. Both kinds are mixed in one input.
 */

/** The longest input; a datagram can be no longer. */
const bytesMax = 65_535

type Harm = (bytes: Buffer, chance: Chance) => Buffer

/** Pieces that grammars are made of, and that break readers. */
const tokens = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  '"',
  '\\',
  '<',
  '>',
  ';',
  ',',
  '=',
  ':',
  '@',
  '%',
  '%00',
  '%zz',
  '-1',
  '0',
  '4294967296',
  '2147483648',
  '99999999999999999999',
  '1e9',
  '0x7f',
  '::1',
  '[::1',
  '255.255.255.256',
  ';lr',
  ';tag=',
  ';branch=z9hG4bK',
  ';transport=udp',
  'sip:',
  'sips:',
  'tel:+1',
  'SIP/2.0',
  'SIP/2.0/UDP ',
  'Content-Length: ',
  'l: ',
  'Via: ',
  'v: ',
  'CSeq: ',
  'Call-ID: ',
  'Max-Forwards: 256',
  'Contact: *',
  'm=audio ',
  'c=IN IP4 ',
  'c=IN IP6 ',
  'a=rtpmap:',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:',
  'a=fmtp:101 0-16',
  'a=ptime:0',
  'a=sendrecv',
  'a=inactive',
  '\u{1f4de}',
  'ﬁ',
  '\u00ff\u00fe',
] as const

const overwrite: Harm = (bytes, chance) => {
  const copy = Buffer.from(bytes)
  for (let changes = chance(6); changes >= 0; changes -= 1) copy[chance(copy.length)] = chance(256)
  return copy
}

const flipBit: Harm = (bytes, chance) => {
  const copy = Buffer.from(bytes)
  const at = chance(copy.length)
  copy[at] = (copy[at] ?? 0) ^ (1 << chance(8))
  return copy
}

const cutShort: Harm = (bytes, chance) => bytes.subarray(0, chance(bytes.length))

const cutOut: Harm = (bytes, chance) => {
  const from = chance(bytes.length)
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + chance(40))])
}

const repeatPart: Harm = (bytes, chance) => {
  const from = chance(bytes.length)
  const part = bytes.subarray(from, from + 1 + chance(60))
  const times = chance(20) === 0 ? chance(400) : chance(4)
  return Buffer.concat([
    bytes.subarray(0, from),
    ...Array.from({ length: times + 1 }, () => part),
    bytes.subarray(from),
  ])
}

const putToken: Harm = (bytes, chance) => {
  const at = chance(bytes.length + 1)
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from(oneOf(chance, tokens)),
    bytes.subarray(at),
  ])
}

/** Lines change places, come twice or go: what a proxy with a fault makes of a message. */
const shuffleLines: Harm = (bytes, chance) => {
  const lines = bytes.toString('latin1').split('\r\n')
  const [line = ''] = lines.splice(chance(lines.length), 1)
  for (let copies = chance(3); copies > 0; copies -= 1)
    lines.splice(chance(lines.length + 1), 0, line)
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

const growNumber: Harm = (bytes, chance) => {
  const text = bytes.toString('latin1')
  const numbers = [...text.matchAll(/\d+/g)]
  const found = numbers[chance(Math.max(numbers.length, 1))]
  if (found === undefined) return bytes
  const other = oneOf(chance, ['0', '-1', '65536', '2147483648', '9'.repeat(40), '', '00000001'])
  return Buffer.from(
    text.slice(0, found.index) + other + text.slice(found.index + found[0].length),
    'latin1',
  )
}

const foldLine: Harm = (bytes, chance) => {
  const at = bytes.indexOf('\r\n', chance(bytes.length))
  if (at < 0) return bytes
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from(oneOf(chance, ['\r\n ', '\r\n\t', '\r\n\r\n '])),
    bytes.subarray(at + 2),
  ])
}

const noise: Harm = (_bytes, chance) =>
  Buffer.from(Array.from({ length: chance(200) }, () => chance(256)))

const harms: readonly [Harm, ...Harm[]] = [
  overwrite,
  flipBit,
  cutShort,
  cutOut,
  repeatPart,
  putToken,
  putToken,
  shuffleLines,
  growNumber,
  foldLine,
  noise,
]

/** This message, damaged one to four times. */
export function damaged(good: Buffer, chance: Chance): Buffer {
  let bytes = good
  for (let times = chance(4); times >= 0 && bytes.length > 0; times -= 1)
    bytes = oneOf(chance, harms)(bytes, chance)
  return bytes.subarray(0, bytesMax)
}
