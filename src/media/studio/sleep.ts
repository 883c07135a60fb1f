/**
 * How a worker waits for its next beat: it sleeps right through, and looks at its sockets when it wakes.
 *
 *     beat ─▶ what came meanwhile: all datagrams, orders, files ─▶ sleep until the next beat ─▶ beat
 *
 * A thread that waits in its event loop is woken by each datagram, and waking costs more than the
 * datagram; nobody wants its sound before the beat. An order does not wait for it: it rings.
 */

/** A bell that one thread rings and another sleeps by. */
export type Bell = Int32Array<SharedArrayBuffer>

/** A bell that has not rung. */
export function makeBell(): Bell {
  return new Int32Array(new SharedArrayBuffer(4))
}

/** Wakes who sleeps by it, now or, if nobody does, as soon as somebody wants to. */
export function ring(bell: Bell): void {
  Atomics.store(bell, 0, 1)
  Atomics.notify(bell, 0)
}

/** Who waits for a file meanwhile looks whether it came as often as this. */
const napMs = 2

/** What a sleeper sleeps by. */
export interface Bed {
  readonly bell: Bell
  readonly nowMs: () => number
  /** For what must not lie about meanwhile, such as words to another thread. */
  readonly settle: () => void
  /** Whether something is under way that rings no bell, such as the reading of a file. */
  readonly isExpecting: () => boolean
}

/** Runs something after some milliseconds and sleeps until then. The returned function takes that back. */
export function sleepBefore({
  bell,
  nowMs,
  settle,
  isExpecting,
}: Bed): (run: () => void, ms: number) => () => void {
  return (run, ms) => {
    const dueMs = nowMs() + ms
    // An immediate comes after the loop has looked at everything that is there.
    let next = setImmediate(function look() {
      settle()
      const leftMs = dueMs - nowMs()
      if (leftMs <= 0) {
        run()
        return
      }
      Atomics.wait(bell, 0, 0, isExpecting() ? Math.min(napMs, leftMs) : leftMs)
      Atomics.store(bell, 0, 0)
      next = setImmediate(look)
    })
    return () => clearImmediate(next)
  }
}
