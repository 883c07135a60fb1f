import type { Refusal } from '../effect.ts'
import type { DigitPressed } from '../input.ts'
import type { InFlow, Interaction } from '../interaction/interaction.ts'
import { refuse } from '../refusals.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { takeDigit } from './collect.ts'
import type { AskingStep } from './flow.ts'
import type { MenuExit } from './menu.ts'
import { pressKey } from './menu.ts'
import { stepAt, takeExit } from './run.ts'

/**
 * A key was pressed. In a menu it chooses; anywhere else in a flow or a queue it is noted and
 * means nothing. Keys pressed while talking are the two parties' own and are not kept.
 */
export function digitPressed(turn: Turn, input: DigitPressed): Refusal | undefined {
  const owner = turn.state.legs.get(input.leg)
  const interaction = owner === undefined ? undefined : turn.state.interactions.get(owner)
  if (interaction === undefined) return refuse('unknown-leg', input.leg)
  if (interaction.legs.get(input.leg)?.party !== 'customer') return undefined
  press(turn, interaction, input.digit)
  return undefined
}

function press(turn: Turn, interaction: Interaction, digit: string): void {
  const { phase } = interaction
  if (phase.at === 'talking' || phase.at === 'wrap-up' || phase.at === 'closing') return
  if (phase.at === 'in-flow') {
    const place = { key: { flow: phase.flow, version: phase.version }, step: phase.step }
    const step = stepAt(turn, place)
    if (step?.kind === 'menu' || step?.kind === 'collect') {
      const exit = pressIn(turn, interaction, { phase, step, digit })
      if (exit !== undefined) takeExit(turn, interaction, place, exit)
      return
    }
  }
  tell(turn, { kind: 'digit-pressed', interaction: interaction.id, digit, meaning: 'not-awaited' })
}

function pressIn(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: AskingStep; digit: string },
): MenuExit | undefined {
  const { phase, step, digit } = at
  return step.kind === 'menu'
    ? pressKey(turn, interaction, { phase, step, digit })
    : takeDigit(turn, interaction, { phase, step, digit })
}
