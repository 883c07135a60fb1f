import type { BoardView } from '#contract'

/** The states in the order a supervisor looks for them: who is busy, who is free, who is away. */
const stateOrder = ['reserved', 'talking', 'wrap-up', 'available', 'not-ready', 'signed-out']

/** Whether every word looked for is somewhere in the row, whatever the case. */
function matches(find: string, row: readonly (string | undefined)[]): boolean {
  const text = row.join(' ').toLocaleLowerCase()
  return find
    .toLocaleLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

/** The rows of a board that match what is looked for, in a steady order. */
export function filterBoard(
  board: BoardView,
  find: string,
): Pick<BoardView, 'agents' | 'interactions'> {
  const queues = new Map(board.queues.map(row => [row.id, row.name]))
  const agents = new Map(board.agents.map(row => [row.id, row.name]))
  return {
    agents: board.agents
      .filter(row => matches(find, [row.name, ...row.queues.map(queue => queues.get(queue))]))
      .toSorted(
        (a, b) =>
          stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || a.name.localeCompare(b.name),
      ),
    interactions: board.interactions
      .filter(row =>
        matches(find, [
          row.customer.address,
          row.customer.name,
          row.dialled,
          queues.get(row.queue ?? ''),
          agents.get(row.agent ?? ''),
        ]),
      )
      .toSorted((a, b) => a.arrivedAt - b.arrivedAt),
  }
}
