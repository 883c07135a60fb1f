import type { InputBody } from '#core'
import { LaneError, inputsWaitingMax } from './lane.ts'
import type { Taken } from './lane.ts'

type Take = (input: InputBody) => Promise<Taken>

/**
 * What is said of legs while a lane comes back. It is neither in what the outside was asked, for
 * it came after the question, nor taken by the life that stopped; so the next life takes it.
 */
export interface Meanwhile {
  /** The outside is being asked: from now on what is said of legs waits. */
  readonly begin: () => void
  /** The next life knows what the outside answered: it takes what waited, and what comes. */
  readonly letIn: (take: Take) => void
  /** Whoever runs takes everything again; who still waits hears why not. */
  readonly end: (why: LaneError) => void
  /** What becomes of an input that is said meanwhile; nothing when the running life takes it. */
  readonly take: (input: InputBody) => Promise<Taken> | undefined
}

/** Nobody comes back yet. */
export function openMeanwhile(): Meanwhile {
  let held: ((take: Take) => void)[] | undefined
  let taker: Take | undefined

  function letIn(take: Take): void {
    const waited = held ?? []
    held = undefined
    taker = take
    for (const pass of waited) pass(take)
  }

  return {
    begin() {
      held = []
    },
    letIn,
    end(why) {
      letIn(() => Promise.reject(why))
      taker = undefined
    },
    take(input) {
      if (!tellsOfLeg(input)) return undefined
      if (taker !== undefined) return taker(input)
      if (held === undefined) return undefined
      if (held.length >= inputsWaitingMax) return Promise.reject(tooMany())
      const { promise, resolve } = Promise.withResolvers<Taken>()
      held.push(take => resolve(take(input)))
      return promise
    },
  }
}

/** New work is refused until the lane runs; who brings it is there to be told so. */
function tellsOfLeg(input: InputBody): boolean {
  return 'leg' in input && input.kind !== 'interaction-arrived' && !('agent' in input)
}

function tooMany(): LaneError {
  return new LaneError('lane-full', `${inputsWaitingMax} inputs wait already: try again later`)
}
