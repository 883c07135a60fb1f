import type { Clock } from '../ports/clock.ts'

/** A lane's own time: what its inputs are stamped with. */
export interface LaneTime {
  /** Never before what it said last, and never standing still. */
  readonly now: () => number
  /** How long it takes by the machine until a moment of this time has come. */
  readonly until: (at: number) => number
}

/** While the time is ahead of the machine's clock, it gives up one part in this many of what passes. */
const slewParts = 64

/**
 * Time that goes forward whatever is done to the machine's clock. A clock set forward is followed
 * at once. From one set back the time goes on as it was, by what has really passed, only a little
 * slower until the clock has caught up: an hour in less than three days. So a journal's moments
 * never go back, and a phone that is to ring for twenty seconds rings for twenty seconds.
 *
 *     machine   ────────╮   ╱──────────      time    ─────────╌╌╌╌╌╌╌╌──────
 *                       ╰──╱  set back                        63/64 of the pace
 */
export function laneTime(clock: Clock, from: number): LaneTime {
  let at = Math.max(clock.now(), from)
  let read = clock.elapsed()

  function goOn(): number {
    const elapsed = clock.elapsed()
    const passed = Math.max(0, elapsed - read)
    read = elapsed
    const ahead = at + passed - clock.now()
    at += ahead > 0 ? passed - Math.min(ahead, passed / slewParts) : passed - ahead
    return at
  }

  return {
    now: () => Math.floor(goOn()),
    until(moment) {
      const left = Math.max(0, moment - goOn())
      const isAhead = at > clock.now()
      return Math.ceil(isAhead ? (left * slewParts) / (slewParts - 1) : left)
    },
  }
}
