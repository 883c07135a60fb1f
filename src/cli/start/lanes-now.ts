import type { Lane } from '#engine'

/** How lanes stand: how many run, and why each other one does not. */
export function lanesNow(lanes: Iterable<Lane>): {
  readonly running: number
  readonly stopped: readonly string[]
} {
  const stopped = [...lanes].map(lane => lane.trouble()?.reason)
  return {
    running: stopped.filter(reason => reason === undefined).length,
    stopped: stopped.filter(reason => reason !== undefined),
  }
}
