/** A place in the browser where small things outlive the page. */
export interface Shelf {
  /** What was written, or undefined where nothing was or it can no longer be read. */
  readonly read: (key: string) => unknown
  readonly write: (key: string, value: unknown) => void
}

/**
 * A shelf over one of the browser's storages. A browser may refuse its storage or find it full:
 * then settings and drafts live as long as the page, which is what the person chose.
 */
export function createShelf(storage: () => Storage): Shelf {
  const kept = new Map<string, unknown>()
  return {
    read: key => {
      if (kept.has(key)) return kept.get(key)
      try {
        const stored: unknown = JSON.parse(storage().getItem(key) ?? 'null')
        return stored ?? undefined
      } catch {
        return undefined
      }
    },
    write: (key, value) => {
      kept.set(key, value)
      try {
        storage().setItem(key, JSON.stringify(value))
      } catch {
        kept.set(key, value)
      }
    },
  }
}
