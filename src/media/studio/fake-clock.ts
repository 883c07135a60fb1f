/** A clock that a test moves, with one timer on it, which may fire late. */

/** The clock and its handle. */
export interface FakeClock {
  readonly nowMs: () => number
  readonly startTimer: (run: () => void, ms: number) => () => void
  /** Fires everything due until then, each `lateMs` after its time. */
  readonly moveTo: (untilMs: number, lateMs?: number) => void
  readonly armed: () => boolean
}

/** A clock at zero. */
export function openFakeClock(): FakeClock {
  const timers: { readonly atMs: number; readonly run: () => void }[] = []
  let nowMs = 0
  return {
    nowMs: () => nowMs,
    startTimer(run, ms) {
      timers.splice(0, 1, { atMs: nowMs + ms, run })
      return () => {
        timers.length = 0
      }
    },
    moveTo(untilMs, lateMs = 0) {
      for (let timer = timers[0]; timer && timer.atMs + lateMs <= untilMs; timer = timers[0]) {
        nowMs = Math.max(nowMs, timer.atMs + lateMs)
        timer.run()
      }
      nowMs = Math.max(nowMs, untilMs)
    },
    armed: () => timers.length > 0,
  }
}
