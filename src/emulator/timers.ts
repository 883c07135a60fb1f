import type { EmulatorClock } from './clock.ts'

/** The timers of one owner, so that all of them can be taken back and none forgotten. */
export interface Timers {
  /** Calls `fire` once after `ms`; the returned function takes that back. */
  after(ms: number, fire: () => void): () => void
  count(): number
  clear(): void
}

/** Opens an empty set of timers over a clock. */
export function openTimers(clock: EmulatorClock): Timers {
  const running = new Set<() => void>()
  return {
    after: (ms, fire) => {
      const cancel = clock.setTimer(ms, () => {
        running.delete(stop)
        fire()
      })
      const stop = (): void => {
        if (running.delete(stop)) cancel()
      }
      running.add(stop)
      return stop
    },
    count: () => running.size,
    clear: () => {
      for (const stop of running) stop()
    },
  }
}
