/**
 * The RTP packet, read and written in place.
 *
 *     0                   1                   2                   3
 *    |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *    |                           timestamp                           |
 *    |                             SSRC                              |
 *    |                        CSRC × CC                              |
 *    |  extension profile, if X      |  length in 32-bit words       |
 *
 * RFC 3550 §5.1 and §5.3.1.
 */

/** Octets before the payload when there is neither CSRC nor extension. */
export const rtpHeaderBytes = 12
/** The largest datagram we look at; sound of 20 ms needs 172 octets, 200 ms of PCM needs 1,612. */
export const rtpPacketBytesMax = 2_048

/** A packet's fields; `payload` is a view into the datagram, good until the next one arrives. */
export interface RtpPacket {
  readonly marker: boolean
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Uint8Array
}

/** Where the payload begins, or undefined when these bytes are no RTP header (RFC 3550 §5.1). */
export function rtpPayloadOffset(bytes: Uint8Array): number | undefined {
  const first = bytes[0] ?? 0
  if (bytes.length < rtpHeaderBytes || bytes.length > rtpPacketBytesMax || first >> 6 !== 2) {
    return undefined
  }
  let offset = rtpHeaderBytes + 4 * (first & 0x0f)
  if ((first & 0x10) !== 0) {
    if (offset + 4 > bytes.length) return undefined
    offset += 4 + 4 * readUint16(bytes, offset + 2)
  }
  return offset > bytes.length ? undefined : offset
}

/** Reads a datagram; undefined for anything that is not RTP version 2. Never throws. */
export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  const offset = rtpPayloadOffset(bytes)
  if (offset === undefined) return undefined
  const padded = ((bytes[0] ?? 0) & 0x20) !== 0
  const padding = padded ? (bytes[bytes.length - 1] ?? 0) : 0
  // RFC 3550 §5.1: the padding count counts itself, so zero is as wrong as too many.
  if (padded && (padding === 0 || padding > bytes.length - offset)) return undefined
  const second = bytes[1] ?? 0
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: readUint16(bytes, 2),
    timestamp: readUint32(bytes, 4),
    ssrc: readUint32(bytes, 8),
    payload: bytes.subarray(offset, bytes.length - padding),
  }
}

/** Writes the header into the first twelve octets; the caller has the payload behind it. */
export function writeRtpHeader(into: Uint8Array, packet: Omit<RtpPacket, 'payload'>): void {
  into[0] = 0x80
  into[1] = (packet.marker ? 0x80 : 0) | packet.payloadType
  writeUint16(into, 2, packet.sequence)
  writeUint32(into, 4, packet.timestamp)
  writeUint32(into, 8, packet.ssrc)
}

/** With RTP and RTCP on one port, packet types 192 to 223 are RTCP (RFC 5761 §4). */
export function isRtcp(bytes: Uint8Array): boolean {
  const second = bytes[1] ?? 0
  return second >= 192 && second <= 223
}

/** How far `to` is after `from` on the 16-bit circle: negative when it is behind (RFC 1982). */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16
}

/** How far `to` is after `from` on the 32-bit circle of timestamps. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0
}

/** Network byte order, the only order RTP knows. */
export function readUint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0)
}

/** Network byte order, the only order RTP knows. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  return ((readUint16(bytes, offset) << 16) | readUint16(bytes, offset + 2)) >>> 0
}

/** Network byte order, the only order RTP knows. */
export function writeUint16(into: Uint8Array, offset: number, value: number): void {
  into[offset] = value >> 8
  into[offset + 1] = value
}

/** Network byte order, the only order RTP knows. */
export function writeUint32(into: Uint8Array, offset: number, value: number): void {
  writeUint16(into, offset, value >>> 16)
  writeUint16(into, offset + 2, value & 0xffff)
}
