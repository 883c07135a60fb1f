/**
 * The jitter buffer: packets come when the network pleases, frames leave every 20 ms.
 *
 * All our codecs make one octet for each tick of the RTP clock (G.711: 8,000 a second; G.722:
 * 64 kbit/s on an 8,000 Hz clock, RFC 3551 §4.5.2), so the buffer is a ring of octets addressed by
 * timestamp. Packets of any length and in any order find their place by themselves.
 *
 *        taken │ playAt            newestEnd
 *     ─────────┼──────▓▓▓▓▓▓░░░▓▓▓▓▓▓▓┼──────────▶ timestamp
 *              │◀─────── depth ──────▶│   (░ lost)
 *
 * Invariants: 1. playAt only moves by whole frames while playing. 2. When nothing is left, playAt
 * stands still and the next packet, wherever it is, begins a new filling; so no stall of either
 * side, no jump of the sender's clock and no pause can put the buffer out of step for good.
 * 3. Depth is steered to a target that follows the measured jitter; a sender whose clock is faster
 * or slower than ours costs one skipped or repeated frame now and then.
 */
import { timestampDistance } from './rtp-packet.ts'

/** RTP ticks a millisecond, for every codec here. */
export const unitsPerMs = 8
/** The frame: 20 ms. */
export const frameUnits = 160
const frameMs = 20

const targetMsStart = 40
const targetMsMin = 20
/** A deeper buffer would be heard as a slow conversation. */
export const jitterTargetMsMax = 120

const ringUnits = 8_192
const ringMask = ringUnits - 1
/** Further ahead than this is a sender's new clock and not sound to come. */
const aheadUnitsMax = ringUnits / 2
/** So many late packets in a row mean that playAt is wrong, not that the network is. */
const lateInARowMax = 5
/** Steer and measure over so many frames. */
const steerFrames = 50
const adaptFrames = 250
/** Spread below this is our own and needs no room: sockets are looked at once a beat, every 2 ms. */
const spreadMsIgnored = 4

/** What take() found for this frame. `held` repeats sound to let a slow sender catch up. */
export type TakenFrame = 'voice' | 'lost' | 'held' | 'empty'

/** The buffer's whole state; `silence` is the octet that stands for what is missing. */
export interface JitterBuffer {
  readonly octets: Uint8Array
  readonly present: Uint8Array
  silence: number
  mode: 'empty' | 'filling' | 'playing'
  playAt: number
  newestEnd: number
  fillingSinceMs: number
  targetMs: number
  lateInARow: number
  framesSinceSteer: number
  framesSinceAdapt: number
  depthMsLeast: number
  depthMsMost: number
  transitMsLeast: number
  transitMsMost: number
  transitOrigin: { readonly ms: number; readonly timestamp: number } | undefined
  late: number
  starved: number
  skipped: number
  held: number
}

/** An empty buffer for one stream. */
export function openJitterBuffer(silence: number): JitterBuffer {
  return {
    octets: new Uint8Array(ringUnits),
    present: new Uint8Array(ringUnits),
    silence,
    mode: 'empty',
    playAt: 0,
    newestEnd: 0,
    fillingSinceMs: 0,
    targetMs: targetMsStart,
    lateInARow: 0,
    framesSinceSteer: 0,
    framesSinceAdapt: 0,
    depthMsLeast: Infinity,
    depthMsMost: 0,
    transitMsLeast: Infinity,
    transitMsMost: -Infinity,
    transitOrigin: undefined,
    late: 0,
    starved: 0,
    skipped: 0,
    held: 0,
  }
}

/** How much sound waits. */
export function depthMs(buffer: JitterBuffer): number {
  return timestampDistance(buffer.playAt, buffer.newestEnd) / unitsPerMs
}

/** Forgets the sound and keeps the learnt target: for a new SSRC or a leg that was held. */
export function clearJitterBuffer(buffer: JitterBuffer): void {
  buffer.present.fill(0)
  buffer.mode = 'empty'
  buffer.lateInARow = 0
  buffer.transitOrigin = undefined
  buffer.transitMsLeast = Infinity
  buffer.transitMsMost = -Infinity
}

