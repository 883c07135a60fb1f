import type { Clock } from '#engine'

/** Time of its own, for an hour that is over in a minute. */
export interface HourClock extends Clock {
  /** A timer for what only counts frames: nothing waits for what it sets off. */
  readonly setBeat: (ms: number, fire: () => void) => () => void
  /** Says that something happened in a beat that others have to hear before time goes on. */
  readonly stir: () => void
  readonly pass: (ms: number) => Promise<void>
  /** How many timers are set. */
  readonly timers: () => number
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly beats: boolean
  fire: (() => void) | undefined
}

/** Turns of the loop in which everything that waits for no timer is done. */
const turnsToSettle = 6

/** A clock that begins at a moment. Timers fire in the order of their moments, and then of their setting. */
export function hourClock(begin = Date.UTC(2026, 10, 23, 10)): HourClock {
  const heap: Timer[] = []
  let now = begin
  let order = 0
  let live = 0
  let stirred = true

  function set(ms: number, fire: () => void, beats: boolean): () => void {
    order += 1
    live += 1
    const timer: Timer = { at: now + Math.max(0, ms), order, beats, fire }
    push(heap, timer)
    return () => {
      if (timer.fire !== undefined) live -= 1
      timer.fire = undefined
    }
  }

  async function pass(ms: number): Promise<void> {
    const end = now + ms
    await settle()
    for (let due = heap[0]; due !== undefined && due.at <= end; due = heap[0]) {
      pop(heap)
      const { fire } = due
      if (fire === undefined) continue
      due.fire = undefined
      live -= 1
      now = due.at
      stirred = !due.beats
      fire()
      if (stirred) await settle()
    }
    now = end
  }

  return {
    now: () => now,
    elapsed: () => now - begin,
    setTimer: (ms, fire) => set(ms, fire, false),
    setBeat: (ms, fire) => set(ms, fire, true),
    stir: () => {
      stirred = true
    },
    pass,
    timers: () => live,
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < turnsToSettle; turn += 1) await new Promise(done => setImmediate(done))
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.length
  heap.push(timer)
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = heap[above]
    if (parent === undefined || !isBefore(timer, parent)) break
    heap[at] = parent
    at = above
  }
  heap[at] = timer
}

function pop(heap: Timer[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    const left = heap[2 * at + 1]
    const right = heap[2 * at + 2]
    const below = right !== undefined && left !== undefined && isBefore(right, left) ? right : left
    if (below === undefined || !isBefore(below, last)) break
    heap[at] = below
    at = 2 * at + (below === right ? 2 : 1)
  }
  heap[at] = last
}
