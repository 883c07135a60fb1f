import type { SipClock } from './endpoint-options.ts'

/** A clock that knows how many timers are set, so that leaving one behind shows. */
export interface CountedClock extends SipClock {
  pending(): number
}

/** Counts the timers of one endpoint, and runs what they fire inside its guard. */
export function countTimers(clock: SipClock, guard: (work: () => void) => void): CountedClock {
  let pending = 0
  return {
    now: () => clock.now(),
    pending: () => pending,
    setTimer: (ms, fire) => {
      let open = true
      pending += 1
      const settle = (): boolean => {
        if (!open) return false
        open = false
        pending -= 1
        return true
      }
      const cancel = clock.setTimer(ms, () => {
        if (settle()) guard(fire)
      })
      return () => {
        if (settle()) cancel()
      }
    },
  }
}
