import type { Clock } from './clock.ts'

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves on, running what falls due in its order. */
  readonly advance: (ms: number) => void
  /** How many timers wait: none should when everything is closed. */
  readonly waiting: () => number
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Starts at the moment given; chance is always one half. */
export function createFakeClock(startsAt = 1_800_000_000_000): FakeClock {
  let now = startsAt
  const timers = new Set<Timer>()
  function nextDue(until: number): Timer | undefined {
    return [...timers].filter(timer => timer.at <= until).toSorted((a, b) => a.at - b.at)[0]
  }
  return {
    now: () => now,
    chance: () => 0.5,
    after: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance: ms => {
      const until = now + ms
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer)
        now = timer.at
        timer.run()
      }
      now = until
    },
    waiting: () => timers.size,
  }
}
