/** Time as the emulator sees it; tests move it by hand. */
export interface EmulatorClock {
  /** Milliseconds since 1970, for tokens and certificates as well as for durations. */
  now(): number
  /** Calls `fire` once after `ms`; the returned function takes that back. */
  setTimer(ms: number, fire: () => void): () => void
}

/** The machine's own time. */
export const systemClock: EmulatorClock = {
  now: () => Date.now(),
  setTimer: (ms, fire) => {
    const timer = setTimeout(fire, ms)
    return () => clearTimeout(timer)
  },
}
