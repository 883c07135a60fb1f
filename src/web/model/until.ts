import type { Source } from './cell.ts'

/** Resolves when a source is as expected: what tests wait for, instead of for time. */
export function until<T>(source: Source<T>, isSo: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    const now = source.get()
    if (isSo(now)) {
      resolve(now)
      return
    }
    const stop = source.subscribe(() => {
      const value = source.get()
      if (!isSo(value)) return
      stop()
      resolve(value)
    })
  })
}
