/** A value over time: read it now, hear when it changes. What React's `useSyncExternalStore` asks for. */
export interface Source<T> {
  readonly get: () => T
  readonly subscribe: (listener: () => void) => () => void
}

/** A source that its maker can set. */
export interface Cell<T> extends Source<T> {
  readonly set: (value: T) => void
}

/**
 * A cell. `whileWatched` runs when the first listener comes and what it returns runs when the last
 * one goes, so that a source nobody looks at costs nothing.
 */
export function createCell<T>(initial: T, whileWatched?: () => () => void): Cell<T> {
  let value = initial
  let stop: (() => void) | undefined
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set: next => {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe: listener => {
      // Wrapped, so that one function may listen twice and leave twice.
      const entry = (): void => listener()
      listeners.add(entry)
      if (listeners.size === 1) stop = whileWatched?.()
      return () => {
        if (!listeners.delete(entry) || listeners.size > 0) return
        stop?.()
        stop = undefined
      }
    },
  }
}