/** Puts a packet's octets in their place; `rewound` says that the sender's clock went back. */
export function putPacket(
  buffer: JitterBuffer,
  packet: { readonly timestamp: number; readonly payload: Uint8Array },
  nowMs: number,
): 'kept' | 'late' | 'rewound' {
  const { timestamp, payload } = packet
  if (payload.length === 0 || payload.length > aheadUnitsMax) return 'late'
  const ahead = timestampDistance(buffer.playAt, timestamp)
  const elsewhere = Math.abs(ahead) > aheadUnitsMax
  if (elsewhere) clearJitterBuffer(buffer)
  noteTransit(buffer, timestamp, nowMs)
  if (buffer.mode === 'empty') beginFilling(buffer, timestamp, nowMs)
  if (buffer.mode === 'filling' && timestampDistance(buffer.playAt, timestamp) < 0) {
    buffer.playAt = timestamp
  }
  if (timestampDistance(buffer.playAt, timestamp + payload.length) <= 0) return noteLate(buffer)
  buffer.lateInARow = 0
  write(buffer, timestamp, payload)
  return elsewhere && ahead < 0 ? 'rewound' : 'kept'
}

function beginFilling(buffer: JitterBuffer, timestamp: number, nowMs: number): void {
  buffer.mode = 'filling'
  buffer.playAt = timestamp
  buffer.newestEnd = timestamp
  buffer.fillingSinceMs = nowMs
}

/** One late packet is dropped; a row of them shows that the sender's clock went back. */
function noteLate(buffer: JitterBuffer): 'late' | 'rewound' {
  buffer.late += 1
  buffer.lateInARow += 1
  if (buffer.lateInARow < lateInARowMax) return 'late'
  clearJitterBuffer(buffer)
  return 'rewound'
}

function write(buffer: JitterBuffer, timestamp: number, payload: Uint8Array): void {
  const tooEarly = Math.max(0, timestampDistance(timestamp, buffer.playAt))
  const kept = tooEarly === 0 ? payload : payload.subarray(tooEarly)
  const from = (timestamp + tooEarly) & ringMask
  const room = ringUnits - from
  buffer.octets.set(kept.length <= room ? kept : kept.subarray(0, room), from)
  buffer.present.fill(1, from, Math.min(from + kept.length, ringUnits))
  if (kept.length > room) {
    buffer.octets.set(kept.subarray(room))
    buffer.present.fill(1, 0, kept.length - room)
  }
  const end = (timestamp + payload.length) >>> 0
  if (timestampDistance(buffer.newestEnd, end) > 0) buffer.newestEnd = end
}

/** How long packets take, against an arbitrary origin: only its spread means something. */
function noteTransit(buffer: JitterBuffer, timestamp: number, nowMs: number): void {
  buffer.transitOrigin ??= { ms: nowMs, timestamp }
  const sentMs = timestampDistance(buffer.transitOrigin.timestamp, timestamp) / unitsPerMs
  const transitMs = nowMs - buffer.transitOrigin.ms - sentMs
  buffer.transitMsLeast = Math.min(buffer.transitMsLeast, transitMs)
  buffer.transitMsMost = Math.max(buffer.transitMsMost, transitMs)
  // Up at once, since what came late once will again; down only at the end of a window.
  buffer.targetMs = Math.max(buffer.targetMs, wantedTargetMs(buffer))
}

function wantedTargetMs(buffer: JitterBuffer): number {
  const spread = buffer.transitMsMost - buffer.transitMsLeast
  const room = spread <= spreadMsIgnored ? 0 : frameMs * Math.ceil(spread / frameMs)
  return Math.min(jitterTargetMsMax, Math.max(targetMsMin, frameMs + room))
}

