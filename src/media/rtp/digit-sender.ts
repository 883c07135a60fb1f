/**
 * RFC 4733 telephone events out: a queue of digits, moved on by the 20 ms tick.
 *
 * While a digit or its gap lasts, its packets stand in the voice's place. Each digit is an update
 * every frame, then its end three times a frame apart, so that a short burst of loss cannot take
 * all three (§2.5.1.4).
 */
import { writeUint16 } from './rtp-packet.ts'
import { digitsByEvent } from './digit-receiver.ts'

/** More digits than this waiting on one leg is a fault of the caller's. */
export const digitsQueuedMax = 128

const pressUnits = 8 * 160
const frameUnits = 160
const endPackets = 3
/** Frames of quiet after the end packets: with them the gap between digits is 80 ms. */
const gapFrames = 2
const volumeDbm0 = 10

/** The packet to send in this frame; `began` is how many units ago the digit did. */
export interface DigitPacket {
  readonly marker: boolean
  readonly beganUnitsAgo: number
  readonly payload: Uint8Array
}

/** What waits and what is under way. */
export interface DigitSender {
  queue: string
  event: number
  pressedUnits: number
  framesAfter: number
  state: 'idle' | 'pressing' | 'ending' | 'gap'
  sent: number
}

/** Nothing to send. */
export function openDigitSender(): DigitSender {
  return { queue: '', event: 0, pressedUnits: 0, framesAfter: 0, state: 'idle', sent: 0 }
}

/** True when every character is a digit that RFC 4733 has a code for. */
export function areDigits(digits: string): boolean {
  return /^[0-9*#A-D]+$/.test(digits)
}

/**
 * Moves on by one frame: a packet to send, silence in a gap, or idle for the voice to go on.
 * Durations are in ticks of the digits' clock, which is 8 kHz times the ratio.
 */
export function nextDigitPacket(sender: DigitSender, clockRatio = 1): DigitPacket | 'gap' | 'idle' {
  if (sender.state === 'idle' && !beginDigit(sender)) return 'idle'
  if (sender.state === 'gap') {
    sender.framesAfter += 1
    if (sender.framesAfter >= gapFrames) sender.state = 'idle'
    return 'gap'
  }
  if (sender.state === 'pressing') return press(sender, clockRatio)
  return release(sender, clockRatio)
}

function beginDigit(sender: DigitSender): boolean {
  const digit = sender.queue[0]
  if (digit === undefined) return false
  sender.queue = sender.queue.slice(1)
  sender.event = digitsByEvent.indexOf(digit)
  sender.pressedUnits = 0
  sender.framesAfter = 0
  sender.state = 'pressing'
  sender.sent += 1
  return true
}

function press(sender: DigitSender, clockRatio: number): DigitPacket {
  const beganUnitsAgo = sender.pressedUnits
  sender.pressedUnits += frameUnits
  const last = sender.pressedUnits >= pressUnits
  if (last) {
    sender.state = 'ending'
    sender.framesAfter = 1
  }
  return {
    marker: beganUnitsAgo === 0,
    beganUnitsAgo,
    payload: payloadOf(sender, last, clockRatio),
  }
}

function release(sender: DigitSender, clockRatio: number): DigitPacket {
  const beganUnitsAgo = sender.pressedUnits + (sender.framesAfter - 1) * frameUnits
  sender.framesAfter += 1
  if (sender.framesAfter >= endPackets) {
    sender.state = 'gap'
    sender.framesAfter = 0
  }
  return { marker: false, beganUnitsAgo, payload: payloadOf(sender, true, clockRatio) }
}

function payloadOf(sender: DigitSender, end: boolean, clockRatio: number): Uint8Array {
  const payload = Buffer.alloc(4)
  payload[0] = sender.event
  payload[1] = (end ? 0x80 : 0) | volumeDbm0
  writeUint16(payload, 2, sender.pressedUnits * clockRatio)
  return payload
}
