import { followBoard, type BoardMessage, type HeldBoard } from '#contract'
import type { ViewMessage } from './live.ts'

/** The board as it came over the socket, for what changes on it to be applied to. */
export interface BoardKept {
  readonly hear: (message: BoardMessage) => void
  /** What to name in a greeting; empty where nothing is held. */
  readonly version: () => string
  readonly forget: () => void
}

/** Shows the board whenever it has changed; asks for the whole where what came does not follow from it. */
export function createBoardKept(ports: {
  readonly show: (message: ViewMessage) => void
  readonly askAgain: () => void
}): BoardKept {
  let held: HeldBoard | undefined
  return {
    version: () => held?.version ?? '',
    forget: () => {
      held = undefined
    },
    hear: message => {
      const before = held
      held = followBoard(before, message)
      if (held !== undefined) ports.show({ topic: 'board', ...held })
      // Once: where nothing is held, the whole was asked for and is on its way.
      else if (before !== undefined) ports.askAgain()
    },
  }
}
