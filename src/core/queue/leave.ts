import type { FactBody } from '../facts/fact.ts'
import { flags, isOn } from '../flags.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import type { InteractionTimer } from '../timers.ts'
import { clearTimers, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { desert, seek, tell } from '../turn.ts'
import { inVain } from './in-vain.ts'
import { joinLine, leaveLine } from './line.ts'
import { paceAnswer, paceEmptied } from './pace.ts'
import type { QueueSide } from './queue-state.ts'
import { lookAgainLater } from './look-again.ts'
import { inQueueSince, waitEndsAt } from './wait-ends.ts'

/** What a visit waits for. */
const timersOfVisit: readonly InteractionTimer[] = ['wait', 'retry', 'ring']

type LeavingWhy = Extract<FactBody, { kind: 'queue-left' }>['why']

/** Ends a visit to a queue, whether it waits in line or is out on an offer. */
export function leaveQueue(
  turn: Turn,
  interaction: Interaction,
  visit: Visit,
  why: LeavingWhy,
): void {
  const queue = turn.state.queues.get(visit.queue)
  const side = queue?.sides[interaction.channel]
  if (side !== undefined) leaveSide(turn, side, { interaction, visit, why })
  clearTimers(turn.state.timers, interaction.id, timersOfVisit)
  tell(turn, {
    kind: 'queue-left',
    interaction: interaction.id,
    queue: visit.queue,
    why,
    waitedMs: turn.at - inQueueSince(visit),
  })
}

function leaveSide(
  { state, at }: Turn,
  side: QueueSide,
  leaving: { interaction: Interaction; visit: Visit; why: LeavingWhy },
): void {
  leaveLine(side.waiting, leaving.visit)
  side.ringing.delete(leaving.interaction.id)
  side.present -= 1
  if (leaving.why === 'answered') paceAnswer(side, at)
  else if (side.present === 0 && isOn(state, flags.soundWaits)) paceEmptied(side)
}

/** After an offer that came to nothing: back in line, in the same place, and looking again. */
export function waitOn(turn: Turn, interaction: Interaction, visit: Visit): void {
  const queue = turn.state.queues.get(visit.queue)
  if (queue === undefined) throw new Error(`invariant: no queue ${visit.queue}`)
  const side = queue.sides[interaction.channel]
  side.ringing.delete(interaction.id)
  joinLine(side.waiting, visit)
  interaction.phase = { at: 'waiting', visit }
  seek(turn, interaction.id)
  // The longest wait may have run out while the phone rang, or the queue gone: then it ends at once.
  const vain = inVain(turn, queue, interaction.channel)
  const longest = vain === undefined ? waitEndsAt(interaction, queue.config, visit) : turn.at
  const waitEnds = Math.max(turn.at, longest)
  setTimer(turn.state.timers, { kind: 'wait', of: interaction.id }, waitEnds)
  lookAgainLater(turn, interaction, visit)
  if (queue.staffed === 0) desert(turn, queue)
}
