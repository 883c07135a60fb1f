/**
 * Refuses new calls before the ones that came in suffer (RFC 6357 §5, local overload control).
 *
 *     wait of a new call = what a datagram waits in its socket
 *                        + calls without a first word of ours ÷ first words said in a second
 *
 * The second part is Little's law, and makes the gate clock itself: as fast as calls get their first
 * word others may come in, whatever it is that holds them up: this thread, the disk, the sound.
 * Where the wait is too long for a while, and not for one moment (the idea of CoDel, RFC 8289 §3), the
 * gate closes to what goes beyond it, and opens when a while has passed with nobody to refuse.
 */
import type { SipClock, SipLogEvent } from './endpoint-options.ts'

/** A new call may wait this long for a first word of ours before others are refused. */
export const newCallWaitMsMax = 150
/** Waits are too long for a while when none was shorter for so long; with both it is before the first repeats come (T1, 500 ms). */
export const overloadAfterMs = 300
/** The overload is over when nobody had to be refused for so long. */
export const overloadCalmMs = 5_000
/** An overload that lasts is told again so often. */
export const overloadToldEveryMs = 60_000
/** So many calls may wait however slowly they are answered: a thread that stood still begins anew. */
export const callsWaitingMin = 8
/** Who waits longer than this waits for something else than a turn, and holds up nobody. */
export const callStuckMs = 4_000
/** How long a refused INVITE is known again at least; repeats come within 32 s (RFC 3261 §17.1.1.2). */
export const refusalKeptMs = 16_000
/** Refused INVITEs known again at a time; beyond it repeats are looked at as new ones are. */
export const refusalsKeptMax = 100_000
/** Refused callers are asked to wait between so many seconds and twice as many, so that they do not come back together. */
export const retryAfterSecondsMin = 3

/** What an overload looks like from outside, as far as it goes. */
export interface Overload {
  readonly lastsMs: number
  readonly refused: number
}

/** What the gate needs to know of the endpoint round it. */
export interface OverloadParts {
  readonly clock: SipClock
  /** How long datagrams now wait before they are read. */
  readonly socketWaitMs: () => number
  readonly waitMsMax: number
  /** From 0 up to 1. */
  readonly chance: () => number
  readonly log: (event: SipLogEvent) => void
}

interface Going {
  readonly sinceMs: number
  refused: number
  /** When a call was refused last. */
  lastMs: number
  toldMs: number
}

/** Looks at each new call that comes. */
export class OverloadGate {
  readonly #parts: OverloadParts
  readonly #unanswered = new Map<symbol, number>()
  readonly #answers: RateMeter
  #tooLongSinceMs: number | undefined
  #overload: Going | undefined
  #cancelLook: (() => void) | undefined
  /** Refused INVITEs and what they were told: of this stretch of time and of the one before. */
  #refused = new Map<string, number>()
  #refusedBefore = new Map<string, number>()
  #refusedSinceMs = 0

  constructor(parts: OverloadParts) {
    this.#parts = parts
    this.#answers = new RateMeter()
  }

