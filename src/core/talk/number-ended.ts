import { takeExit } from '../flow/run.ts'
import { stepAt } from '../flow/step-at.ts'
import type { FailureCode } from '../input.ts'
import type { Bridged, FlowPlace, Interaction, Outward } from '../interaction/interaction.ts'
import { close } from '../interaction/closing.ts'
import { hangUp } from '../interaction/legs.ts'
import { clearTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { backToQueue } from './back-to-queue.ts'

/** Nobody answered outside: the flow goes on by its exits, or the customer is back in the queue. */
export function numberFailed(
  turn: Turn,
  interaction: Interaction,
  phase: Outward,
  code: FailureCode,
): void {
  clearTimer(turn.state.timers, { kind: 'ring', of: interaction.id })
  hangUp(turn, interaction, phase.leg, 'not-needed')
  tellEnded(turn, interaction, phase, code)
  if ('step' in phase.from) goOn(turn, interaction, phase.from.step, code)
  else backToQueue(turn, interaction, phase.from.origin)
}

/** The customer hung up while it rang, or either side ended the talk. */
export function numberOver(
  turn: Turn,
  interaction: Interaction,
  phase: Outward | Bridged,
  by: 'customer' | 'outside' | 'fault',
): void {
  if (phase.at === 'bridged') {
    tellEnded(turn, interaction, phase, 'talked')
    close(turn, interaction, by === 'fault' ? 'fault' : 'transferred')
    return
  }
  tellEnded(turn, interaction, phase, 'customer-left')
  const left = 'step' in phase.from ? 'abandoned-in-flow' : 'abandoned-in-queue'
  close(turn, interaction, by === 'fault' ? 'fault' : left, 'not-needed')
}

/** The longest talk with somebody outside is over: nobody of ours is in it who could end it. */
export function tooLong(turn: Turn, interaction: Interaction, phase: Bridged): void {
  tellEnded(turn, interaction, phase, 'too-long')
  close(turn, interaction, 'transferred')
}

function goOn(turn: Turn, interaction: Interaction, at: FlowPlace, code: FailureCode): void {
  const place = { key: { flow: at.flow, version: at.version }, step: at.step }
  const step = stepAt(turn, place)
  if (step?.kind !== 'transfer') throw new Error(`invariant: ${at.step} is no transfer step`)
  const busy = code === 'busy' || code === 'declined'
  const name = busy ? 'busy' : 'no-answer'
  const why = busy ? 'the number was busy' : `nobody answered (${code})`
  takeExit(turn, interaction, place, { name, to: busy ? step.busy : step.noAnswer, why })
}

function tellEnded(
  turn: Turn,
  interaction: Interaction,
  { number, since }: Outward | Bridged,
  how: FailureCode | 'talked' | 'too-long' | 'customer-left',
): void {
  const lastedMs = turn.at - since
  tell(turn, { kind: 'number-ended', interaction: interaction.id, number, how, lastedMs })
}
