/**
 * RTCP: how the two ends tell each other what arrived. We send a compound of sender report (or
 * receiver report, when we sent nothing lately) and SDES CNAME, and a BYE at the end.
 * RFC 3550 §6.4, §6.5, §6.6.
 */
import { readUint16, readUint32, writeUint16, writeUint32 } from './rtp-packet.ts'

/** What one end received of one stream (RFC 3550 §6.4.1). */
export interface ReceptionReport {
  readonly ssrc: number
  /** Of the last interval, in 256ths. */
  readonly fractionLost: number
  readonly cumulativeLost: number
  readonly extendedHighestSequence: number
  /** In timestamp units. */
  readonly jitter: number
  readonly lastSenderReport: number
  /** In 65,536ths of a second. */
  readonly delaySinceLastSenderReport: number
}

/** A sender's own account (RFC 3550 §6.4.1). */
export interface SenderInfo {
  readonly ntpSeconds: number
  readonly ntpFraction: number
  readonly rtpTimestamp: number
  readonly packets: number
  readonly octets: number
}

/** One packet of a compound that we understand. Others are stepped over. */
export type RtcpPacket =
  | {
      readonly kind: 'report'
      readonly ssrc: number
      readonly sender?: SenderInfo
      readonly reports: readonly ReceptionReport[]
    }
  | { readonly kind: 'bye'; readonly ssrc: number }

const senderReportType = 200
const receiverReportType = 201
const descriptionType = 202
const byeType = 203

const reportBytes = 24
const senderInfoBytes = 20
const secondsFrom1900To1970 = 2_208_988_800

/** Reads a compound; undefined when it is not valid as RFC 3550 appendix A.2 checks it. */
export function parseRtcp(bytes: Uint8Array): readonly RtcpPacket[] | undefined {
  const packets: RtcpPacket[] = []
  let offset = 0
  while (offset < bytes.length) {
    const length = 4 * (readUint16(bytes, offset + 2) + 1)
    const version = (bytes[offset] ?? 0) >> 6
    if (version !== 2 || offset + length > bytes.length || bytes.length - offset < 8) {
      return undefined
    }
    const packet = parseOne(bytes.subarray(offset, offset + length))
    if (packet === 'malformed') return undefined
    if (packet !== 'other') packets.push(packet)
    offset += length
  }
  return packets
}

function parseOne(bytes: Uint8Array): RtcpPacket | 'other' | 'malformed' {
  const type = bytes[1] ?? 0
  const ssrc = readUint32(bytes, 4)
  if (type === byeType) return { kind: 'bye', ssrc }
  if (type !== senderReportType && type !== receiverReportType) return 'other'
  const count = (bytes[0] ?? 0) & 0x1f
  const start = type === senderReportType ? 8 + senderInfoBytes : 8
  if (bytes.length < start + count * reportBytes) return 'malformed'
  const reports = Array.from({ length: count }, (_, index) =>
    parseReport(bytes, start + index * reportBytes),
  )
  if (type === receiverReportType) return { kind: 'report', ssrc, reports }
  const sender = {
    ntpSeconds: readUint32(bytes, 8),
    ntpFraction: readUint32(bytes, 12),
    rtpTimestamp: readUint32(bytes, 16),
    packets: readUint32(bytes, 20),
    octets: readUint32(bytes, 24),
  }
  return { kind: 'report', ssrc, sender, reports }
}

function parseReport(bytes: Uint8Array, at: number): ReceptionReport {
  const lost = readUint32(bytes, at + 4)
  return {
    ssrc: readUint32(bytes, at),
    fractionLost: lost >>> 24,
    // The cumulative count is signed: duplicates can make it negative (RFC 3550 §6.4.1).
    cumulativeLost: (lost << 8) >> 8,
    extendedHighestSequence: readUint32(bytes, at + 8),
    jitter: readUint32(bytes, at + 12),
    lastSenderReport: readUint32(bytes, at + 16),
    delaySinceLastSenderReport: readUint32(bytes, at + 20),
  }
}

