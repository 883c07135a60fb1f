import type { MediaEngine } from '#media'

/** How long one stretch of lost sound is: five packets in a row, as radio loses them. */
export const lossMs = 100

/** A bad network for what simulated people say. */
export interface Losses {
  /** The share of stretches that are lost, 0 to 1. */
  set(share: number): void
}

/** Loses sound in stretches, on every leg for itself; nothing runs while nothing is lost. */
export function openLosses(engine: MediaEngine, legs: ReadonlySet<string>): Losses {
  const lost = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const turn = (legId: string, silent: boolean): void => {
    if (silent) lost.add(legId)
    else lost.delete(legId)
    // A leg that ends meanwhile has nothing left to lose.
    void engine.direction(legId, silent ? 'inactive' : 'sendrecv').catch(() => undefined)
  }
  const dice = (share: number): void => {
    for (const legId of legs) {
      const silent = Math.random() < share
      if (silent !== lost.has(legId)) turn(legId, silent)
    }
    for (const legId of lost) if (!legs.has(legId)) lost.delete(legId)
  }
  return {
    set(share) {
      clearInterval(timer)
      for (const legId of lost) turn(legId, false)
      if (share > 0) timer = setInterval(() => dice(share), lossMs).unref()
    },
  }
}
