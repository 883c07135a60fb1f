import type { InputBody, LegId } from '#core'
import { batchMax } from './lane.ts'

/** New interactions are refused while more inputs than this wait for the journal. */
export const arrivalsBehindMax = 5_000
/** New interactions are refused while the oldest input has waited longer than this. */
export const arrivalsBehindMsMax = 2_000
/** New interactions are refused while more orders than this are out. */
export const arrivalsOrdersMax = 40_000

/** An input that waits, as far as its turn depends on it. */
export interface InLine {
  readonly input: InputBody
  /** When it came. */
  readonly since: number
}

/**
 * Why a new interaction must not come in now, if so. What is under way needs the lane more: a
 * customer who is told to try again is better off than ten whose calls nobody can move.
 */
export function overload(
  waiting: readonly InLine[],
  at: { readonly now: number; readonly ordersOut: number },
): string | undefined {
  if (waiting.length >= arrivalsBehindMax) return `${waiting.length} inputs wait`
  const waitedMs = at.now - (waiting[0]?.since ?? at.now)
  if (waitedMs > arrivalsBehindMsMax) return `inputs wait for ${waitedMs} ms`
  return at.ordersOut > arrivalsOrdersMax ? `${at.ordersOut} orders are out` : undefined
}

/**
 * Takes the next batch out of the line: all of it where it fits one commit. Where it does not,
 * what agents and legs under way say goes before new interactions; but nothing goes before the
 * arrival it follows from.
 */
export function nextBatch<T extends InLine>(waiting: T[]): T[] {
  if (waiting.length <= batchMax) return waiting.splice(0)
  const unborn = new Set<LegId>()
  const later: T[] = []
  const first: T[] = []
  for (const one of waiting) {
    const { input } = one
    if (input.kind === 'interaction-arrived' && 'leg' in input) unborn.add(input.leg)
    if (first.length < batchMax && !('leg' in input && unborn.has(input.leg))) first.push(one)
    else later.push(one)
  }
  const batch = [...first, ...later.splice(0, batchMax - first.length)]
  waiting.splice(0, waiting.length, ...later)
  return batch
}
