import { isDeepStrictEqual } from 'node:util'
import type { TenantState } from '#core'

/**
 * Whether two states are the same past worked in. Of timers only the living count, in their
 * order: when the dead are swept out depends on who looked when, and means nothing.
 */
export function sameState(a: TenantState, b: TenantState): boolean {
  return isDeepStrictEqual(lasting(a), lasting(b))
}

function lasting(state: TenantState): unknown {
  const { heap, byName, set } = state.timers
  const living = heap
    .filter(entry => byName.get(entry.name) === entry.order)
    .toSorted((one, other) => one.order - other.order)
  return { ...state, timers: { living, set } }
}
