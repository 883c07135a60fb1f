/** Calls one network address may begin in a minute. */
export const webCallsPerSourcePerMinuteMax = 6

/** Addresses remembered at a time; the one quiet longest is forgotten first, and starts afresh. */
export const webCallSourcesMax = 20_000

const minuteMs = 60_000

/** Who called how often of late. */
export interface Sources {
  /** Takes one call of an address: 0 where it may begin, else the wait until the next one may. */
  readonly take: (source: string) => number
}

/** Counts the calls of the last minute, address by address. */
export function openSources(nowMs: () => number): Sources {
  const begun = new Map<string, readonly number[]>()
  return {
    take: source => {
      const now = nowMs()
      const recent = (begun.get(source) ?? []).filter(at => now - at < minuteMs)
      const [oldest = now] = recent
      begun.delete(source)
      const isOver = recent.length >= webCallsPerSourcePerMinuteMax
      begun.set(source, isOver ? recent : [...recent, now])
      for (const quiet of begun.keys()) {
        if (begun.size <= webCallSourcesMax) break
        begun.delete(quiet)
      }
      return isOver ? Math.ceil(oldest + minuteMs - now) : 0
    },
  }
}
