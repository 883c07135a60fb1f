/**
 * The beat of a worker: 20 ms, split into ten phases of 2 ms, so that its calls take turns instead
 * of all waking at once; it sleeps through phases in which no call has a turn. Each beat is due at a time counted from the first and never from the last,
 * so that lateness does not add up to drift.
 */

/** Phases in a frame; a call keeps its own for life. */
export const phases = 10
/** What a call moves by. */
export const frameMs = 20
const phaseMs = frameMs / phases

/** Further behind than this, frames are left out instead of made up for. */
export const catchUpMsMax = 200
/** A beat this late is heard by nobody yet, but tells that the core is short. */
const lateMsTold = 10

/** What the ticker needs and calls. */
export interface TickerParts {
  readonly nowMs: () => number
  readonly startTimer: (run: () => void, ms: number) => () => void
  /** Whether anybody has a turn in a phase. */
  readonly isWanted: (phase: number) => boolean
  readonly onPhase: (phase: number) => void
  /** So many frames were left out of every phase. */
  readonly onSkipped: (frames: number) => void
}

/** Lateness since the last look. */
export interface Lateness {
  readonly ticks: number
  readonly lateTicks: number
  readonly lateMsMax: number
}

/** Runs while there is something to beat for. */
export class Ticker {
  readonly #parts: TickerParts
  #beat = 0
  #startedMs = 0
  /** The beat that the timer is for. */
  #armed = 0
  #stopTimer: (() => void) | undefined
  #ticks = 0
  #lateTicks = 0
  #lateMsMax = 0

  constructor(parts: TickerParts) {
    this.#parts = parts
  }

  get running(): boolean {
    return this.#stopTimer !== undefined
  }

  /** Begins to beat, or looks again who has a turn next. */
  start(): void {
    if (this.running) {
      this.#stopTimer?.()
    } else {
      this.#beat = 0
      this.#startedMs = this.#parts.nowMs()
    }
    this.#arm()
  }

  close(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }

  /** Lateness since the last call of this. */
  takeLateness(): Lateness {
    const lateness = {
      ticks: this.#ticks,
      lateTicks: this.#lateTicks,
      lateMsMax: Math.round(this.#lateMsMax),
    }
    this.#ticks = 0
    this.#lateTicks = 0
    this.#lateMsMax = 0
    return lateness
  }

  #dueMs(beat: number): number {
    return this.#startedMs + beat * phaseMs
  }

  #arm(): void {
    this.#armed = this.#nextWanted()
    const waitMs = Math.max(0, this.#dueMs(this.#armed) - this.#parts.nowMs())
    this.#stopTimer = this.#parts.startTimer(() => this.#run(), waitMs)
  }

  #nextWanted(): number {
    for (let beat = this.#beat; beat < this.#beat + phases; beat += 1) {
      if (this.#parts.isWanted(beat % phases)) return beat
    }
    return this.#beat
  }

  #run(): void {
    const lateMs = this.#parts.nowMs() - this.#dueMs(this.#armed)
    this.#note(lateMs)
    if (lateMs > catchUpMsMax) this.#skip(Math.floor(lateMs / frameMs))
    // One turn does what is due now; beats that fall due meanwhile wait for the next turn.
    const nowMs = this.#parts.nowMs()
    while (this.running && this.#dueMs(this.#beat) <= nowMs) {
      const phase = this.#beat % phases
      this.#beat += 1
      this.#parts.onPhase(phase)
    }
    if (this.running) this.#arm()
  }

  #note(lateMs: number): void {
    this.#ticks += 1
    if (lateMs > lateMsTold) this.#lateTicks += 1
    this.#lateMsMax = Math.max(this.#lateMsMax, lateMs)
  }

  #skip(frames: number): void {
    this.#beat += frames * phases
    this.#parts.onSkipped(frames)
  }
}
