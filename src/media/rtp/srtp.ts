/**
 * SRTP and SRTCP with AES_CM_128_HMAC_SHA1_80 and _32 (RFC 3711, RFC 4568 §6.2).
 *
 *     RTP header │ payload, encrypted │ MKI, if agreed │ tag of 10 or 4 octets
 *     RTCP header, SSRC │ the rest, encrypted │ E + 31-bit index │ MKI │ tag of 10 octets
 *
 * A sender protects with one key. A receiver may know several: Microsoft answers with more than
 * one crypto line, and a new key arrives in SDP earlier than its first packet.
 */
import { timingSafeEqual } from 'node:crypto'
import { isFresh, markSeen, openReplayWindow } from './replay-window.ts'
import type { ReplayWindow } from './replay-window.ts'
import {
  readUint16,
  readUint32,
  rtpPacketBytesMax,
  rtpPayloadOffset,
  writeUint32,
} from './rtp-packet.ts'
import { openSrtpCipher } from './srtp-cipher.ts'
import type { SrtpCipher } from './srtp-cipher.ts'
import { deriveSessionKeys } from './srtp-keys.ts'

/** The two suites of RFC 4568 that Direct Routing speaks. */
export type SrtpSuite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32'

/** A key as SDES gave it: master key and salt in one, and how long the MKI is in each packet. */
export interface SrtpKey {
  readonly suite: SrtpSuite
  readonly master: Buffer
  readonly mkiBytes: number
}

/** Why a packet was not believed. */
export type SrtpFault = 'malformed' | 'replayed' | 'forged'

/** SSRCs of a peer remembered under one key; one more takes the place of the one longest unheard. */
export const srtpStreamsMax = 8

const tagBytesOf: Readonly<Record<SrtpSuite, number>> = {
  AES_CM_128_HMAC_SHA1_80: 10,
  AES_CM_128_HMAC_SHA1_32: 4,
}
/** SRTCP's tag is long under both suites (RFC 4568 §6.2.2). */
const rtcpTagBytes = 10
const rtcpHeaderBytes = 8
const encryptedFlag = 0x8000_0000

interface Stream {
  readonly window: ReplayWindow
  /** The turn in which it was heard last. */
  heard: number
}

/** One direction's keys and counters. */
export interface SrtpContext {
  readonly key: SrtpKey
  readonly rtp: SrtpCipher
  readonly rtcp: SrtpCipher
  readonly streams: Map<number, Stream>
  readonly rtcpStreams: Map<number, Stream>
  rtcpIndex: number
  /** Counts what was opened. */
  turn: number
}

/** Makes a direction ready; counters begin at zero, as a new key requires. */
export function openSrtp(key: SrtpKey): SrtpContext {
  return {
    key,
    rtp: openSrtpCipher(deriveSessionKeys(key.master, 'rtp')),
    rtcp: openSrtpCipher(deriveSessionKeys(key.master, 'rtcp')),
    streams: new Map(),
    rtcpStreams: new Map(),
    rtcpIndex: 0,
    turn: 0,
  }
}

/** Protects one RTP packet of ours. The index follows the sequence number's rounds by itself. */
export function protectRtp(context: SrtpContext, packet: Uint8Array): Buffer {
  const offset = rtpPayloadOffset(packet) ?? packet.length
  const ssrc = readUint32(packet, 8)
  const { window } = streamOf(context.streams, ssrc)
  const index = guessIndex(window.highest, readUint16(packet, 2))
  if (index > window.highest) window.highest = index
  const tagBytes = tagBytesOf[context.key.suite]
  const out = Buffer.allocUnsafe(packet.length + tagBytes)
  out.set(packet)
  context.rtp.xorKeyStream(out, { from: offset, to: packet.length, ssrc, index })
  const tag = context.rtp.tag(out.subarray(0, packet.length), rolloverOf(index))
  out.set(tag.subarray(0, tagBytes), packet.length)
  return out
}

/** Checks and opens one RTP packet; the result is a new buffer without MKI and tag. */
export function unprotectRtp(context: SrtpContext, packet: Uint8Array): Buffer | SrtpFault {
  const tagBytes = tagBytesOf[context.key.suite]
  const tagAt = packet.length - tagBytes
  const end = tagAt - context.key.mkiBytes
  const offset = rtpPayloadOffset(packet)
  if (offset === undefined || offset > end) return 'malformed'
  const ssrc = readUint32(packet, 8)
  const stream = context.streams.get(ssrc) ?? openStream()
  const index = guessIndex(stream.window.highest, readUint16(packet, 2))
  if (index < 0 || !isFresh(stream.window, index)) return 'replayed'
  const tag = context.rtp.tag(packet.subarray(0, end), rolloverOf(index))
  if (!sameTag(tag, packet.subarray(tagAt))) return 'forged'
  noteHeard(context, context.streams, { ssrc, stream })
  markSeen(stream.window, index)
  const out = Buffer.from(packet.subarray(0, end))
  context.rtp.xorKeyStream(out, { from: offset, to: end, ssrc, index })
  return out
}

