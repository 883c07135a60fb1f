/** What will happen in the world, by moment; of one moment, in the order it was entered. */
export interface Agenda {
  /** The world's own time. The house has a clock of its own, which may be wrong. */
  readonly now: () => number
  /** Enters something for after a while; the answer takes it back. */
  readonly after: (ms: number, act: () => void) => () => void
  /** The moment of the next thing to happen, or never. */
  readonly nextAt: () => number | undefined
  /** Moves time to the next thing and does it. */
  readonly next: () => void
  /** Moves time, and does nothing. */
  readonly moveTo: (at: number) => void
}

interface Entry {
  readonly at: number
  readonly order: number
  act: (() => void) | undefined
}

/** An empty agenda that begins at a moment. */
export function newAgenda(begin: number): Agenda {
  const heap: Entry[] = []
  let now = begin
  let count = 0

  function dropCancelled(): Entry | undefined {
    for (let first = heap[0]; first !== undefined; first = heap[0]) {
      if (first.act !== undefined) return first
      removeFirst(heap)
    }
    return undefined
  }

  return {
    now: () => now,
    after(ms, act) {
      count += 1
      const entry: Entry = { at: now + Math.max(0, ms), order: count, act }
      heap.push(entry)
      rise(heap, heap.length - 1)
      return () => {
        entry.act = undefined
      }
    },
    nextAt: () => dropCancelled()?.at,
    next() {
      const first = dropCancelled()
      if (first === undefined) return
      removeFirst(heap)
      now = Math.max(now, first.at)
      first.act?.()
    },
    moveTo(at) {
      now = Math.max(now, at)
    },
  }
}

function removeFirst(heap: Entry[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  heap[0] = last
  sink(heap)
}

function before(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function rise(heap: Entry[], from: number): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(heap[at], heap[parent])) return
    swap(heap, at, parent)
    at = parent
  }
}

function sink(heap: Entry[]): void {
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    const smaller = before(heap[left + 1], heap[left]) ? left + 1 : left
    if (!before(heap[smaller], heap[at])) return
    swap(heap, at, smaller)
    at = smaller
  }
}

function swap(heap: Entry[], a: number, b: number): void {
  const [one, other] = [heap[a], heap[b]]
  if (one === undefined || other === undefined) return
  heap[a] = other
  heap[b] = one
}
