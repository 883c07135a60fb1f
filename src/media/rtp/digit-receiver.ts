/**
 * RFC 4733 telephone events in: many packets, some lost, become exactly one digit.
 *
 *     |     event     |E|R| volume    |          duration             |
 *
 * All packets of one event carry the timestamp of its beginning (§2.5.1.2), so the timestamp is
 * the event's identity. The end comes three times (§2.5.1.4) and may be lost three times; then
 * silence ends the digit. An earlier timestamp is a late packet only if it is a little earlier and
 * was numbered before the last one; otherwise the sender's clock went back. A press longer than 8.2 s goes on as a new event whose timestamp follows
 * the old one's end (§2.5.1.3); it is still one digit.
 */
import { readUint16, sequenceDistance, timestampDistance } from './rtp-packet.ts'

/** Digits by event code (RFC 4733 §3.2). */
export const digitsByEvent = '0123456789*#ABCD'

/**
 * With no packet of the event for so long, its end was lost. Longer than the usual 50 ms between
 * packets by far, because a worker that stalled looks at its clock before it looks at its sockets.
 */
const endLostMs = 300

/** A packet that comes later than this, or after more packets, is none that the network kept back. */
const lateMax = { units: 16_000, packets: 300 }

/** A whole press. */
export interface HeardDigit {
  readonly digit: string
  readonly durationMs: number
}

/** The press that is going on, or the last one, whose late packets must not count again. */
export interface DigitReceiver {
  event: number
  timestamp: number
  /** Of the event's newest packet. */
  sequence: number
  durationUnits: number
  segmentsUnits: number
  lastSeenMs: number
  state: 'none' | 'pressed' | 'ended'
  /** Ticks of the digits' clock for each of 8 kHz. */
  readonly clockRatio: number
}

/** No digit yet. */
export function openDigitReceiver(clockRatio = 1): DigitReceiver {
  return {
    event: 0,
    timestamp: 0,
    sequence: 0,
    durationUnits: 0,
    segmentsUnits: 0,
    lastSeenMs: 0,
    state: 'none',
    clockRatio,
  }
}

/** What an event packet says, and its place in the stream. */
export interface DigitPacket {
  readonly timestamp: number
  readonly sequence: number
  readonly payload: Uint8Array
}

/** Takes one event packet; returns the digits it completes: none, one, or the one before it. */
export function receiveDigitPacket(
  receiver: DigitReceiver,
  packet: DigitPacket,
  nowMs: number,
): readonly HeardDigit[] {
  const { payload, timestamp } = packet
  const event = payload[0] ?? 0
  if (payload.length < 4 || event >= digitsByEvent.length) return []
  const completed: HeardDigit[] = []
  if (receiver.state === 'none' || timestamp !== receiver.timestamp) {
    if (isOld(receiver, packet)) return []
    if (receiver.state === 'pressed' && !isContinuation(receiver, event, timestamp)) {
      completed.push(endDigit(receiver))
    }
    beginEvent(receiver, event, packet)
  }
  noteSequence(receiver, packet)
  if (receiver.state === 'ended') return completed
  receiver.durationUnits = Math.max(receiver.durationUnits, readUint16(payload, 2))
  receiver.lastSeenMs = nowMs
  if (((payload[1] ?? 0) & 0x80) !== 0) completed.push(endDigit(receiver))
  return completed
}

/** Ends a press whose last packets never came. Call it every frame. */
export function expireDigit(receiver: DigitReceiver, nowMs: number): HeardDigit | undefined {
  const silent = nowMs - receiver.lastSeenMs >= endLostMs
  return receiver.state === 'pressed' && silent ? endDigit(receiver) : undefined
}

/** The sender's clock was seen to go back: what follows is new, wherever it stands. */
export function forgetPress(receiver: DigitReceiver): void {
  if (receiver.state === 'ended') receiver.state = 'none'
}

function isOld(receiver: DigitReceiver, { timestamp, sequence }: DigitPacket): boolean {
  if (receiver.state === 'none') return false
  const units = -timestampDistance(receiver.timestamp, timestamp)
  const packets = -sequenceDistance(receiver.sequence, sequence)
  const isNear = units <= lateMax.units * receiver.clockRatio && packets <= lateMax.packets
  return units > 0 && packets > 0 && isNear
}

function noteSequence(receiver: DigitReceiver, { sequence }: DigitPacket): void {
  if (sequenceDistance(receiver.sequence, sequence) > 0) receiver.sequence = sequence
}

function isContinuation(receiver: DigitReceiver, event: number, timestamp: number): boolean {
  const gap = timestampDistance(receiver.timestamp + receiver.durationUnits, timestamp)
  const follows = event === receiver.event && Math.abs(gap) <= 160 * receiver.clockRatio
  if (follows && receiver.durationUnits >= 0xf000) {
    receiver.segmentsUnits += receiver.durationUnits
    return true
  }
  return false
}

function beginEvent(
  receiver: DigitReceiver,
  event: number,
  { timestamp, sequence }: DigitPacket,
): void {
  if (receiver.state !== 'pressed') receiver.segmentsUnits = 0
  receiver.event = event
  receiver.timestamp = timestamp
  receiver.sequence = sequence
  receiver.durationUnits = 0
  receiver.state = 'pressed'
}

function endDigit(receiver: DigitReceiver): HeardDigit {
  receiver.state = 'ended'
  const units = receiver.segmentsUnits + receiver.durationUnits
  receiver.segmentsUnits = 0
  return {
    digit: digitsByEvent[receiver.event] ?? '',
    durationMs: Math.round(units / (8 * receiver.clockRatio)),
  }
}