/** Protects one compound of ours (RFC 3711 §3.4). */
export function protectRtcp(context: SrtpContext, packet: Uint8Array): Buffer {
  const index = context.rtcpIndex
  context.rtcpIndex = (context.rtcpIndex + 1) % encryptedFlag
  const out = Buffer.alloc(packet.length + 4 + rtcpTagBytes)
  out.set(packet)
  const ssrc = readUint32(packet, 4)
  context.rtcp.xorKeyStream(out, { from: rtcpHeaderBytes, to: packet.length, ssrc, index })
  writeUint32(out, packet.length, (encryptedFlag | index) >>> 0)
  const tag = context.rtcp.tag(out.subarray(0, packet.length + 4))
  out.set(tag.subarray(0, rtcpTagBytes), packet.length + 4)
  return out
}

/** Checks and opens one compound. One with the E bit off is authenticated, not encrypted. */
export function unprotectRtcp(context: SrtpContext, packet: Uint8Array): Buffer | SrtpFault {
  const tagAt = packet.length - rtcpTagBytes
  const indexAt = tagAt - context.key.mkiBytes - 4
  if (indexAt < rtcpHeaderBytes || packet.length > rtpPacketBytesMax) return 'malformed'
  const word = readUint32(packet, indexAt)
  const index = word & 0x7fff_ffff
  const ssrc = readUint32(packet, 4)
  const stream = context.rtcpStreams.get(ssrc) ?? openStream()
  if (!isFresh(stream.window, index)) return 'replayed'
  const tag = context.rtcp.tag(packet.subarray(0, indexAt + 4))
  if (!sameTag(tag, packet.subarray(tagAt))) return 'forged'
  noteHeard(context, context.rtcpStreams, { ssrc, stream })
  markSeen(stream.window, index)
  const out = Buffer.from(packet.subarray(0, indexAt))
  if (word >= encryptedFlag) {
    context.rtcp.xorKeyStream(out, { from: rtcpHeaderBytes, to: indexAt, ssrc, index })
  }
  return out
}

function streamOf(streams: Map<number, Stream>, ssrc: number): Stream {
  const known = streams.get(ssrc)
  if (known !== undefined) return known
  const stream = openStream()
  streams.set(ssrc, stream)
  return stream
}

function openStream(): Stream {
  return { window: openReplayWindow(), heard: 0 }
}

/**
 * Only a genuine packet may add a stream. One that is forgotten for it begins again with its first
 * rollover count when it comes back, as a stream does that was never heard (RFC 3711 §3.3.1).
 */
function noteHeard(
  context: SrtpContext,
  streams: Map<number, Stream>,
  { ssrc, stream }: { readonly ssrc: number; readonly stream: Stream },
): void {
  context.turn += 1
  stream.heard = context.turn
  if (streams.has(ssrc)) return
  if (streams.size >= srtpStreamsMax) forgetUnheard(streams)
  streams.set(ssrc, stream)
}

function forgetUnheard(streams: Map<number, Stream>): void {
  const [longest] = [...streams].toSorted(([, one], [, other]) => one.heard - other.heard)
  if (longest !== undefined) streams.delete(longest[0])
}

/** The 48-bit index nearest to the highest one known (RFC 3711 §3.3.1, appendix A). */
function guessIndex(highest: number, sequence: number): number {
  if (highest < 0) return sequence
  const rounds = Math.floor(highest / 0x1_0000)
  const distance = sequence - (highest % 0x1_0000)
  if (distance < -0x8000) return (rounds + 1) * 0x1_0000 + sequence
  if (distance > 0x8000) return (rounds - 1) * 0x1_0000 + sequence
  return rounds * 0x1_0000 + sequence
}

const rolloverBytes = new Uint8Array(4)

/** The count as it is authenticated, good until the next one is asked for. */
function rolloverOf(index: number): Uint8Array {
  writeUint32(rolloverBytes, 0, Math.floor(index / 0x1_0000))
  return rolloverBytes
}

function sameTag(ours: Uint8Array, theirs: Uint8Array): boolean {
  return timingSafeEqual(ours.subarray(0, theirs.length), theirs)
}
