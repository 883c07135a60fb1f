import type { BoardView } from '#contract'

/** Whether two values off the wire say the same. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object') return false
  if (one === null || other === null) return false
  const [keys, otherKeys] = [Object.keys(one), Object.keys(other)]
  if (keys.length !== otherKeys.length) return false
  return keys.every(key => isSame(Reflect.get(one, key), Reflect.get(other, key)))
}

/** The new rows, each the old object where it says the same; the old list where nothing changed. */
function keepRows<Row extends { readonly id: string }>(before: Row[], after: Row[]): Row[] {
  const old = new Map(before.map(row => [row.id, row]))
  const rows = after.map(row => {
    const known = old.get(row.id)
    return known !== undefined && isSame(known, row) ? known : row
  })
  const isAsBefore = rows.length === before.length && rows.every((row, at) => row === before[at])
  return isAsBefore ? before : rows
}

/**
 * The newer board made of the older one's rows wherever they say the same, so that drawing it
 * again costs only what has changed. A board that differs in its moment alone is the older one.
 */
export function settleBoard(before: BoardView, after: BoardView): BoardView {
  const settled = {
    ...after,
    queues: keepRows(before.queues, after.queues),
    agents: keepRows(before.agents, after.agents),
    interactions: keepRows(before.interactions, after.interactions),
  }
  return isSame({ ...settled, at: 0 }, { ...before, at: 0 }) ? before : settled
}
