import { serviceLevelWhole, type BoardView, type QueueRow } from '#contract'

/** The whole floor in numbers. */
export interface FloorFigures {
  readonly waiting: number
  /** Since when the one waiting longest anywhere has waited. */
  readonly waitingSince: number | undefined
  readonly ready: number
  /** Those in a call; who is at a task talks with nobody. */
  readonly talking: number
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  readonly answeredInTime: number
  /** All that have left their queue: the whole of which the service level is a part. */
  readonly left: number
}

function sum(rows: readonly QueueRow[], of: (row: QueueRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}

/** Those who no longer wait: offered less waiting, however they left. */
export function leftQueue(row: QueueRow): number {
  return serviceLevelWhole(row.today, 'left')
}

/** Adds up counts and never averages: an average of averages is nobody's number. */
export function floorFigures(board: BoardView): FloorFigures {
  const { queues, agents } = board
  const moments = queues.flatMap(row => row.waitingSince ?? [])
  return {
    waiting: sum(queues, row => row.waiting),
    waitingSince: moments.length === 0 ? undefined : Math.min(...moments),
    // Agents are counted as people: one who serves three queues is one.
    ready: agents.filter(agent => agent.state === 'available').length,
    talking: agents.filter(({ state, channel }) => state === 'talking' && channel !== 'task')
      .length,
    offered: sum(queues, row => row.today.offered),
    answered: sum(queues, row => row.today.answered),
    abandoned: sum(queues, row => row.today.abandoned),
    answeredInTime: sum(queues, row => row.today.answeredInTime),
    left: sum(queues, leftQueue),
  }
}
