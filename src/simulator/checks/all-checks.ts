import { nothingForEver } from './bounds.ts'
import type { Check } from './check.ts'
import {
  bestAgentTaken,
  nobodyForgotten,
  nobodyOvertaken,
  offersAllowed,
} from './order-of-service.ts'
import { factsTrue, ordersOnce, refusalsIdle, stateSound, timeGoesOn } from './promises.ts'
import { capacityKept, nothingLeft, sumsAddUp } from './sums.ts'

/** Every check, in the order they look. `factsTrue` keeps the book the later ones read. */
export const allChecks: readonly Check[] = [
  factsTrue,
  stateSound,
  ordersOnce,
  refusalsIdle,
  timeGoesOn,
  offersAllowed,
  nobodyOvertaken,
  bestAgentTaken,
  nobodyForgotten,
  sumsAddUp,
  capacityKept,
  nothingForEver,
  nothingLeft,
]
