import type { AskingStep, MenuStep } from './flow.ts'
import type { OrderId, StepId } from '../ids.ts'
import type { InFlow, Interaction } from '../interaction/interaction.ts'
import { choicesMax } from '../limits.ts'
import { clearTimer, setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { playPrompts, stopPlaying } from './play.ts'
import { labelOfStep } from './step-label.ts'
import { ownOf } from '../own.ts'

/**
 * ```
 *            ┌──────────── attempts left ───────────┐
 *            ▼                                      │
 *  prompts play ──end──▶ waiting for a key ──time──▶┤
 *      │ key                  │ key                 └── none left ─▶ otherwise
 *      └──────────┬───────────┘
 *                 ▼ offered: its step     not offered: as if the time were over
 * ```
 */
export function enterMenu(
  turn: Turn,
  interaction: Interaction,
  step: AskingStep,
): OrderId | undefined {
  const playing = playPrompts(turn, interaction, step.prompts)
  if (playing === undefined) awaitKey(turn, interaction, step)
  return playing
}

/** The prompts are over: the time for a key begins. */
export function awaitKey(turn: Turn, interaction: Interaction, step: AskingStep): void {
  setTimer(turn.state.timers, { kind: 'key', of: interaction.id }, turn.at + step.keyMs)
}

/** Where a menu leads next, or nothing while it goes on. */
export interface MenuExit {
  readonly name: string
  readonly to: StepId
  readonly why: string
}

/** A key was pressed in a menu. */
export function pressKey(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: MenuStep; digit: string },
): MenuExit | undefined {
  const { phase, step, digit } = at
  const to = ownOf(step.keys, digit)
  tell(turn, {
    kind: 'digit-pressed',
    interaction: interaction.id,
    digit,
    meaning: to === undefined ? 'not-offered' : 'choice',
    step: phase.step,
  })
  clearTimer(turn.state.timers, { kind: 'key', of: interaction.id })
  if (phase.playing !== undefined) stopPlaying(turn, interaction)
  if (to === undefined)
    return tryAgain(turn, interaction, { phase, step }, `key ${digit} is not offered`)
  if (interaction.choices.length < choicesMax) {
    const label = labelOfStep(turn.state, { ...phase, step: to })
    const named = label === undefined ? {} : { label }
    const choice = { digit, step: phase.step, ledTo: to, ...named }
    interaction.choices = [...interaction.choices, choice]
  }
  return { name: `key ${digit}`, to, why: `the customer pressed ${digit}` }
}

/** A step that asks begins again while attempts are left, and is left by `otherwise` when none are. */
export function tryAgain(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: AskingStep },
  why: string,
): MenuExit | undefined {
  const { phase, step } = at
  if (phase.attempt >= step.attemptsMax) {
    const tried = phase.attempt === 1 ? 'once' : `${phase.attempt} times`
    return {
      name: 'otherwise',
      to: step.otherwise,
      why: `${why}; ${step.kind === 'menu' ? 'the menu was played' : 'it was asked'} ${tried}`,
    }
  }
  const attempt = phase.attempt + 1
  tell(turn, {
    kind: 'step-entered',
    interaction: interaction.id,
    flow: phase.flow,
    step: phase.step,
    does: step.kind,
    attempt,
  })
  interaction.phase = {
    ...phase,
    attempt,
    digits: '',
    playing: enterMenu(turn, interaction, step),
  }
  return undefined
}
