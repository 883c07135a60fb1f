import type { ApiClock } from '../clock.ts'

/** Seconds of requests that may come at once, after quiet. */
export const burstSeconds = 3
/** Names remembered at a time; the one quiet longest is forgotten first, and starts afresh. */
export const namesMax = 20_000

/** How many requests each name may still make. */
export interface RateLimit {
  /** Takes one request of a name: 0 when it may go on, else the wait until the next one may. */
  readonly take: (name: string) => number
}

/** A bucket per name that fills `perSecond` and holds a few seconds' worth. */
export function createRateLimit(clock: ApiClock, perSecond: number): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()
  const full = perSecond * burstSeconds
  return {
    take: name => {
      const now = clock.now()
      const before = buckets.get(name) ?? { tokens: full, at: now }
      const tokens = Math.min(full, before.tokens + ((now - before.at) / 1000) * perSecond)
      buckets.delete(name)
      buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
      for (const oldest of buckets.keys()) {
        if (buckets.size <= namesMax) break
        buckets.delete(oldest)
      }
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000)
    },
  }
}
