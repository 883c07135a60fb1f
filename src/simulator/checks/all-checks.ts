import { endsCome, nothingForEver } from './bounds.ts'
import { choicesKept, ownWorkOnly } from './choices.ts'
import type { Check } from './check.ts'
import { customersKept, lostLeftAlone } from './lost-phones.ts'
import {
  bestAgentTaken,
  nobodyForgotten,
  nobodyOvertaken,
  offersAllowed,
} from './order-of-service.ts'
import { endsTold, phonesStop } from './phones.ts'
import {
  factsTrue,
  ordersOnce,
  refusalsIdle,
  silencesSaid,
  stateSound,
  timeGoesOn,
} from './promises.ts'
import { promptsHeard } from './prompts.ts'
import { offersExplained } from './reasons.ts'
import { roomKept, roomUsed } from './rooms.ts'
import { secretsKept } from './secrets.ts'
import { capacityKept, nothingLeft, sumsAddUp } from './sums.ts'
import { waysLeadOn } from './ways.ts'

/** Every check, in the order they look. `factsTrue` keeps the book the later ones read. */
export const allChecks: readonly Check[] = [
  factsTrue,
  stateSound,
  ordersOnce,
  refusalsIdle,
  silencesSaid,
  timeGoesOn,
  choicesKept,
  waysLeadOn,
  ownWorkOnly,
  endsTold,
  phonesStop,
  customersKept,
  lostLeftAlone,
  promptsHeard,
  secretsKept,
  offersExplained,
  offersAllowed,
  nobodyOvertaken,
  bestAgentTaken,
  nobodyForgotten,
  sumsAddUp,
  capacityKept,
  roomKept,
  roomUsed,
  nothingForEver,
  endsCome,
  nothingLeft,
]
