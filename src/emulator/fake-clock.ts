import type { EmulatorClock } from './clock.ts'

/** Time that moves by hand. */
export interface FakeClock extends EmulatorClock {
  /** Moves on, firing what is due in the order it is due. */
  pass(ms: number): void
}

/** A clock that stands still at the start of 2026-11-21. */
export function openFakeClock(): FakeClock {
  let now = Date.UTC(2026, 10, 21)
  const timers = new Set<{ readonly atMs: number; readonly fire: () => void }>()
  const due = (until: number): { readonly atMs: number; readonly fire: () => void } | undefined =>
    [...timers].filter(({ atMs }) => atMs <= until).toSorted((a, b) => a.atMs - b.atMs)[0]
  return {
    now: () => now,
    setTimer: (ms, fire) => {
      const timer = { atMs: now + ms, fire }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    pass: ms => {
      const until = now + ms
      for (let timer = due(until); timer !== undefined; timer = due(until)) {
        timers.delete(timer)
        now = timer.atMs
        timer.fire()
      }
      now = until
    },
  }
}
