import type { DigitPressed } from '../input.ts'
import type { InFlow, Interaction } from '../interaction/interaction.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import type { CollectStep } from './flow.ts'
import type { MenuExit } from './menu.ts'
import { tryAgain } from './menu.ts'
import { stopPlaying } from './play.ts'
import { hiddenDigit, isDigitOf } from './secret.ts'
import { keepValue } from './values.ts'

/** A key was pressed where digits are taken: kept, or the end of them. */
export function takeDigit(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: CollectStep } & Pick<DigitPressed, 'digit' | 'holds'>,
): MenuExit | undefined {
  const { phase, step } = at
  const { digit, taken, ...held } = keyOf(at)
  tell(turn, {
    kind: 'digit-pressed',
    interaction: interaction.id,
    digit,
    meaning: taken || digit === step.endKey ? 'collected' : 'not-offered',
    step: phase.step,
  })
  if (phase.playing !== undefined) stopPlaying(turn, interaction)
  const digits = taken ? phase.digits + digit : phase.digits
  const now = { ...phase, playing: undefined, digits, ...held }
  interaction.phase = now
  if (digit === step.endKey) return settle(turn, interaction, { phase: now, step }, 'the end key')
  if (digits.length >= step.digitsMax) {
    return settle(turn, interaction, { phase: now, step }, `${digits.length} digits`)
  }
  setTimer(turn.state.timers, { kind: 'key', of: interaction.id }, turn.at + step.betweenMs)
  return undefined
}

/** A key as it may be told. Whatever came through the door: nobody is to know a digit of a secret. */
function keyOf({
  step,
  digit,
  holds,
}: { step: CollectStep } & Pick<DigitPressed, 'digit' | 'holds'>): {
  readonly digit: string
  readonly taken: boolean
  readonly holds?: readonly string[]
} {
  const taken = digit === hiddenDigit || isDigitOf(step, digit)
  if (!taken || step.secret !== true) return { digit, taken }
  return { digit: hiddenDigit, taken, holds: holds ?? [] }
}

/** No key came in time: what was taken may be enough. */
export function digitsRanOut(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: CollectStep },
): MenuExit | undefined {
  const waited = at.phase.digits === '' ? at.step.keyMs : at.step.betweenMs
  return settle(turn, interaction, at, `no key for ${waited} ms`)
}

function settle(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: CollectStep },
  why: string,
): MenuExit | undefined {
  const { phase, step } = at
  clearTimer(turn.state.timers, { kind: 'key', of: interaction.id })
  if (phase.digits.length < step.digitsMin) {
    const few = `${phase.digits.length} of ${step.digitsMin} digits: ${why}`
    return tryAgain(turn, interaction, at, few)
  }
  const tests = step.secret === true ? { tests: phase.holds ?? [] } : {}
  keepValue(turn, interaction, { name: step.into, value: phase.digits, ...tests })
  return { name: 'next', to: step.next, why }
}
