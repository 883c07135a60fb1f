import { expect, test } from 'vitest'
import { parseWav, wavHeader } from './recording/wav.ts'
import { openDigitReceiver, receiveDigitPacket } from './rtp/digit-receiver.ts'
import { openJitterBuffer, putPacket, takeFrame } from './rtp/jitter-buffer.ts'
import { parseRtcp, printRtcp } from './rtp/rtcp-packet.ts'
import { parseRtp } from './rtp/rtp-packet.ts'
import { openSrtp, protectRtcp, protectRtp, unprotectRtcp, unprotectRtp } from './rtp/srtp.ts'
import { acceptAnswer, answerOffer, describeOffer } from './sdp/negotiate.ts'
import type { LocalAudio } from './sdp/negotiate.ts'
import { printSdp } from './sdp/print-sdp.ts'

/** Inputs a kind; every one is a good message with a few octets changed, cut or doubled. */
const rounds = 4_000

/** Mulberry32: the same inputs on every machine. */
function openChance(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

function mutate(good: Buffer, chance: (below: number) => number): Buffer {
  const bytes = Buffer.from(good)
  for (let changes = chance(6); changes >= 0; changes -= 1) {
    bytes[chance(bytes.length)] = chance(256)
  }
  const cut = chance(4) === 0 ? chance(bytes.length) : bytes.length
  const whole = bytes.subarray(0, cut)
  return chance(8) === 0 ? Buffer.concat([whole, whole]) : whole
}

const master = Buffer.alloc(30, 3)
const key = { suite: 'AES_CM_128_HMAC_SHA1_80', master, mkiBytes: 1 } as const
const local: LocalAudio = { codecs: ['PCMU'], srtp: 'sdes', master, direction: 'sendrecv' }
const place = { sessionId: 1, version: 1, address: '192.0.2.1', port: 4_000, rtcpPort: 4_001 }
const sdp = Buffer.from(printSdp(place, describeOffer(local)))
const rtp = Buffer.concat([Buffer.from('8000000100000001cafebabe', 'hex'), Buffer.alloc(160, 9)])
const rtcp = Buffer.from(printRtcp({ ssrc: 5, cname: 'somebody@192.0.2.1', bye: true }))
const wav = Buffer.concat([wavHeader(64), Buffer.alloc(64)])

const jitter = openJitterBuffer(0xff)
const digits = openDigitReceiver()
const receiver = openSrtp(key)
const into = new Uint8Array(160)

const targets = [
  { name: 'offers', good: sdp, read: (bytes: Buffer) => answerOffer(local, bytes.toString()) },
  {
    name: 'answers',
    good: sdp,
    read: (bytes: Buffer) => acceptAnswer(local, describeOffer(local), bytes.toString()),
  },
  {
    name: 'RTP, as voice and as digits',
    good: rtp,
    read: (bytes: Buffer, at: number) => {
      const packet = parseRtp(bytes)
      if (packet === undefined) return
      putPacket(jitter, packet, at * 5)
      receiveDigitPacket(digits, packet, at * 5)
      takeFrame(jitter, into, at * 5)
    },
  },
  { name: 'RTCP', good: rtcp, read: parseRtcp },
  {
    name: 'SRTP',
    good: protectRtp(openSrtp(key), rtp),
    read: (bytes: Buffer) => unprotectRtp(receiver, bytes),
  },
  {
    name: 'SRTCP',
    good: protectRtcp(openSrtp(key), rtcp),
    read: (bytes: Buffer) => unprotectRtcp(receiver, bytes),
  },
  { name: 'WAV', good: wav, read: parseWav },
]

test.for(targets)('damaged $name never throw and never grow what is kept', ({ good, read }) => {
  const chance = openChance(good.length)
  for (let at = 0; at < rounds; at += 1) {
    const bytes = mutate(good, chance)
    try {
      read(bytes, at)
    } catch (cause) {
      throw new Error(`round ${at}: ${bytes.toString('hex')}`, { cause })
    }
  }
  expect(receiver.streams.size).toBeLessThanOrEqual(8)
})
