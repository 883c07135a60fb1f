import { isSame, type BoardView } from '#contract'

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
