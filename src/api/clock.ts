/** Time as a port, so that tests move it instead of waiting for it. */
export interface ApiClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs once after `ms`; the returned function calls it off. */
  after(ms: number, run: () => void): () => void
}

/** Real time. Its timers never keep a process alive on their own. */
export const realClock: ApiClock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
