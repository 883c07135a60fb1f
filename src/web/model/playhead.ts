import { createCell, type Source } from './cell.ts'

/** Where in a recording the player is, shared by the player and the timeline beside it. */
export interface Playhead extends Source<number> {
  /** The player says where it is, in milliseconds from the recording's start. */
  readonly moved: (ms: number) => void
  /** Somebody asks to hear from there. */
  readonly seek: (ms: number) => void
  /** The player listens for that; the result stops it. */
  readonly onSeek: (listener: (ms: number) => void) => () => void
}

/** A playhead at the beginning. */
export function createPlayhead(): Playhead {
  const cell = createCell(0)
  const listeners = new Set<(ms: number) => void>()
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    moved: cell.set,
    seek: ms => {
      for (const listener of listeners) listener(ms)
    },
    onSeek: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
