/**
 * AES in counter mode and HMAC-SHA1, arranged so that a packet costs no new cipher object.
 *
 * One AES-ECB object turns counters into key stream for the life of the key; XOR does the rest.
 * That is what counter mode is (RFC 3711 §4.1.1), and cheaper than an AES-CTR object a packet.
 * HMAC is two plain hashes (RFC 2104 §2): in Node 24 a createHmac object costs 25 µs a packet for
 * its key alone, five times the whole of this.
 */
import { createCipheriv, hash } from 'node:crypto'
import { readUint32, rtpPacketBytesMax, writeUint32 } from './rtp-packet.ts'
import type { SessionKeys } from './srtp-keys.ts'

/** A key ready for use. */
export interface SrtpCipher {
  /** Encrypts or decrypts `bytes[from, to)` in place, for the packet with this SSRC and index. */
  xorKeyStream(bytes: Uint8Array, span: Span): void
  /** HMAC-SHA1 of all parts one after another. */
  tag(...parts: readonly Uint8Array[]): Buffer
}

/** Which octets, and the packet they are of; the index is 48 bits (RFC 3711 §3.3.1). */
export interface Span {
  readonly from: number
  readonly to: number
  readonly ssrc: number
  readonly index: number
}

const blockBytes = 16
const hashBlockBytes = 64
const sha1Bytes = 20
/** A packet and its roll-over count, or an SRTCP compound; datagrams beyond it are not looked at. */
const authenticatedBytesMax = rtpPacketBytesMax + 64
const blocksMax = Math.ceil(rtpPacketBytesMax / blockBytes) + 1

/** Prepares a cipher for one set of session keys. */
export function openSrtpCipher(keys: SessionKeys): SrtpCipher {
  const aes = createCipheriv('aes-128-ecb', keys.cipherKey, null).setAutoPadding(false)
  const counters = Buffer.alloc(blocksMax * blockBytes)
  const first = Buffer.alloc(blockBytes)
  const inner = paddedKey(keys.authenticationKey, 0x36, authenticatedBytesMax)
  const outer = paddedKey(keys.authenticationKey, 0x5c, sha1Bytes)
  return {
    xorKeyStream(bytes, span) {
      writeFirstCounter(first, keys.salt, span)
      const blocks = Math.ceil((span.to - span.from) / blockBytes)
      for (let block = 0; block < blocks; block += 1) {
        first.copy(counters, block * blockBytes)
        // The last two octets are the block's number; no packet reaches 65,536 blocks.
        counters[block * blockBytes + 14] = block >> 8
        counters[block * blockBytes + 15] = block
      }
      const stream = aes.update(counters.subarray(0, blocks * blockBytes))
      for (let at = span.from; at < span.to; at += 1) {
        bytes[at] = (bytes[at] ?? 0) ^ (stream[at - span.from] ?? 0)
      }
    },
    tag(...parts) {
      let length = hashBlockBytes
      for (const part of parts) {
        inner.set(part, length)
        length += part.length
      }
      outer.set(hash('sha1', inner.subarray(0, length), 'buffer'), hashBlockBytes)
      return hash('sha1', outer, 'buffer')
    },
  }
}

/** The key, padded to a block of the hash and masked, with room for the message (RFC 2104 §2). */
function paddedKey(key: Buffer, mask: number, room: number): Buffer {
  const padded = Buffer.alloc(hashBlockBytes + room)
  key.copy(padded)
  for (let index = 0; index < hashBlockBytes; index += 1) {
    padded[index] = (padded[index] ?? 0) ^ mask
  }
  return padded
}

/** IV = (salt × 2^16) XOR (SSRC × 2^64) XOR (index × 2^16) (RFC 3711 §4.1.1). */
function writeFirstCounter(first: Buffer, salt: Buffer, { ssrc, index }: Span): void {
  salt.copy(first)
  const high = Math.floor(index / 0x1_0000)
  writeUint32(first, 4, (readUint32(first, 4) ^ ssrc) >>> 0)
  writeUint32(first, 8, (readUint32(first, 8) ^ high) >>> 0)
  first[12] = (first[12] ?? 0) ^ ((index >> 8) & 0xff)
  first[13] = (first[13] ?? 0) ^ (index & 0xff)
  first[14] = 0
  first[15] = 0
}
