import { takeExit } from '../flow/run.ts'
import { stepAt } from '../flow/step-at.ts'
import { flags, isOn } from '../flags.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { close } from '../interaction/closing.ts'
import { enterAnew, enterQueue, stepAfter } from '../queue/enter.ts'
import type { Turn } from '../turn.ts'
import { desert } from '../turn.ts'
import { sendBack } from './send-back.ts'

/**
 * A customer whom an agent handed on, and whom nobody took, waits again in the queue it came from,
 * for the same agent first. Hours and a full line keep nobody out who was in a talk already; a queue
 * that is no longer in use is left by the exits of its step.
 */
export function backToQueue(turn: Turn, interaction: Interaction, origin: Visit): void {
  const queue = turn.state.queues.get(origin.queue)
  if (queue === undefined || queue.retired || !isOn(turn.state, flags.keepWhoWasIn)) {
    askAgain(turn, interaction, origin)
    return
  }
  enterAnew(turn, interaction, queue, origin)
  sendBack(turn, interaction)
  if (queue.staffed === 0) desert(turn, queue)
}

/** Waits where the queue takes it in, like anybody who comes, and else leaves by the exits of its step. */
function askAgain(turn: Turn, interaction: Interaction, origin: Visit): void {
  const { place } = origin
  const step = place && stepAt(turn, place)
  if (place === undefined || step?.kind !== 'queue') {
    close(turn, interaction, 'fault', 'fault')
    return
  }
  const { priority, queue } = origin
  const left = enterQueue(turn, interaction, place, { ...step, priority, queue })
  if (left === undefined) {
    sendBack(turn, interaction)
    return
  }
  const to = stepAfter(step, left)
  takeExit(turn, interaction, place, { name: left.exit, to, why: left.why })
}
