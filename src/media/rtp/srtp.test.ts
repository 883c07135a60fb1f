import { expect, test } from 'vitest'
import { writeRtpHeader } from './rtp-packet.ts'
import { openSrtpCipher } from './srtp-cipher.ts'
import { deriveSessionKeys } from './srtp-keys.ts'
import {
  openSrtp,
  protectRtcp,
  protectRtp,
  srtpStreamsMax,
  unprotectRtcp,
  unprotectRtp,
} from './srtp.ts'
import type { SrtpSuite } from './srtp.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6')
const suites: readonly SrtpSuite[] = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32']
const keyOf = (suite: SrtpSuite, mkiBytes = 0) => ({ suite, master, mkiBytes })

function packetOf(sequence: number, payload = 'sound'.repeat(32), ssrc = 0xcafe_babe): Buffer {
  const packet = Buffer.alloc(12 + payload.length)
  writeRtpHeader(packet, {
    marker: false,
    payloadType: 0,
    sequence: sequence & 0xffff,
    timestamp: sequence * 160,
    ssrc,
  })
  packet.write(payload, 12)
  return packet
}

test('session keys are those of RFC 3711 appendix B.3', () => {
  const keys = deriveSessionKeys(master, 'rtp')
  expect(keys.cipherKey).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'))
  expect(keys.salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'))
  expect(keys.authenticationKey).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'))
})

test('the key stream is that of RFC 3711 appendix B.2', () => {
  const cipher = openSrtpCipher({
    cipherKey: hex('2B7E151628AED2A6ABF7158809CF4F3C'),
    salt: hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'),
    authenticationKey: Buffer.alloc(20),
  })
  const bytes = Buffer.alloc(48)
  cipher.xorKeyStream(bytes, { from: 0, to: 48, ssrc: 0, index: 0 })
  expect(bytes).toEqual(
    hex(
      'E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0',
    ),
  )
})

test('the RTP and RTCP packets of libsrtp come out bit for bit', () => {
  const key = keyOf('AES_CM_128_HMAC_SHA1_80')
  const plain = hex('800f1234decafbadcafebabe abababababababababababababababab')
  const sealed = hex(
    '800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb',
  )
  expect(protectRtp(openSrtp(key), plain)).toEqual(sealed)
  expect(unprotectRtp(openSrtp(key), sealed)).toEqual(plain)
})

test.for(suites)('%s: packets open in any order on both sides of the roll-over', suite => {
  const sender = openSrtp(keyOf(suite))
  const receiver = openSrtp(keyOf(suite))
  const numbers = [
    65_530, 65_531, 65_533, 65_535, 65_536, 65_537, 65_540, 98_200, 130_000, 131_071, 131_072,
  ]
  const sealed = new Map(numbers.map(number => [number, protectRtp(sender, packetOf(number))]))
  const arrival = [
    65_530, 65_533, 65_531, 65_536, 65_535, 65_540, 65_537, 98_200, 130_000, 131_072, 131_071,
  ]
  const opened = arrival.flatMap(number => {
    const plain = unprotectRtp(receiver, sealed.get(number) ?? Buffer.alloc(0))
    return Buffer.isBuffer(plain) && plain.equals(packetOf(number)) ? [number] : []
  })
  expect(opened).toEqual(arrival)
})

test.for(suites)('%s: a repeated, a changed and a cut packet are refused, by name', suite => {
  const sealed = protectRtp(openSrtp(keyOf(suite)), packetOf(7))
  const receiver = openSrtp(keyOf(suite))
  const changed = Buffer.from(sealed)
  changed[20] = (changed[20] ?? 0) ^ 1
  expect(unprotectRtp(receiver, changed)).toBe('forged')
  expect(unprotectRtp(receiver, sealed)).toEqual(packetOf(7))
  expect(unprotectRtp(receiver, sealed)).toBe('replayed')
  expect(unprotectRtp(receiver, sealed.subarray(0, 14))).toBe('malformed')
})

test('a packet older than the window is refused, a late one inside it is not', () => {
  const sender = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80'))
  const receiver = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80'))
  const sealed = Array.from({ length: 100 }, (_, index) => protectRtp(sender, packetOf(index)))
  const open = (index: number) => unprotectRtp(receiver, sealed[index] ?? Buffer.alloc(0))
  expect(open(99)).toEqual(packetOf(99))
  expect(open(36)).toEqual(packetOf(36))
  expect(open(35)).toBe('replayed')
})

test('a master key identifier in the packet is stepped over', () => {
  const sealed = protectRtp(openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80')), packetOf(1))
  const tagAt = sealed.length - 10
  const withMki = Buffer.concat([sealed.subarray(0, tagAt), hex('01'), sealed.subarray(tagAt)])
  const receiver = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80', 1))
  expect(unprotectRtp(receiver, withMki)).toEqual(packetOf(1))
})

test.for(suites)('%s: RTCP is protected, opened, and refused when repeated', suite => {
  const report = hex('80c90001 cafebabe 01020304')
  const sealed = protectRtcp(openSrtp(keyOf(suite)), report)
  expect(sealed.length).toBe(report.length + 14)
  const receiver = openSrtp(keyOf(suite))
  expect(unprotectRtcp(receiver, sealed)).toEqual(report)
  expect(unprotectRtcp(receiver, sealed)).toBe('replayed')
})

test('a peer that takes ever new SSRCs is heard, and what was heard of the last ones stays heard', () => {
  const sender = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80'))
  const receiver = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80'))
  const sound = (ssrc: number, sequence = 7): Buffer =>
    protectRtp(sender, packetOf(sequence, 'sound', ssrc))
  const report = (ssrc: number): Buffer => {
    const plain = hex('80c90001 00000000 01020304')
    plain.writeUInt32BE(ssrc, 4)
    return protectRtcp(sender, plain)
  }
  const sealed = Array.from({ length: 30 }, (_, ssrc) => [sound(ssrc), report(ssrc)] as const)
  // One that is heard all the time is never the one to be forgotten.
  const steady = Array.from({ length: 31 }, (_, index) => sound(99, index))
  expect(unprotectRtp(receiver, steady.at(-1) ?? Buffer.alloc(0))).toBeInstanceOf(Buffer)
  for (const [index, [rtp, rtcp]] of sealed.entries()) {
    expect(unprotectRtp(receiver, rtp)).toBeInstanceOf(Buffer)
    expect(unprotectRtcp(receiver, rtcp)).toBeInstanceOf(Buffer)
    expect(unprotectRtp(receiver, steady[index] ?? Buffer.alloc(0))).toBeInstanceOf(Buffer)
  }
  expect(unprotectRtp(receiver, steady[0] ?? Buffer.alloc(0))).toBe('replayed')
  expect(unprotectRtp(receiver, sealed.at(-1)?.[0] ?? Buffer.alloc(0))).toBe('replayed')
  expect(receiver.streams.size).toBe(srtpStreamsMax)
  expect(receiver.rtcpStreams.size).toBe(srtpStreamsMax)
})

test('a forged packet takes no stream’s place', () => {
  const sender = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80'))
  const receiver = openSrtp(keyOf('AES_CM_128_HMAC_SHA1_80'))
  const sealed = protectRtp(sender, packetOf(7))
  expect(unprotectRtp(receiver, sealed)).toBeInstanceOf(Buffer)
  for (let ssrc = 1; ssrc < 30; ssrc += 1) {
    const forged = Buffer.from(sealed)
    forged.writeUInt32BE(ssrc, 8)
    expect(unprotectRtp(receiver, forged)).toBe('forged')
  }
  expect([...receiver.streams.keys()]).toEqual([0xcafe_babe])
})