/** What goes into one compound of ours. */
export interface RtcpCompound {
  readonly ssrc: number
  readonly cname: string
  readonly sender?: SenderInfo
  readonly report?: ReceptionReport
  readonly bye?: boolean
}

/** Prints SR or RR first, then SDES CNAME, then BYE (RFC 3550 §6.1 fixes that order). */
export function printRtcp(compound: RtcpCompound): Uint8Array {
  const parts = [printReport(compound), printDescription(compound)]
  if (compound.bye === true) parts.push(printBye(compound.ssrc))
  return Buffer.concat(parts)
}

function printReport(compound: RtcpCompound): Uint8Array {
  const { sender, report, ssrc } = compound
  const reportAt = 8 + (sender === undefined ? 0 : senderInfoBytes)
  const bytes = new Uint8Array(reportAt + (report === undefined ? 0 : reportBytes))
  const type = sender === undefined ? receiverReportType : senderReportType
  writeRtcpHeader(bytes, type, report === undefined ? 0 : 1)
  writeUint32(bytes, 4, ssrc)
  if (sender !== undefined) {
    writeUint32(bytes, 8, sender.ntpSeconds)
    writeUint32(bytes, 12, sender.ntpFraction)
    writeUint32(bytes, 16, sender.rtpTimestamp)
    writeUint32(bytes, 20, sender.packets)
    writeUint32(bytes, 24, sender.octets)
  }
  if (report !== undefined) writeReport(bytes, reportAt, report)
  return bytes
}

function writeReport(bytes: Uint8Array, at: number, report: ReceptionReport): void {
  const lost = Math.max(-0x800000, Math.min(0x7fffff, report.cumulativeLost))
  writeUint32(bytes, at, report.ssrc)
  writeUint32(bytes, at + 4, ((report.fractionLost << 24) | (lost & 0xffffff)) >>> 0)
  writeUint32(bytes, at + 8, report.extendedHighestSequence)
  writeUint32(bytes, at + 12, report.jitter)
  writeUint32(bytes, at + 16, report.lastSenderReport)
  writeUint32(bytes, at + 20, report.delaySinceLastSenderReport)
}

function printDescription({ ssrc, cname }: RtcpCompound): Uint8Array {
  const name = Buffer.from(cname, 'utf8').subarray(0, 255)
  // At least one zero octet ends the chunk, and zeros fill its last word (RFC 3550 §6.5).
  const bytes = new Uint8Array(8 + 4 * Math.ceil((2 + name.length + 1) / 4))
  writeRtcpHeader(bytes, descriptionType, 1)
  writeUint32(bytes, 4, ssrc)
  bytes[8] = 1
  bytes[9] = name.length
  bytes.set(name, 10)
  return bytes
}

function printBye(ssrc: number): Uint8Array {
  const bytes = new Uint8Array(8)
  writeRtcpHeader(bytes, byeType, 1)
  writeUint32(bytes, 4, ssrc)
  return bytes
}

function writeRtcpHeader(bytes: Uint8Array, type: number, count: number): void {
  bytes[0] = 0x80 | count
  bytes[1] = type
  writeUint16(bytes, 2, bytes.length / 4 - 1)
}

/** Wall time as NTP writes it: seconds since 1900 and a 32-bit fraction (RFC 3550 §4). */
export function ntpTime(epochMs: number): { seconds: number; fraction: number } {
  const seconds = Math.floor(epochMs / 1000)
  const fraction = Math.floor(((epochMs - seconds * 1000) / 1000) * 0x1_0000_0000)
  return { seconds: (seconds + secondsFrom1900To1970) >>> 0, fraction: fraction >>> 0 }
}

/** The middle 32 bits of an NTP time, in which reports count round trips (RFC 3550 §4). */
export function ntpMiddle(ntp: { readonly seconds: number; readonly fraction: number }): number {
  return (((ntp.seconds & 0xffff) << 16) | (ntp.fraction >>> 16)) >>> 0
}
