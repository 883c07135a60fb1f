import type { BoardChange, BoardMessage } from './board-change.ts'
import { applyListChange, isSame, joinListChanges, listChange } from './list-change.ts'
import type { BoardView } from './views.ts'

/** A board and the version it has; versions have no order, they are the same or not. */
export interface HeldBoard {
  readonly version: string
  readonly view: BoardView
}

/** The board after a message; nothing where it does not follow: then ask for the whole. */
export function followBoard(
  held: HeldBoard | undefined,
  message: BoardMessage,
): HeldBoard | undefined {
  if (message.topic === 'board') return { version: message.version, view: message.view }
  if (held?.version !== message.from) return undefined
  return { version: message.to, view: applyBoardChange(held.view, message.change) }
}

/** What makes the newer board of the older; nothing where they differ in their moment alone. */
export function boardChangeOf(before: BoardView, after: BoardView): BoardChange | undefined {
  const rest = restOf(after)
  const isRestSame = isSame(restOf(before), rest)
  const queues = listChange(before.queues, after.queues)
  const agents = listChange(before.agents, after.agents)
  const interactions = listChange(before.interactions, after.interactions)
  if (isRestSame && !queues && !agents && !interactions) return undefined
  return {
    at: after.at,
    ...(!isRestSame && { rest }),
    ...(queues && { queues }),
    ...(agents && { agents }),
    ...(interactions && { interactions }),
  }
}

/** The board as a change leaves it; rows and lists it says nothing of are the very same objects. */
export function applyBoardChange(view: BoardView, change: BoardChange): BoardView {
  const { at, rest = restOf(view), queues, agents, interactions } = change
  return {
    ...rest,
    at,
    queues: queues === undefined ? view.queues : applyListChange(view.queues, queues),
    agents: agents === undefined ? view.agents : applyListChange(view.agents, agents),
    interactions:
      interactions === undefined
        ? view.interactions
        : applyListChange(view.interactions, interactions),
  }
}

/** One change that does what two do, one after the other. */
export function joinBoardChanges(first: BoardChange, then: BoardChange): BoardChange {
  const rest = then.rest ?? first.rest
  const queues = joinListChanges(first.queues, then.queues)
  const agents = joinListChanges(first.agents, then.agents)
  const interactions = joinListChanges(first.interactions, then.interactions)
  return {
    at: then.at,
    ...(rest && { rest }),
    ...(queues && { queues }),
    ...(agents && { agents }),
    ...(interactions && { interactions }),
  }
}

/** All of a board beside its moment and its lists. */
function restOf(view: BoardView): NonNullable<BoardChange['rest']> {
  const { at: _at, queues: _queues, agents: _agents, interactions: _all, ...rest } = view
  return rest
}
