/**
 * Which calls move with the beat. A call in which nothing can flow, because everybody in it is held
 * or nothing was agreed on yet, rests: it is taken out of the beat and costs nothing until somebody
 * does something with it.
 *
 *     awake ──── nothing could flow for half a second ────▶ resting
 *       ▲                                                      │
 *       └──────────── any order that names the call ───────────┘
 */
import { isAtRest, tickCall } from './call.ts'
import type { Call } from './call.ts'
import { frameMs, phases } from './ticker.ts'

/** So many frames in a row without anything to move send a call to rest. */
export const restAfterFrames = 25

/** The calls of a worker by the phase in which they move, and those that rest. */
export class Beat {
  readonly #awake = Array.from({ length: phases }, () => new Map<Call, number>())
  readonly #restingSinceMs = new Map<Call, number>()
  #awakeCount = 0

  /** Calls that need the beat. */
  get awake(): number {
    return this.#awakeCount
  }

  /** Whether any call moves in a phase. */
  isWanted(phase: number): boolean {
    return (this.#awake[phase]?.size ?? 0) > 0
  }

  /** Takes a call into the beat, or back into it, its time gone on meanwhile; false if it is in it. */
  wake(call: Call, nowMs: number): boolean {
    const phase = this.#awake[call.phase]
    if (phase === undefined || phase.has(call)) return false
    const sinceMs = this.#restingSinceMs.get(call)
    if (sinceMs !== undefined) {
      const frames = Math.round((nowMs - sinceMs) / frameMs)
      for (const { leg } of call.seats.values()) leg.passTime(frames)
    }
    this.#restingSinceMs.delete(call)
    phase.set(call, 0)
    this.#awakeCount += 1
    return true
  }

  leave(call: Call): void {
    this.#restingSinceMs.delete(call)
    if (this.#awake[call.phase]?.delete(call) === true) this.#awakeCount -= 1
  }

  /** Moves the calls of a phase on by 20 ms. */
  tick(phase: number, nowMs: number): void {
    const calls = this.#awake[phase]
    if (calls === undefined) return
    for (const [call, before] of calls) {
      tickCall(call)
      // Its last leg may have broken in this frame.
      if (!calls.has(call)) continue
      if (!isAtRest(call)) {
        if (before > 0) calls.set(call, 0)
      } else if (before < restAfterFrames) {
        calls.set(call, before + 1)
      } else {
        this.leave(call)
        this.#restingSinceMs.set(call, nowMs)
      }
    }
  }

  /** Who rests still reports to the peer. Call it every second or so. */
  tendResting(): void {
    for (const call of this.#restingSinceMs.keys()) {
      for (const { leg } of call.seats.values()) {
        try {
          leg.tend()
        } catch (error) {
          leg.fail(error)
        }
      }
    }
  }
}
