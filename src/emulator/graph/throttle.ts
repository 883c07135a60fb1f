/** Presence requests one app may make of one tenant within a window (Graph, getPresencesByUserId, read 2026-11). */
export const presenceRequestsMax = 1500
/** The window they are counted in. */
export const presenceWindowMs = 30_000

/** Counts what each app asks of each tenant. */
export interface Throttle {
  /** Seconds to wait before asking again, where too much was asked already. */
  readonly wait: (who: string) => number | undefined
}

/** Opens a count. A window begins with the first request in it and forgets all at its end. */
export function openThrottle(now: () => number): Throttle {
  const windows = new Map<string, { readonly until: number; asked: number }>()
  return {
    wait: who => {
      const known = windows.get(who)
      const window =
        known === undefined || known.until <= now()
          ? { until: now() + presenceWindowMs, asked: 0 }
          : known
      windows.set(who, window)
      window.asked += 1
      return window.asked > presenceRequestsMax
        ? Math.max(1, Math.ceil((window.until - now()) / 1000))
        : undefined
    },
  }
}
