import type { InteractionId } from '#core'
import type { Folded } from '../fold/fold-fact.ts'
import type { Folds } from './folds.ts'
import type { Position } from './position.ts'

/** Living interactions remembered for each tenant; beyond it the oldest are read again. */
const rememberedMax = 10_000

/**
 * What a keeper knows of a tenant's rows without reading them. It may be wrong when another
 * process wrote meanwhile; then the position has moved, the next write is stale, and all of it
 * is forgotten.
 */
export interface Memory {
  position: Position | undefined
  readonly folds: Map<InteractionId, Folded>
}

/** A memory of nothing. */
export function newMemory(): Memory {
  return { position: undefined, folds: new Map() }
}

/** Remembers what was just written. Closed interactions rarely change again, and are let go. */
export function remember(
  memory: Memory,
  written: { readonly position: Position; readonly folds: Folds },
): void {
  memory.position = written.position
  for (const [id, folded] of written.folds) {
    memory.folds.delete(id)
    if (folded.record.outcome === undefined) memory.folds.set(id, folded)
  }
  for (const id of memory.folds.keys()) {
    if (memory.folds.size <= rememberedMax) return
    memory.folds.delete(id)
  }
}

/** Forgets everything: after a failed or stale write only the rows know. */
export function forget(memory: Memory): void {
  memory.position = undefined
  memory.folds.clear()
}
