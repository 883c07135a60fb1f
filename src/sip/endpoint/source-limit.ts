/** Addresses watched at a time; beyond it the oldest window is forgotten. */
export const sourcesWatchedMax = 10_000

interface Window {
  startMs: number
  requests: number
}

/** Counts new requests of each address in windows of a second. */
export interface SourceLimit {
  /** Counts one; false means that this address has had its share of this second. */
  admit(address: string, nowMs: number): boolean
}

/** A limit on what one address may start per second, so that one sender cannot starve the others. */
export function createSourceLimit(perSecondMax: number): SourceLimit {
  const windows = new Map<string, Window>()
  return {
    admit: (address, nowMs) => {
      const window = windows.get(address)
      if (window !== undefined && nowMs - window.startMs < 1_000) {
        window.requests += 1
        return window.requests <= perSecondMax
      }
      // Taking the key out first keeps the map in order of age.
      windows.delete(address)
      windows.set(address, { startMs: nowMs, requests: 1 })
      const oldest = windows.keys().next().value
      if (windows.size > sourcesWatchedMax && oldest !== undefined) windows.delete(oldest)
      return true
    },
  }
}
