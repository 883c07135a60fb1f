/** Time and chance as the models see them; tests move the one and fix the other. */
export interface Clock {
  /** Milliseconds since 1970 by this machine. */
  readonly now: () => number
  /** Runs once after so many milliseconds; the result takes it back. */
  readonly after: (ms: number, run: () => void) => () => void
  /** A number from 0 up to 1, for jitter. */
  readonly chance: () => number
}

/** The browser's own clock and dice. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  chance: () => Math.random(),
}
