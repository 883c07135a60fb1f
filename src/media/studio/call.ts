/**
 * One call: its legs, who hears whom, what is played to them, what is recorded. Every 20 ms each
 * leg gives a frame and gets a frame; all else follows from the matrix.
 *
 *              pull ──▶ spoken ──▶ matrix ──▶ mix ──▶ push
 *                          │          ▲
 *                          ▼       players
 *                   recorders, taps
 */
import { frameSamples } from '../codecs/voice-codec.ts'
import type { Leg } from '../leg/leg.ts'
import type { MediaEvent } from '../media-engine.ts'
import type { Recorder } from '../recording/recorder.ts'
import { mixFrames } from '../mixer/mix.ts'
import { fillFromPlayer, playedMs } from '../mixer/player.ts'
import type { Player } from '../mixer/player.ts'
import type { Tap } from './tap.ts'

/** A leg in its call, with room for the frames of the tick. */
export interface Seat {
  readonly leg: Leg
  readonly played: Int16Array
  readonly mixed: Int16Array
  player: Player | undefined
  /** The play last asked for and not stopped since: one whose files come too late is not begun. */
  wanted: string | undefined
}

/** A call's whole state. */
export interface Call {
  readonly callId: string
  readonly phase: number
  readonly seats: Map<string, Seat>
  hears: ReadonlyMap<string, readonly string[]>
  readonly recorders: Map<string, Recorder>
  readonly taps: Map<string, Tap>
  readonly emit: (event: MediaEvent) => void
}

const silentFrame = new Int16Array(frameSamples)

/** A call without legs. */
export function openCall(callId: string, phase: number, emit: Call['emit']): Call {
  return {
    callId,
    phase,
    seats: new Map(),
    hears: new Map(),
    recorders: new Map(),
    taps: new Map(),
    emit,
  }
}

/** Gives a leg its place. */
export function seatLeg(call: Call, leg: Leg): void {
  const played = new Int16Array(frameSamples)
  const mixed = new Int16Array(frameSamples)
  call.seats.set(leg.request.legId, { leg, played, mixed, player: undefined, wanted: undefined })
}

/** Moves the call on by 20 ms. */
export function tickCall(call: Call): void {
  for (const { leg } of call.seats.values()) {
    try {
      leg.pull()
    } catch (error) {
      leg.fail(error)
    }
  }
  for (const [legId, seat] of call.seats) {
    try {
      moveSeat(call, legId, seat)
    } catch (error) {
      seat.leg.fail(error)
    }
  }
  for (const recorder of call.recorders.values()) {
    const { left, right } = recorder.request
    recorder.append({ left: spokenBy(call, left), right: heardOf(call, right) })
  }
}

function moveSeat(call: Call, legId: string, seat: Seat): void {
  const heard = composeHeard(call, legId, seat)
  seat.leg.push(heard)
  for (const tap of call.taps.values()) {
    if (tap.legId === legId) tap.write(tap.hears === 'in' ? seat.leg.inbound.spoken : heard)
  }
  seat.leg.tend()
}

/** Whether nothing can flow in a call, nothing plays and nobody keeps or copies its sound. */
export function isAtRest({ recorders, seats, taps }: Call): boolean {
  if (recorders.size > 0 || taps.size > 0) return false
  for (const { leg, player } of seats.values()) {
    if (player !== undefined || !leg.atRest) return false
  }
  return true
}

/** What a leg hears in this frame: its play, or those the matrix lets it hear, or both mixed. */
function composeHeard(call: Call, legId: string, seat: Seat): Int16Array {
  const voices: Int16Array[] = []
  const { player } = seat
  if (player !== undefined) {
    if (fillFromPlayer(player, seat.played)) voices.push(seat.played)
    else endPlay(call, legId, 'finished')
  }
  if (seat.player === undefined || seat.player.mix) {
    for (const heardId of call.hears.get(legId) ?? []) {
      const spoken = spokenBy(call, heardId)
      if (spoken !== undefined) voices.push(spoken)
    }
  }
  const [only] = voices
  if (voices.length < 2) return only ?? silentFrame
  mixFrames(voices, seat.mixed)
  return seat.mixed
}

function spokenBy(call: Call, legId: string): Int16Array | undefined {
  return call.seats.get(legId)?.leg.inbound.spoken
}

/**
 * What others hear of a leg: nothing of one that is muted or waits, so nothing of it is kept either.
 * (The left of a recording is the customer, who is kept also where a mailbox listens and nobody hears.)
 */
function heardOf(call: Call, legId: string): Int16Array | undefined {
  const spoken = spokenBy(call, legId)
  if (spoken === undefined) return undefined
  for (const heard of call.hears.values()) if (heard.includes(legId)) return spoken
  return new Int16Array(spoken.length)
}

/** Ends the leg's play, if there is one, and says so. */
export function endPlay(call: Call, legId: string, why: 'finished' | 'stopped' | 'leg-gone'): void {
  const seat = call.seats.get(legId)
  if (seat?.player === undefined) return
  const { player } = seat
  seat.player = undefined
  call.emit({ type: 'play-ended', legId, playId: player.playId, why, playedMs: playedMs(player) })
}
