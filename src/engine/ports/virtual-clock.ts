import type { Clock } from './clock.ts'

/** A clock that stands still until it is moved: the fake of the port, for tests and the simulator. */
export interface VirtualClock extends Clock {
  /** Moves time; timers fire at their own moments, in order, with everything they set off in between. */
  readonly pass: (ms: number) => Promise<void>
  /** How many timers are set. */
  readonly timers: () => number
}

/** A clock that begins at a moment. */
export function virtualClock(begin = Date.UTC(2026, 10, 23, 10)): VirtualClock {
  const set = new Map<number, { readonly at: number; readonly fire: () => void }>()
  let now = begin
  let count = 0

  function firstDue(end: number): [number, { at: number; fire: () => void }] | undefined {
    const due = [...set].filter(([, timer]) => timer.at <= end)
    return due.toSorted(([a, one], [b, other]) => one.at - other.at || a - b)[0]
  }

  return {
    now: () => now,
    elapsed: () => now - begin,
    setTimer(ms, fire) {
      count += 1
      const name = count
      set.set(name, { at: now + Math.max(0, ms), fire })
      return () => set.delete(name)
    },
    async pass(ms) {
      const end = now + ms
      await settle()
      for (let due = firstDue(end); due !== undefined; due = firstDue(end)) {
        const [name, timer] = due
        set.delete(name)
        now = Math.max(now, timer.at)
        timer.fire()
        await settle()
      }
      now = end
      await settle()
    },
    timers: () => set.size,
  }
}

/** Lets everything that is ready to run, run: promises that wait for no timer and no outside. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(done => setImmediate(done))
}
