import type { AgentRow, BoardView, LiveInteractionRow } from '#contract'

/** What of the floor somebody wants to see; an empty word is everything. */
export interface FloorFilter {
  readonly find: string
  readonly queue: string
  readonly state: AgentRow['state'] | ''
  readonly phase: LiveInteractionRow['phase'] | ''
}

/** The whole floor. */
export const wholeFloor: FloorFilter = { find: '', queue: '', state: '', phase: '' }

/** The states in the order a supervisor looks for them: who is busy, who is free, who is away. */
export const stateOrder: readonly AgentRow['state'][] = [
  'reserved',
  'talking',
  'wrap-up',
  'available',
  'not-ready',
  'signed-out',
]

/** Whether every word looked for is somewhere in the row, whatever the case. */
function matches(words: readonly string[], row: readonly (string | undefined)[]): boolean {
  if (words.length === 0) return true
  const text = row.join(' ').toLocaleLowerCase()
  return words.every(word => text.includes(word))
}

function wordsOf(find: string): readonly string[] {
  return find
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter(word => word !== '')
}

/** The agents that match, those at work first. */
export function filterAgents(board: BoardView, filter: FloorFilter): readonly AgentRow[] {
  const names = new Map(board.queues.map(row => [row.id, row.name]))
  const words = wordsOf(filter.find)
  const place = new Map(stateOrder.map((state, at) => [state, at]))
  const { compare } = new Intl.Collator()
  return board.agents
    .filter(
      row =>
        (filter.state === '' || row.state === filter.state) &&
        (filter.queue === '' || row.queues.includes(filter.queue)) &&
        matches(words, [row.name, ...row.queues.map(queue => names.get(queue))]),
    )
    .toSorted(
      (a, b) => (place.get(a.state) ?? 0) - (place.get(b.state) ?? 0) || compare(a.name, b.name),
    )
}

/** The interactions that match, the oldest first. */
export function filterInteractions(
  board: BoardView,
  filter: FloorFilter,
): readonly LiveInteractionRow[] {
  const queues = new Map(board.queues.map(row => [row.id, row.name]))
  const agents = new Map(board.agents.map(row => [row.id, row.name]))
  const words = wordsOf(filter.find)
  return board.interactions
    .filter(
      row =>
        (filter.phase === '' || row.phase === filter.phase) &&
        (filter.queue === '' || row.queue === filter.queue) &&
        matches(words, [
          row.customer.address,
          row.customer.name,
          row.dialled,
          queues.get(row.queue ?? ''),
          agents.get(row.agent ?? ''),
        ]),
    )
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt)
}
