/** A map that forgets its oldest entry rather than grow without end. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  readonly size: number
}

/** Makes one that holds at most `sizeMax` entries. */
export function boundedMap<Value>(sizeMax: number): BoundedMap<Value> {
  const entries = new Map<string, Value>()
  return {
    get: key => entries.get(key),
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, value)
      const oldest = entries.keys().next()
      if (entries.size > sizeMax && oldest.done !== true) entries.delete(oldest.value)
    },
    delete: key => {
      entries.delete(key)
    },
    get size() {
      return entries.size
    },
  }
}
