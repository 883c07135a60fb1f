/**
 * A worker's floor: its calls, the legs seated in them, and the beat that moves them all. It knows
 * nothing of threads; the worker gives it a clock and a network, and so does a test.
 */
import type { Leg, LegWorld } from '../leg/leg.ts'
import type { PortRange } from '../leg/port-range.ts'
import type { MediaLimits } from '../media-engine.ts'
import { Beat } from './beat.ts'
import { openCall } from './call.ts'
import type { Call, Seat } from './call.ts'
import { phases, Ticker } from './ticker.ts'
import type { TickerParts } from './ticker.ts'

/** What a studio takes from outside. */
export interface StudioParts {
  /** Which worker it is, for its events. */
  readonly worker: number
  readonly ports: PortRange
  /** The address to write into SDP. */
  readonly address: string
  /** The same for browsers. */
  readonly browserAddress: string
  readonly limits: MediaLimits
  readonly world: Omit<LegWorld, 'rtpSilentMsMax' | 'onFault'>
  readonly startTimer: TickerParts['startTimer']
  /** Processor time that this worker has used. */
  readonly cpuMs: () => number
}

/** A leg where it sits. */
export interface SeatedLeg {
  readonly call: Call
  readonly seat: Seat
}

/** The floor, which beats only while there is a call on it in which something moves. */
export class Studio {
  readonly parts: StudioParts
  readonly ticker: Ticker
  readonly calls = new Map<string, Call>()
  /** Legs that broke since the worker began. */
  legFaults = 0
  readonly #beat = new Beat()
  readonly #callOfLeg = new Map<string, Call>()
  #callsOpened = 0

  constructor(parts: StudioParts) {
    this.parts = parts
    this.ticker = new Ticker({
      nowMs: parts.world.nowMs,
      startTimer: parts.startTimer,
      isWanted: phase => this.#beat.isWanted(phase),
      onPhase: phase => this.#tick(phase),
      onSkipped: frames => this.#skip(frames),
    })
  }

  /** Legs now seated, by id. */
  get legIds(): readonly string[] {
    return [...this.#callOfLeg.keys()]
  }

  /** A leg to do something with, so that its call moves from now on. */
  find(legId: string): SeatedLeg | undefined {
    const call = this.#callOfLeg.get(legId)
    const seat = call?.seats.get(legId)
    if (call === undefined || seat === undefined) return undefined
    this.wake(call)
    return { call, seat }
  }

  seats(): readonly Seat[] {
    return [...this.calls.values()].flatMap(call => [...call.seats.values()])
  }

  /** The call of that name, opened now if there is none. */
  callNamed(callId: string): Call {
    const call = this.calls.get(callId) ?? this.#openCall(callId)
    this.wake(call)
    return call
  }

  #openCall(callId: string): Call {
    const call = openCall(callId, this.#callsOpened % phases, this.parts.world.emit)
    this.#callsOpened += 1
    this.calls.set(callId, call)
    return call
  }

  /** What changed in a call may have to move it. */
  wake(call: Call): void {
    if (this.#beat.wake(call, this.parts.world.nowMs())) this.ticker.start()
  }

  /** To be called every second or so, for those who move with no beat. */
  tend(): void {
    this.#beat.tendResting()
  }

  noteSeated(call: Call, leg: Leg): void {
    this.#callOfLeg.set(leg.request.legId, call)
  }

  noteGone(call: Call, legId: string): void {
    call.seats.delete(legId)
    this.#callOfLeg.delete(legId)
  }

  /** A call with neither leg nor recording is over; without calls that move the beat stops. */
  forgetIfEmpty(call: Call): void {
    if (call.seats.size > 0 || call.recorders.size > 0) return
    this.calls.delete(call.callId)
    this.#beat.leave(call)
    if (this.#beat.awake === 0) this.ticker.close()
  }

  #tick(phase: number): void {
    this.#beat.tick(phase, this.parts.world.nowMs())
    if (this.#beat.awake === 0) this.ticker.close()
  }

  #skip(frames: number): void {
    for (const call of this.calls.values()) {
      for (const recorder of call.recorders.values()) recorder.skip(frames)
    }
  }
}