  /** The overload that is going on, if one is. */
  get overload(): Overload | undefined {
    const overload = this.#overload
    if (overload === undefined) return undefined
    const { refused, sinceMs } = overload
    return { lastsMs: Math.round(this.#parts.clock.now() - sinceMs), refused }
  }

  /** After how many seconds the caller of this INVITE may try again; undefined where it may come in. */
  refuse(key: string): number | undefined {
    const known = this.refused(key)
    if (known !== undefined) return known
    const nowMs = this.#parts.clock.now()
    const waitMs = this.#waitMs(nowMs)
    this.#note(nowMs, waitMs)
    if (this.#overload === undefined || waitMs <= this.#parts.waitMsMax) return undefined
    this.#overload.refused += 1
    this.#overload.lastMs = nowMs
    const seconds = Math.ceil(retryAfterSecondsMin * (1 + this.#parts.chance()))
    if (this.#refused.size < refusalsKeptMax / 2) this.#refused.set(key, seconds)
    return seconds
  }

  /** What an INVITE was told that was refused lately: its repeats are told the same. */
  refused(key: string): number | undefined {
    this.#forgetOld(this.#parts.clock.now())
    return this.#refused.get(key) ?? this.#refusedBefore.get(key)
  }

  /** A call came in. The returned function tells that it has its first word, or is over without one. */
  cameIn(): () => void {
    const call = Symbol('call')
    this.#unanswered.set(call, this.#parts.clock.now())
    return () => {
      if (this.#unanswered.delete(call)) this.#answers.count(this.#parts.clock.now())
    }
  }

  close(): void {
    this.#cancelLook?.()
    this.#overload = undefined
  }

  #waitMs(nowMs: number): number {
    for (const [call, sinceMs] of this.#unanswered) {
      if (nowMs - sinceMs <= callStuckMs) break
      this.#unanswered.delete(call)
    }
    const { size } = this.#unanswered
    const inSocketMs = this.#parts.socketWaitMs()
    if (size <= callsWaitingMin) return inSocketMs > this.#parts.waitMsMax ? inSocketMs : 0
    // Without an overload the calls may come as slowly as they like, so only the oldest tells.
    const [oldestMs = nowMs] = this.#unanswered.values()
    if (this.#overload === undefined) return inSocketMs + nowMs - oldestMs
    return inSocketMs + (1000 * size) / this.#answers.perSecond(nowMs)
  }

  #note(nowMs: number, waitMs: number): void {
    if (waitMs <= this.#parts.waitMsMax) this.#tooLongSinceMs = undefined
    else this.#tooLongSinceMs ??= nowMs
    if (this.#overload !== undefined || this.#tooLongSinceMs === undefined) return
    if (nowMs - this.#tooLongSinceMs < overloadAfterMs) return
    this.#overload = { sinceMs: nowMs, refused: 0, lastMs: nowMs, toldMs: nowMs }
    this.#parts.log({ type: 'overload', state: 'began', waitMs: Math.round(waitMs) })
    this.#lookAgain(this.#overload, overloadCalmMs)
  }

  #lookAgain(overload: Going, ms: number): void {
    const { clock, log } = this.#parts
    this.#cancelLook = clock.setTimer(ms, () => {
      const nowMs = clock.now()
      const calmMs = nowMs - overload.lastMs
      const { refused, sinceMs } = overload
      if (calmMs >= overloadCalmMs) {
        this.#overload = undefined
        this.#tooLongSinceMs = undefined
        const lastedMs = Math.round(overload.lastMs - sinceMs)
        log({ type: 'overload', state: 'over', lastedMs, refused })
        return
      }
      if (nowMs - overload.toldMs >= overloadToldEveryMs) {
        overload.toldMs = nowMs
        log({ type: 'overload', state: 'lasts', lastsMs: Math.round(nowMs - sinceMs), refused })
      }
      this.#lookAgain(overload, overloadCalmMs - calmMs)
    })
  }

  #forgetOld(nowMs: number): void {
    const keptMs = nowMs - this.#refusedSinceMs
    if (keptMs < refusalKeptMs) return
    this.#refusedBefore = keptMs < 2 * refusalKeptMs ? this.#refused : new Map()
    this.#refused = new Map()
    this.#refusedSinceMs = nowMs
  }
}

const slotMs = 100
const slots = 10

/** Counts what happens, in slots of a tenth of a second, and tells how often it did in the last second. */
class RateMeter {
  readonly #counts = Array.from({ length: slots }, () => 0)
  #slot = 0

  count(nowMs: number): void {
    this.#turnTo(nowMs)
    const at = this.#slot % slots
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
  }

  /** At least one, since it is divided by. */
  perSecond(nowMs: number): number {
    this.#turnTo(nowMs)
    return Math.max(
      1,
      this.#counts.reduce((sum, count) => sum + count, 0),
    )
  }

  #turnTo(nowMs: number): void {
    const slot = Math.floor(nowMs / slotMs)
    const passed = Math.min(slots, slot - this.#slot)
    for (let back = 0; back < passed; back += 1) this.#counts[(slot - back) % slots] = 0
    this.#slot = slot
  }
}