/** Takes the next 20 ms into `into`, which must hold frameUnits octets. */
export function takeFrame(buffer: JitterBuffer, into: Uint8Array, nowMs: number): TakenFrame {
  if (buffer.mode === 'empty') return 'empty'
  if (buffer.mode === 'filling') {
    const waited = nowMs - buffer.fillingSinceMs >= buffer.targetMs
    if (depthMs(buffer) < buffer.targetMs && !waited) return 'empty'
    buffer.mode = 'playing'
    beginSteering(buffer)
  }
  const depth = depthMs(buffer)
  if (depth <= 0) {
    buffer.starved += 1
    buffer.mode = 'empty'
    return 'empty'
  }
  if (steer(buffer, depth) === 'hold') return 'held'
  return read(buffer, into)
}

function beginSteering(buffer: JitterBuffer): void {
  buffer.framesSinceSteer = 0
  buffer.depthMsLeast = Infinity
  buffer.depthMsMost = 0
}

/** Skips or holds one frame when the depth stood off its target for a whole window. */
function steer(buffer: JitterBuffer, depth: number): 'hold' | 'go' {
  buffer.depthMsLeast = Math.min(buffer.depthMsLeast, depth)
  buffer.depthMsMost = Math.max(buffer.depthMsMost, depth)
  buffer.framesSinceSteer += 1
  buffer.framesSinceAdapt += 1
  if (buffer.framesSinceAdapt >= adaptFrames) adapt(buffer)
  if (depth > jitterTargetMsMax + 2 * frameMs) {
    skip(buffer, depth - buffer.targetMs)
    return 'go'
  }
  if (buffer.framesSinceSteer < steerFrames) return 'go'
  const { depthMsLeast, depthMsMost } = buffer
  beginSteering(buffer)
  if (depthMsLeast > buffer.targetMs + frameMs) skip(buffer, frameMs)
  if (depthMsMost >= buffer.targetMs) return 'go'
  buffer.held += 1
  return 'hold'
}

function skip(buffer: JitterBuffer, ms: number): void {
  for (let skippedMs = 0; skippedMs + frameMs <= ms; skippedMs += frameMs) {
    clearPresence(buffer)
    buffer.playAt = (buffer.playAt + frameUnits) >>> 0
    buffer.skipped += 1
  }
}

/** Ends a window of measurement: the target may come down by one frame. */
function adapt(buffer: JitterBuffer): void {
  if (wantedTargetMs(buffer) < buffer.targetMs) buffer.targetMs -= frameMs
  buffer.framesSinceAdapt = 0
  buffer.transitMsLeast = Infinity
  buffer.transitMsMost = -Infinity
}

function read(buffer: JitterBuffer, into: Uint8Array): TakenFrame {
  const isWhole = readWhole(buffer, into)
  const isHeard = isWhole || readPieces(buffer, into)
  clearPresence(buffer)
  buffer.playAt = (buffer.playAt + frameUnits) >>> 0
  return isHeard ? 'voice' : 'lost'
}

/** Nearly every frame is there in one piece, and is copied as one. */
function readWhole({ octets, playAt, present }: JitterBuffer, into: Uint8Array): boolean {
  const from = playAt & ringMask
  const to = from + frameUnits
  if (to > ringUnits) return false
  const missing = present.indexOf(0, from)
  if (missing >= 0 && missing < to) return false
  into.set(octets.subarray(from, to))
  return true
}

function readPieces({ octets, playAt, present, silence }: JitterBuffer, into: Uint8Array): boolean {
  let found = 0
  for (let index = 0; index < frameUnits; index += 1) {
    const at = (playAt + index) & ringMask
    const here = present[at] === 1
    if (here) found += 1
    into[index] = here ? (octets[at] ?? 0) : silence
  }
  return found > 0
}

function clearPresence(buffer: JitterBuffer): void {
  const from = buffer.playAt & ringMask
  const to = from + frameUnits
  buffer.present.fill(0, from, Math.min(to, ringUnits))
  if (to > ringUnits) buffer.present.fill(0, 0, to - ringUnits)
}
