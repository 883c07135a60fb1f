import type { Clock } from './clock.ts'

interface Alarm {
  readonly atMs: number
  readonly run: () => void
}

/** A clock that stands still until `move` is called, and then rings everything due, in order. */
export interface FakeClock extends Clock {
  move(ms: number): void
}

/** Starts at zero. */
export function fakeClock(): FakeClock {
  let nowMs = 0
  const alarms = new Set<Alarm>()
  const nextDue = (untilMs: number): Alarm | undefined =>
    [...alarms].filter(alarm => alarm.atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0]
  return {
    now: () => nowMs,
    after: (ms, run) => {
      const alarm = { atMs: nowMs + ms, run }
      alarms.add(alarm)
      return () => void alarms.delete(alarm)
    },
    move: ms => {
      const untilMs = nowMs + ms
      for (let due = nextDue(untilMs); due !== undefined; due = nextDue(untilMs)) {
        alarms.delete(due)
        nowMs = due.atMs
        due.run()
      }
      nowMs = untilMs
    },
  }
}
