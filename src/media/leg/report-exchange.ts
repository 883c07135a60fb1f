/**
 * RTCP of one leg: a report of ours every five seconds, also on hold, since Microsoft's trunk
 * dashboard is made of them; and from the peer's reports the round trip and the loss he sees.
 */
import type { Reception } from '../rtp/reception.ts'
import { takeReport } from '../rtp/reception.ts'
import { ntpMiddle, ntpTime, parseRtcp, printRtcp } from '../rtp/rtcp-packet.ts'
import type { ReceptionReport, SenderInfo } from '../rtp/rtcp-packet.ts'

/** RFC 3550 §6.2: five seconds, and half of that before the first. */
const reportMs = 5_000

/** What was said and heard in reports. */
export interface ReportExchange {
  readonly cname: string
  dueMs: number
  packetsAtLastReport: number
  /** The middle of the peer's last NTP time, and when it came (RFC 3550 §6.4.1). */
  heardMiddle: number
  heardAtMs: number
  rttMs: number | undefined
  remoteLossRatio: number | undefined
}

/** Two clocks: one that only runs, and the wall's, which NTP needs. */
export interface ReportTime {
  readonly nowMs: number
  readonly epochMs: number
}

/** What our report tells about our own stream. */
export interface SentSoFar {
  readonly ssrc: number
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/** The first report comes within two and a half seconds. */
export function openReportExchange(cname: string, nowMs: number, random: number): ReportExchange {
  return {
    cname,
    dueMs: nowMs + (reportMs / 2) * (0.5 + random / 2),
    packetsAtLastReport: 0,
    heardMiddle: 0,
    heardAtMs: 0,
    rttMs: undefined,
    remoteLossRatio: undefined,
  }
}

/** Our compound, to be sent when it is due, or at the end with a BYE. */
export function nextReport(
  exchange: ReportExchange,
  sent: SentSoFar,
  reception: Reception | undefined,
  when: ReportTime & { readonly random: number; readonly bye: boolean },
): Uint8Array {
  // Spread over half to one and a half intervals, so that legs do not report in step (§6.2).
  exchange.dueMs = when.nowMs + reportMs * (0.5 + when.random)
  const sender = senderInfo(exchange, sent, when.epochMs)
  exchange.packetsAtLastReport = sent.packets
  const heardAgoMs = when.nowMs - exchange.heardAtMs
  const report =
    reception === undefined
      ? undefined
      : takeReport(reception, {
          lastSenderReport: exchange.heardMiddle,
          delaySinceLastSenderReport:
            exchange.heardMiddle === 0 ? 0 : Math.round(heardAgoMs * 65.536),
        })
  return printRtcp({
    ssrc: sent.ssrc,
    cname: exchange.cname,
    ...(sender === undefined ? {} : { sender }),
    ...(report === undefined ? {} : { report }),
    bye: when.bye,
  })
}

/** Only who sent since the last report is a sender (RFC 3550 §6.4). */
function senderInfo(
  exchange: ReportExchange,
  sent: SentSoFar,
  epochMs: number,
): SenderInfo | undefined {
  if (sent.packets === exchange.packetsAtLastReport) return undefined
  const { seconds, fraction } = ntpTime(epochMs)
  return {
    ntpSeconds: seconds,
    ntpFraction: fraction,
    rtpTimestamp: sent.timestamp,
    packets: sent.packets >>> 0,
    octets: sent.octets >>> 0,
  }
}

/** Learns from a compound of the peer's; false when it is no valid RTCP. */
export function receiveReport(
  exchange: ReportExchange,
  bytes: Uint8Array,
  ours: { readonly ssrc: number },
  when: ReportTime,
): boolean {
  const packets = parseRtcp(bytes)
  if (packets === undefined) return false
  for (const packet of packets) {
    if (packet.kind !== 'report') continue
    if (packet.sender !== undefined) {
      const { ntpSeconds: seconds, ntpFraction: fraction } = packet.sender
      exchange.heardMiddle = ntpMiddle({ seconds, fraction })
      exchange.heardAtMs = when.nowMs
    }
    const about = packet.reports.find(({ ssrc }) => ssrc === ours.ssrc)
    if (about !== undefined) learn(exchange, about, when.epochMs)
  }
  return true
}

/** Two clocks are rounded into a trip; one that took no time may come out a little before it began. */
const roundingUnits = 66

/** Round trip = arrival − last report − the peer's delay, in 65,536ths (RFC 3550 §6.4.1). */
function learn(exchange: ReportExchange, report: ReceptionReport, epochMs: number): void {
  exchange.remoteLossRatio = report.fractionLost / 256
  if (report.lastSenderReport === 0) return
  const arrival = ntpMiddle(ntpTime(epochMs))
  const trip = (arrival - report.lastSenderReport - report.delaySinceLastSenderReport) | 0
  if (trip >= -roundingUnits) exchange.rttMs = Math.max(0, trip) / 65.536
}
