/**
 * HMAC-SHA1 (RFC 2104, FIPS 180-4 §6.1) for messages of one packet.
 *
 * Node's own hash costs two calls and two buffers a packet, which is more than the hashing itself. Here
 * what the key makes of both states is worked out once, so that a packet costs its own blocks and one more.
 * Every step is the same whatever the octets are, so its time tells nothing about the key.
 */

const blockBytes = 64
/** Octets of a whole tag. */
export const sha1Bytes = 20

const initial = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)

/** A key ready for use; each tag is good until the next one is made. */
export interface HmacSha1 {
  /** The tag of all parts one after another. */
  (...parts: readonly Uint8Array[]): Uint8Array
}

/** Prepares a key of at most one block, for messages up to a length. */
export function openHmacSha1(key: Uint8Array, messageBytesMax: number): HmacSha1 {
  const inner = stateAfter(key, 0x36)
  const outer = stateAfter(key, 0x5c)
  const state = new Int32Array(5)
  const message = new Uint8Array(messageBytesMax + 2 * blockBytes)
  const digest = new Uint8Array(2 * blockBytes)
  return (...parts) => {
    let length = 0
    for (const part of parts) {
      message.set(part, length)
      length += part.length
    }
    state.set(inner)
    finish(state, message, length)
    writeState(state, digest)
    state.set(outer)
    finish(state, digest, sha1Bytes)
    writeState(state, digest)
    return digest.subarray(0, sha1Bytes)
  }
}

/** The state behind the block of the masked key (RFC 2104 §4). */
function stateAfter(key: Uint8Array, mask: number): Int32Array {
  const block = new Uint8Array(blockBytes).fill(mask)
  for (const [index, octet] of key.entries()) block[index] = octet ^ mask
  const state = Int32Array.from(initial)
  addBlock(state, block, 0)
  return state
}

/** Pads the message in its place and takes it in; one block went before it (FIPS 180-4 §5.1.1). */
function finish(state: Int32Array, message: Uint8Array, length: number): void {
  const end = blockBytes * Math.ceil((length + 9) / blockBytes)
  message[length] = 0x80
  message.fill(0, length + 1, end)
  const bits = 8 * (blockBytes + length)
  message[end - 3] = bits >>> 16
  message[end - 2] = bits >>> 8
  message[end - 1] = bits
  for (let at = 0; at < end; at += blockBytes) addBlock(state, message, at)
}

const words = new Int32Array(80)

/**
 * FIPS 180-4 §6.1.2. One loop and plain variables: this is most of what a packet's tag costs, and it
 * takes two and a half times as long where each round is a function.
 */
function addBlock(state: Int32Array, bytes: Uint8Array, from: number): void {
  expand(bytes, from)
  let a = wordOf(state, 0)
  let b = wordOf(state, 1)
  let c = wordOf(state, 2)
  let d = wordOf(state, 3)
  let e = wordOf(state, 4)
  for (let index = 0; index < 80; index += 1) {
    const quarter = (index / 20) | 0
    const mixed = mix(quarter, b, c, d) + wordOf(constants, quarter)
    const next = (((a << 5) | (a >>> 27)) + mixed + e + wordOf(words, index)) | 0
    e = d
    d = c
    c = (b << 30) | (b >>> 2)
    b = a
    a = next
  }
  state[0] = wordOf(state, 0) + a
  state[1] = wordOf(state, 1) + b
  state[2] = wordOf(state, 2) + c
  state[3] = wordOf(state, 3) + d
  state[4] = wordOf(state, 4) + e
}

const constants = Int32Array.of(0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6)

function mix(quarter: number, b: number, c: number, d: number): number {
  if (quarter === 0) return d ^ (b & (c ^ d))
  return quarter === 2 ? (b & c) | (d & (b | c)) : b ^ c ^ d
}

function expand(bytes: Uint8Array, from: number): void {
  for (let index = 0; index < 16; index += 1) {
    const at = from + 4 * index
    words[index] =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)
  }
  for (let index = 16; index < 80; index += 1) {
    const mixed =
      wordOf(words, index - 3) ^
      wordOf(words, index - 8) ^
      wordOf(words, index - 14) ^
      wordOf(words, index - 16)
    words[index] = (mixed << 1) | (mixed >>> 31)
  }
}

function wordOf(from: Int32Array, index: number): number {
  return from[index] ?? 0
}

function writeState(state: Int32Array, into: Uint8Array): void {
  for (let index = 0; index < 5; index += 1) {
    const word = state[index] ?? 0
    into[4 * index] = word >>> 24
    into[4 * index + 1] = word >>> 16
    into[4 * index + 2] = word >>> 8
    into[4 * index + 3] = word
  }
}
