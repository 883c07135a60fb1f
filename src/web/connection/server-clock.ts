import type { Clock } from '../model/clock.ts'

/** How many of the last moments of the server are kept to set the clock by. */
const momentsKept = 8

/** The server's time: this machine's clock, set by the moments the server's views carry. */
export interface ServerClock {
  readonly now: () => number
  /** The server said what time it was; its word is a little late and never early. */
  readonly heard: (at: number) => void
}

/** A clock that is this machine's own until the server has spoken. */
export function createServerClock(clock: Clock): ServerClock {
  let offsets: readonly number[] = []
  return {
    // The word with the shortest journey is the truest, and that is the largest offset.
    now: () => clock.now() + (offsets.length === 0 ? 0 : Math.max(...offsets)),
    heard: at => {
      offsets = [...offsets, at - clock.now()].slice(-momentsKept)
    },
  }
}
