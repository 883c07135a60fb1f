import { createCell, type Source } from '../model/cell.ts'

/** Where on an interaction's time somebody looks and listens, in milliseconds since it arrived. */
export interface Playhead extends Source<number> {
  /** The player says where it is. */
  readonly moved: (ms: number) => void
  /** Somebody goes to a moment; whatever plays follows. */
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
      cell.set(ms)
      for (const listener of listeners) listener(ms)
    },
    onSeek: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Moves by keys: an arrow goes five seconds, a page thirty. */
const stepMs = 5000
const pageMs = 30_000

/** Where a key moves the playhead, or undefined for a key that does not. */
export function soughtByKey(key: string, atMs: number, durationMs: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: atMs + stepMs,
    ArrowUp: atMs + stepMs,
    ArrowLeft: atMs - stepMs,
    ArrowDown: atMs - stepMs,
    PageUp: atMs + pageMs,
    PageDown: atMs - pageMs,
    Home: 0,
    End: durationMs,
  }
  const sought = moves[key]
  return sought === undefined ? undefined : Math.min(durationMs, Math.max(0, sought))
}
