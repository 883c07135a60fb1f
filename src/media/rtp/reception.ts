/**
 * What arrived of a stream, counted as RFC 3550 appendix A counts it: extended sequence numbers
 * (A.1), expected and lost packets (A.3) and interarrival jitter (A.8).
 */
import { sequenceDistance, timestampDistance } from './rtp-packet.ts'
import type { ReceptionReport } from './rtcp-packet.ts'

/** A jump of more than this many packets is a restarted sender, not loss (A.1 MAX_DROPOUT). */
const dropoutMax = 3_000

/** The running count for one SSRC. */
export interface Reception {
  readonly ssrc: number
  /** Ticks of the stream's own clock for each of 8 kHz, in which all is counted here. */
  readonly clockRatio: number
  first: number
  highest: number
  /** Added to the 16-bit number: 65,536 for each time it went round. */
  cycles: number
  received: number
  /** From before the sender last restarted its numbers. */
  lostBefore: number
  jitterUnits: number
  lastTransitUnits: number | undefined
  expectedAtReport: number
  receivedAtReport: number
}

/** Begins the count with the stream's first packet, which is still to be noted. */
export function beginReception(ssrc: number, sequence: number, clockRatio = 1): Reception {
  return {
    ssrc,
    clockRatio,
    first: sequence,
    highest: sequence - 1,
    cycles: 0,
    received: 0,
    lostBefore: 0,
    jitterUnits: 0,
    lastTransitUnits: undefined,
    expectedAtReport: 0,
    receivedAtReport: 0,
  }
}

/** Counts one packet; its arrival time is in timestamp units of the same clock rate. */
export function noteArrival(
  reception: Reception,
  packet: { readonly sequence: number; readonly timestamp: number },
  arrivalUnits: number,
): void {
  const ahead = sequenceDistance(reception.highest & 0xffff, packet.sequence)
  if (Math.abs(ahead) > dropoutMax) {
    restart(reception, packet.sequence)
  } else if (ahead > 0) {
    if (packet.sequence < (reception.highest & 0xffff) && reception.received > 0) {
      reception.cycles += 0x1_0000
    }
    reception.highest = packet.sequence
  }
  reception.received += 1
  noteJitter(reception, packet.timestamp, arrivalUnits)
}

function restart(reception: Reception, sequence: number): void {
  reception.lostBefore = lostPackets(reception)
  reception.first = sequence
  reception.highest = sequence
  reception.cycles = 0
  reception.received = 0
  reception.expectedAtReport = 0
  reception.receivedAtReport = 0
  reception.lastTransitUnits = undefined
}

/** J += (|D| − J) / 16 (RFC 3550 §6.4.1). */
function noteJitter(reception: Reception, timestamp: number, arrivalUnits: number): void {
  const transit = timestampDistance(timestamp, Math.round(arrivalUnits) >>> 0)
  const last = reception.lastTransitUnits
  reception.lastTransitUnits = transit
  if (last === undefined) return
  const difference = Math.abs(timestampDistance(last, transit))
  reception.jitterUnits += (difference - reception.jitterUnits) / 16
}

function expectedPackets(reception: Reception): number {
  if (reception.received === 0) return 0
  return reception.cycles + reception.highest - reception.first + 1
}

/** Packets that never came; duplicates may hide some, so it is never below zero here. */
export function lostPackets(reception: Reception): number {
  return reception.lostBefore + Math.max(0, expectedPackets(reception) - reception.received)
}

/** The stream's block for our next report; begins a new interval. */
export function takeReport(
  reception: Reception,
  heard: Pick<ReceptionReport, 'lastSenderReport' | 'delaySinceLastSenderReport'>,
): ReceptionReport {
  const expected = expectedPackets(reception)
  const expectedInterval = expected - reception.expectedAtReport
  const lostInterval = expectedInterval - (reception.received - reception.receivedAtReport)
  reception.expectedAtReport = expected
  reception.receivedAtReport = reception.received
  const lossy = expectedInterval > 0 && lostInterval > 0
  return {
    ssrc: reception.ssrc,
    fractionLost: lossy ? Math.min(255, Math.floor((lostInterval * 256) / expectedInterval)) : 0,
    cumulativeLost: reception.lostBefore + expected - reception.received,
    extendedHighestSequence: (reception.cycles + reception.highest) >>> 0,
    jitter: Math.round(reception.jitterUnits * reception.clockRatio),
    ...heard,
  }
}
