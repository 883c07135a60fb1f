/**
 * STUN as ICE uses it: a Binding request that proves it knows our password, and our reply.
 *
 *     |0 0|  message type   |  length of the attributes     |
 *     |                 magic cookie 0x2112A442             |
 *     |             transaction id, 96 bits                 |
 *     | attribute type      |  length | value, padded to 32 |
 *
 * RFC 8489 §5, §14; RFC 8445 §7.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { crc32 } from 'node:zlib'
import { readUint16, readUint32, writeUint16, writeUint32 } from '../rtp/rtp-packet.ts'
import type { Source } from '../rtp/source-latch.ts'

const headerBytes = 20
const magicCookie = 0x2112_a442
const bindingRequest = 0x0001
const bindingSuccess = 0x0101
const bindingError = 0x0111

const attribute = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  xorMappedAddress: 0x0020,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
} as const

const integrityBytes = 20
/** The fingerprint is the CRC with this over it (RFC 8489 §14.7). */
const fingerprintMask = 0x5354_554e
/** A check of a browser has about 100 octets; more attributes than this are not read. */
export const stunBytesMax = 548

/** A Binding request, read; whether it knows the password is asked with `isIntact`. */
export interface BindingRequest {
  readonly bytes: Uint8Array
  readonly transactionId: Uint8Array
  /** Ours before the colon, the sender's behind it (RFC 8445 §7.2.2). */
  readonly username: string
  readonly useCandidate: boolean
  /** The sender believes that we control: a conflict, since a lite agent never does. */
  readonly senderIsControlled: boolean
  readonly integrityAt: number
}

/** Reads a Binding request; undefined for everything else. Never throws. */
export function parseBindingRequest(bytes: Uint8Array): BindingRequest | undefined {
  if (!isStun(bytes) || readUint16(bytes, 0) !== bindingRequest) return undefined
  const attributes = readAttributes(bytes)
  const integrity = attributes?.get(attribute.messageIntegrity)
  const username = attributes?.get(attribute.username)
  if (attributes === undefined || username === undefined) return undefined
  if (integrity?.length !== integrityBytes) return undefined
  return {
    bytes,
    transactionId: bytes.subarray(8, headerBytes),
    username: Buffer.from(bytes.subarray(username.at, username.at + username.length)).toString(),
    useCandidate: attributes.has(attribute.useCandidate),
    senderIsControlled: attributes.has(attribute.iceControlled),
    integrityAt: integrity.at,
  }
}

/** STUN shares its port with DTLS and RTP, and is told by its first two bits (RFC 7983 §7). */
function isStun(bytes: Uint8Array): boolean {
  if (bytes.length < headerBytes || bytes.length > stunBytesMax) return false
  const whole = readUint16(bytes, 2) + headerBytes === bytes.length
  return (bytes[0] ?? 0xff) < 4 && whole && readUint32(bytes, 4) === magicCookie
}

interface Place {
  readonly at: number
  readonly length: number
}

/** The first of each kind; what follows the integrity is not covered by it and not believed. */
function readAttributes(bytes: Uint8Array): ReadonlyMap<number, Place> | undefined {
  const found = new Map<number, Place>()
  let offset = headerBytes
  while (offset + 4 <= bytes.length) {
    const type = readUint16(bytes, offset)
    const length = readUint16(bytes, offset + 2)
    if (offset + 4 + length > bytes.length) return undefined
    if (!found.has(attribute.messageIntegrity) && !found.has(type)) {
      found.set(type, { at: offset + 4, length })
    }
    offset += 4 + length + padding(length)
  }
  return found
}

/** True when the sender knows the password: the HMAC over all before it (RFC 8489 §14.5). */
export function isIntact(request: BindingRequest, password: string): boolean {
  const { bytes, integrityAt } = request
  const covered = Buffer.from(bytes.subarray(0, integrityAt - 4))
  // The length in the header counts as if the message ended with this attribute.
  writeUint16(covered, 2, integrityAt + integrityBytes - headerBytes)
  const said = bytes.subarray(integrityAt, integrityAt + integrityBytes)
  return timingSafeEqual(createHmac('sha1', password).update(covered).digest(), said)
}

/** The reply that tells the sender how we see his address. */
export function printBindingSuccess(
  request: BindingRequest,
  from: Source,
  password: string,
): Buffer {
  const mapped = printAttribute(attribute.xorMappedAddress, xorAddress(request, from))
  return seal(bindingSuccess, request, [mapped], password)
}

/** The reply to a sender who takes us for the controlling side (RFC 8445 §7.3.1.1). */
export function printRoleConflict(request: BindingRequest, password: string): Buffer {
  const error = Buffer.concat([Buffer.from([0, 0, 4, 87]), Buffer.from('Role Conflict')])
  return seal(bindingError, request, [printAttribute(attribute.errorCode, error)], password)
}

function seal(
  type: number,
  { transactionId }: BindingRequest,
  attributes: readonly Buffer[],
  password: string,
): Buffer {
  const header = Buffer.alloc(headerBytes)
  writeUint16(header, 0, type)
  writeUint32(header, 4, magicCookie)
  header.set(transactionId, 8)
  const open = Buffer.concat([header, ...attributes])
  writeUint16(open, 2, open.length + 4 + integrityBytes - headerBytes)
  const hmac = createHmac('sha1', password).update(open).digest()
  const whole = Buffer.concat([open, printAttribute(attribute.messageIntegrity, hmac)])
  writeUint16(whole, 2, whole.length + 8 - headerBytes)
  const crc = Buffer.alloc(4)
  writeUint32(crc, 0, (crc32(whole) ^ fingerprintMask) >>> 0)
  return Buffer.concat([whole, printAttribute(attribute.fingerprint, crc)])
}

function printAttribute(type: number, value: Uint8Array): Buffer {
  const printed = Buffer.alloc(4 + value.length + padding(value.length))
  writeUint16(printed, 0, type)
  writeUint16(printed, 2, value.length)
  printed.set(value, 4)
  return printed
}

/** The address under the cookie, so that no NAT rewrites it on its way (RFC 8489 §14.2). */
function xorAddress({ transactionId }: BindingRequest, from: Source): Buffer {
  const six = isIPv6(from.address)
  const address = six ? bytesOfIp6(from.address) : from.address.split('.').map(Number)
  const cookie = Buffer.alloc(4)
  writeUint32(cookie, 0, magicCookie)
  const mask = Buffer.concat([cookie, transactionId])
  const value = Buffer.alloc(4 + address.length)
  value[1] = six ? 2 : 1
  writeUint16(value, 2, from.port ^ (magicCookie >>> 16))
  for (const [index, octet] of address.entries()) value[4 + index] = octet ^ (mask[index] ?? 0)
  return value
}

function bytesOfIp6(address: string): readonly number[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const front = wordsOfIp6(head)
  const back = wordsOfIp6(tail ?? '')
  const missing = Math.max(0, 8 - front.length - back.length)
  const all = [...front, ...Array.from({ length: missing }, () => 0), ...back]
  return all.flatMap(word => [word >> 8, word & 0xff])
}

function wordsOfIp6(part: string): readonly number[] {
  return part === '' ? [] : part.split(':').flatMap(wordsOfIp6Part)
}

/** The last part may be an IPv4 address, as in ::ffff:192.0.2.1 (RFC 4291 §2.2). */
function wordsOfIp6Part(part: string): readonly number[] {
  if (!part.includes('.')) return [Number.parseInt(part, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
  return [(a << 8) | b, (c << 8) | d]
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4
}
