import type { ApiClock } from './clock.ts'

/** A clock for tests: time passes when told to, and what is due happens in its order. */
export interface FakeClock extends ApiClock {
  readonly pass: (ms: number) => void
}

/** A clock that stands at a Monday morning. */
export function createFakeClock(): FakeClock {
  let now = Date.UTC(2026, 10, 23, 10)
  let due: { readonly at: number; readonly run: () => void }[] = []
  return {
    now: () => now,
    after: (ms, run) => {
      const entry = { at: now + ms, run }
      due.push(entry)
      return () => {
        due = due.filter(one => one !== entry)
      }
    },
    pass: ms => {
      const until = now + ms
      for (;;) {
        const next = due.filter(one => one.at <= until).toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        due = due.filter(one => one !== next)
        now = next.at
        next.run()
      }
      now = until
    },
  }
}
