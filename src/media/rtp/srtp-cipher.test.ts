import { createCipheriv, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { openHmacSha1 } from './hmac-sha1.ts'
import { openSrtpCipher } from './srtp-cipher.ts'

/** Octets that look like chance and are the same each time. */
function octets(length: number, seed: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, at) => (seed * 31 + at * at * 7 + at * seed) & 0xff),
  )
}

const keys = {
  cipherKey: octets(16, 1),
  salt: octets(14, 2),
  authenticationKey: octets(20, 3),
}

/** What AES-CTR of the library makes of the same packet (RFC 3711 §4.1.1). */
function reference(bytes: Buffer, ssrc: number, index: number): Buffer {
  const counter = Buffer.alloc(16)
  keys.salt.copy(counter)
  const mask = Buffer.alloc(16)
  mask.writeUInt32BE(ssrc, 4)
  mask.writeUIntBE(index, 8, 6)
  for (const [at, octet] of mask.entries()) counter[at] = (counter[at] ?? 0) ^ octet
  return createCipheriv('aes-128-ctr', keys.cipherKey, counter).update(bytes)
}

/** Packets in the order they are ciphered: an SSRC, an index, and how many octets. */
const orders: readonly (readonly [string, readonly (readonly [number, number, number])[]])[] = [
  ['one after the other', Array.from({ length: 70 }, (_, index) => [7, 1_000 + index, 160])],
  ['with gaps and steps back', [1, 2, 3, 9, 4, 5, 6, 40, 41, 42, 30, 43].map(at => [7, at, 160])],
  [
    'of lengths that change',
    [0, 1, 4, 16, 159, 160, 161, 1_600, 160, 2_000].map((n, at) => [7, at, n]),
  ],
  ['of two streams in turn', Array.from({ length: 20 }, (_, at) => [at % 2, at >> 1, 160])],
  ['over the roll-over', Array.from({ length: 40 }, (_, at) => [0xffff_ffff, 0x1_fff0 + at, 160])],
  ['far on', Array.from({ length: 20 }, (_, at) => [7, 2 ** 47 + at, 160])],
]

test.each(orders)('packets %s get the key stream that counter mode gives', (_what, order) => {
  const cipher = openSrtpCipher(keys)
  for (const [ssrc, index, length] of order) {
    const plain = octets(length + 12, index % 97)
    const bytes = Buffer.from(plain)
    cipher.xorKeyStream(bytes, { from: 12, to: bytes.length, ssrc, index })
    const wanted = Buffer.concat([
      plain.subarray(0, 12),
      reference(plain.subarray(12), ssrc, index),
    ])
    expect(bytes.equals(wanted)).toBe(true)
  }
})

test('a tag is that of the library, whatever the length, and whole or in parts', () => {
  const tag = openHmacSha1(keys.authenticationKey, 2_048)
  for (let length = 0; length <= 300; length += 1) {
    const message = octets(length, length)
    const wanted = createHmac('sha1', keys.authenticationKey).update(message).digest()
    expect(wanted.equals(tag(message))).toBe(true)
    expect(
      wanted.equals(tag(message.subarray(0, length >> 1), message.subarray(length >> 1))),
    ).toBe(true)
  }
})
