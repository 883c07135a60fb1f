/**
 * AES in counter mode and HMAC-SHA1, arranged so that a packet costs neither a cipher object nor a call
 * of one. AES-ECB turns counters into key stream for the life of the key, and XOR does the rest: that is
 * what counter mode is (RFC 3711 §4.1.1). A call costs many times what it does, and packets come in
 * order; so the stream of the next sixteen is made at once.
 */
import { createCipheriv } from 'node:crypto'
import { openHmacSha1 } from './hmac-sha1.ts'
import type { HmacSha1 } from './hmac-sha1.ts'
import { rtpPacketBytesMax } from './rtp-packet.ts'
import type { SessionKeys } from './srtp-keys.ts'

/** A key ready for use. */
export interface SrtpCipher {
  /** Encrypts or decrypts `bytes[from, to)` in place, for the packet with this SSRC and index. */
  xorKeyStream(bytes: Uint8Array, span: Span): void
  /** HMAC-SHA1 of all parts one after another, good until the next one is made. */
  readonly tag: HmacSha1
}

/** Which octets, and the packet they are of; the index is 48 bits (RFC 3711 §3.3.1). */
export interface Span {
  readonly from: number
  readonly to: number
  readonly ssrc: number
  readonly index: number
}

const blockBytes = 16
/** A packet and its roll-over count, or an SRTCP compound; datagrams beyond it are not looked at. */
const authenticatedBytesMax = rtpPacketBytesMax + 64
/** Packets whose key stream is made at once, where one follows the other. */
const packetsAhead = 16
/** 160 octets: 20 ms of every codec but one whose packets are longer, and gets its stream for itself. */
const blocksAhead = 10
const blocksMax = Math.max(packetsAhead * blocksAhead, Math.ceil(rtpPacketBytesMax / blockBytes))

/** Key stream at hand: of `packets` packets from `index` on. */
interface Ahead {
  ssrc: number
  index: number
  packets: number
  stream: Uint8Array
}

/** Prepares a cipher for one set of session keys. */
export function openSrtpCipher(keys: SessionKeys): SrtpCipher {
  const aes = createCipheriv('aes-128-ecb', keys.cipherKey, null).setAutoPadding(false)
  const counters = new Uint8Array(blocksMax * blockBytes)
  const ahead: Ahead = { ssrc: -1, index: -1, packets: 0, stream: counters }
  const make = (span: Pick<Span, 'ssrc' | 'index'>, packets: number, blocks: number): void => {
    for (let packet = 0; packet < packets; packet += 1) {
      const at = packet * blocks
      writeCounters(counters, keys.salt, {
        ssrc: span.ssrc,
        index: span.index + packet,
        at,
        blocks,
      })
    }
    ahead.stream = aes.update(counters.subarray(0, packets * blocks * blockBytes))
    ahead.ssrc = span.ssrc
    ahead.index = span.index
    ahead.packets = packets
  }
  return {
    tag: openHmacSha1(keys.authenticationKey, authenticatedBytesMax),
    xorKeyStream(bytes, span) {
      const blocks = Math.ceil((span.to - span.from) / blockBytes)
      const place = span.ssrc === ahead.ssrc ? span.index - ahead.index : -1
      if (blocks > blocksAhead) make(span, 1, blocks)
      else if (place < 0 || place >= ahead.packets) {
        // Only what follows the last packet is worth making ahead for.
        make(span, place === ahead.packets ? packetsAhead : 1, blocksAhead)
      }
      xor(bytes, span, ahead)
    },
  }
}

function xor(bytes: Uint8Array, { from, to, index }: Span, ahead: Ahead): void {
  const shift = (index - ahead.index) * blocksAhead * blockBytes - from
  const { stream } = ahead
  for (let at = from; at < to; at += 1) bytes[at] = (bytes[at] ?? 0) ^ (stream[at + shift] ?? 0)
}

/**
 * IV = (salt × 2^16) XOR (SSRC × 2^64) XOR (index × 2^16), and the block's number in the last two
 * octets (RFC 3711 §4.1.1); no packet reaches 65,536 blocks.
 */
function writeCounters(
  counters: Uint8Array,
  salt: Uint8Array,
  { ssrc, index, at, blocks }: Readonly<Record<'ssrc' | 'index' | 'at' | 'blocks', number>>,
): void {
  const high = Math.floor(index / 0x1_0000)
  const low = index % 0x1_0000
  const first = at * blockBytes
  for (let octet = 0; octet < 14; octet += 1) counters[first + octet] = salt[octet] ?? 0
  xorWord(counters, first + 4, ssrc)
  xorWord(counters, first + 8, high)
  counters[first + 12] = (counters[first + 12] ?? 0) ^ (low >>> 8)
  counters[first + 13] = (counters[first + 13] ?? 0) ^ low
  for (let block = 0; block < blocks; block += 1) {
    const start = first + block * blockBytes
    counters.copyWithin(start, first, first + 14)
    counters[start + 14] = block >>> 8
    counters[start + 15] = block
  }
}

function xorWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (word >>> 24)
  bytes[at + 1] = (bytes[at + 1] ?? 0) ^ (word >>> 16)
  bytes[at + 2] = (bytes[at + 2] ?? 0) ^ (word >>> 8)
  bytes[at + 3] = (bytes[at + 3] ?? 0) ^ word
}
