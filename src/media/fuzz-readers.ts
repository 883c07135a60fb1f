import { expireDigit, openDigitReceiver, receiveDigitPacket } from './rtp/digit-receiver.ts'
import { openJitterBuffer, putPacket, takeFrame } from './rtp/jitter-buffer.ts'
import { parseRtcp, printRtcp } from './rtp/rtcp-packet.ts'
import { parseRtp } from './rtp/rtp-packet.ts'
import { openSrtp, protectRtcp, protectRtp, unprotectRtcp, unprotectRtp } from './rtp/srtp.ts'
import { parseWav, wavHeader } from './recording/wav.ts'
import type { LocalAudio } from './sdp/negotiate.ts'
import { acceptAnswer, answerOffer, describeOffer } from './sdp/negotiate.ts'
import { printSdp } from './sdp/print-sdp.ts'
import { parseSdp } from './sdp/session-description.ts'

import { answerCheck, iceSourcesMax, openIceLite, useIceCredentials } from './webrtc/ice-lite.ts'

/** Something that reads what comes from outside. `read` throws when a promise of the reader is broken. */
export interface MediaReader {
  readonly name: string
  /** Good messages; what is read is one of them, damaged. */
  readonly good: readonly Buffer[]
  readonly read: (bytes: Buffer, input: number) => void
}

const master = Buffer.alloc(30, 3)
const key = { suite: 'AES_CM_128_HMAC_SHA1_80', master, mkiBytes: 1 } as const
const plain: LocalAudio = {
  codecs: ['PCMU', 'PCMA', 'G722'],
  srtp: 'off',
  master,
  direction: 'sendrecv',
}
const secure: LocalAudio = { ...plain, srtp: 'sdes' }
const place = { sessionId: 1, version: 1, address: '192.0.2.1', port: 4_000, rtcpPort: 4_001 }
const browser: LocalAudio = {
  ...plain,
  srtp: 'dtls',
  browser: {
    credentials: { ufrag: 'ours', password: 'secret' },
    fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
  },
}
const descriptions = [plain, secure, browser].map(local =>
  Buffer.from(printSdp(place, describeOffer(local))),
)
const voice = Buffer.concat([Buffer.from('8000000100000001cafebabe', 'hex'), Buffer.alloc(160, 9)])
const digit = Buffer.from('80e500010000000acafebabe058a00a0', 'hex')
const report = Buffer.from(printRtcp({ ssrc: 5, cname: 'somebody@192.0.2.1', bye: true }))

const jitter = openJitterBuffer(0xff)
const digits = openDigitReceiver()
const frame = new Uint8Array(160)

function readVoice(bytes: Buffer, input: number): void {
  const packet = parseRtp(bytes)
  if (packet === undefined) return
  putPacket(jitter, packet, input * 5)
  receiveDigitPacket(digits, packet, input * 5)
  takeFrame(jitter, frame, input * 5)
  expireDigit(digits, input * 5)
}

const receiver = openSrtp(key)

function readSecure(bytes: Buffer, read: typeof unprotectRtp): void {
  const opened = read(receiver, bytes)
  if (typeof opened !== 'string' && opened.length > bytes.length)
    throw new Error('more came out of a packet than was in it')
  if (receiver.streams.size > 8) throw new Error('streams of forged packets are kept')
}

function readSdp(bytes: Buffer): void {
  const text = bytes.toString()
  parseSdp(text)
  for (const local of [plain, secure, browser]) {
    answerOffer(local, text)
    acceptAnswer(local, describeOffer(local), text)
  }
}

/** The sample check of RFC 5769 §2.1. */
const check = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74' +
    '002400046e0001ff80290008932ff9b151263b36000600096576746a3a683676592020200008' +
    '00149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf',
  'hex',
)
const ice = openIceLite()
useIceCredentials(ice, { ufrag: 'evtj', password: 'VOkJxbRl1RmTxUk/WvJxBt' })

function readCheck(bytes: Buffer, input: number): void {
  answerCheck(ice, bytes, { address: '192.0.2.1', port: 1 + (input % 9_999) }, input)
  if (ice.admitted.length > iceSourcesMax) throw new Error('sources are kept without end')
}

/** Every reader of descriptions, packets and files from outside. */
export const mediaReaders: readonly MediaReader[] = [
  { name: 'SDP', good: descriptions, read: readSdp },
  { name: 'RTP', good: [voice, digit], read: readVoice },
  { name: 'STUN', good: [check], read: readCheck },
  { name: 'RTCP', good: [report], read: bytes => void parseRtcp(bytes) },
  {
    name: 'SRTP',
    good: [protectRtp(openSrtp(key), voice)],
    read: bytes => readSecure(bytes, unprotectRtp),
  },
  {
    name: 'SRTCP',
    good: [protectRtcp(openSrtp(key), report)],
    read: bytes => readSecure(bytes, unprotectRtcp),
  },
  {
    name: 'WAV',
    good: [Buffer.concat([wavHeader(64), Buffer.alloc(64)])],
    read: bytes => void parseWav(bytes),
  },
]
