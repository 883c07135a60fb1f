import type { Refusal } from '../effect.ts'
import type { DigitPressed, SilenceHeard } from '../input.ts'
import type { InFlow, Interaction, Visit } from '../interaction/interaction.ts'
import { legOf } from '../interaction/legs.ts'
import { leaveQueue } from '../queue/leave.ts'
import { notAwaited, refuse } from '../refusals.ts'
import { clearTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { queueStepOf } from './announce.ts'
import { takeDigit } from './collect.ts'
import type { AskingStep, VoicemailStep } from './flow.ts'
import type { MenuExit } from './menu.ts'
import { pressKey } from './menu.ts'
import { takeExit } from './run.ts'
import { stepAt } from './step-at.ts'
import { endMessage, voicemailKey } from './voicemail.ts'
import { ownOf } from '../own.ts'

/**
 * A key was pressed. In a menu it chooses; anywhere else in a flow or a queue it is noted and
 * means nothing. Keys pressed while talking are the two parties' own: they are refused, and not kept.
 */
export function digitPressed(turn: Turn, input: DigitPressed): Refusal | undefined {
  const owner = turn.state.legs.get(input.leg)
  const interaction = owner === undefined ? undefined : turn.state.interactions.get(owner)
  if (interaction === undefined) return refuse('unknown-leg', input.leg)
  if (legOf(interaction, input.leg)?.party !== 'customer') {
    return notAwaited(turn, 'a key of nobody who is asked')
  }
  return press(turn, interaction, input)
}

type Key = Pick<DigitPressed, 'digit' | 'holds'>

function press(turn: Turn, interaction: Interaction, key: Key): Refusal | undefined {
  const { phase } = interaction
  const { digit } = key
  switch (phase.at) {
    case 'talking':
    case 'bridged':
    case 'wrap-up':
    case 'closing':
      return notAwaited(turn, 'a key in no flow and no queue')
    case 'in-flow':
      pressInFlow(turn, interaction, phase, key)
      return undefined
    case 'waiting':
      pressInQueue(turn, interaction, phase.visit, digit)
      return undefined
    case 'arrived':
    case 'offered':
    case 'outward':
      tellUnawaited(turn, interaction, digit)
      return undefined
  }
}

function pressInFlow(turn: Turn, interaction: Interaction, phase: InFlow, key: Key): void {
  const place = { key: { flow: phase.flow, version: phase.version }, step: phase.step }
  const step = stepAt(turn, place)
  if (step?.kind !== 'menu' && step?.kind !== 'collect' && step?.kind !== 'voicemail') {
    tellUnawaited(turn, interaction, key.digit)
    return
  }
  const exit = pressIn(turn, interaction, { phase, step, key })
  if (exit !== undefined) takeExit(turn, interaction, place, exit)
}

/** A key may lead out of a queue. While a phone rings it does not: somebody is about to answer. */
function pressInQueue(turn: Turn, interaction: Interaction, visit: Visit, digit: string): void {
  const { place } = visit
  const to = ownOf(queueStepOf(turn, visit)?.keys, digit)
  if (to === undefined || place === undefined) {
    tellUnawaited(turn, interaction, digit)
    return
  }
  const { step } = place
  const pressed = { kind: 'digit-pressed', interaction: interaction.id, digit, step } as const
  tell(turn, { ...pressed, meaning: 'choice' })
  leaveQueue(turn, interaction, visit, 'key')
  clearTimer(turn.state.timers, { kind: 'announce', of: interaction.id })
  const why = `the customer pressed ${digit}`
  takeExit(turn, interaction, place, { name: `key ${digit}`, to, why })
}

function tellUnawaited(turn: Turn, interaction: Interaction, digit: string): void {
  tell(turn, { kind: 'digit-pressed', interaction: interaction.id, digit, meaning: 'not-awaited' })
}

function pressIn(
  turn: Turn,
  interaction: Interaction,
  at: { phase: InFlow; step: AskingStep | VoicemailStep; key: Key },
): MenuExit | undefined {
  const { phase, step, key } = at
  const { digit } = key
  switch (step.kind) {
    case 'menu':
      return pressKey(turn, interaction, { phase, step, digit })
    case 'collect':
      return takeDigit(turn, interaction, { ...key, phase, step })
    case 'voicemail':
      return voicemailKey(turn, interaction, { phase, step, digit })
  }
}

/** The caller of a voicemail fell silent: the message is over. */
export function fellSilent(turn: Turn, input: SilenceHeard): Refusal | undefined {
  const owner = turn.state.legs.get(input.leg)
  const interaction = owner === undefined ? undefined : turn.state.interactions.get(owner)
  if (interaction === undefined) return refuse('unknown-leg', input.leg)
  const { phase, recording } = interaction
  if (phase.at !== 'in-flow' || recording === undefined) {
    return notAwaited(turn, 'no message is being recorded')
  }
  const place = { key: { flow: phase.flow, version: phase.version }, step: phase.step }
  const step = stepAt(turn, place)
  if (step?.kind !== 'voicemail') return notAwaited(turn, 'no message is being recorded')
  takeExit(turn, interaction, place, endMessage(turn, interaction, step, 'silence'))
  return undefined
}
