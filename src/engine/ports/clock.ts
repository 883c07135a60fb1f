/** Time, as everything outside the core asks for it. The core itself only ever reads it from inputs. */
export interface Clock {
  /** Milliseconds since 1970. It may step when the machine's clock is set. */
  readonly now: () => number
  /** Milliseconds that really passed, from any moment on; nobody can set this. */
  readonly elapsed: () => number
  /** Calls once after a while; the answer takes it back. */
  readonly setTimer: (ms: number, fire: () => void) => () => void
}

/** The longest delay a timer of the platform takes; a longer one is set again on the way. */
const timerMsMax = 2 ** 31 - 1

/** The machine's own clock. Its timers do not keep the process alive. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    setTimer(ms, fire) {
      const timer = setTimeout(fire, Math.min(Math.max(0, ms), timerMsMax))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
