import type { FlowStep } from './flow.ts'
import { channelNeeds } from '../channel.ts'
import { flags, isOn } from '../flags.ts'
import { hoursAt } from '../hours/hours-at.ts'
import type { StepId } from '../ids.ts'
import { close } from '../interaction/closing.ts'
import type { FlowKey, FlowPlace, InFlow, Interaction } from '../interaction/interaction.ts'
import { stepsPerInputMax } from '../limits.ts'
import { enterQueue, stepAfter } from '../queue/enter.ts'
import { callNumber } from '../talk/outward.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { announceLater } from './announce.ts'
import { branch } from './branch.ts'
import { hoursFor } from './editions.ts'
import { enterMenu } from './menu.ts'
import { playPrompts } from './play.ts'
import { returnFrom, runSubFlow } from './sub-flow.ts'
import type { Place } from './step-at.ts'
import { stepAt } from './step-at.ts'
import { fill, keepValue } from './values.ts'
import { wordless } from './wordless.ts'
import { enterVoicemail } from './voicemail.ts'

/**
 * Enters a step and goes on through those that wait for nothing, until one waits: for a prompt's
 * end, a key, an agent. A flow that never waits is stopped and the interaction closed as a fault.
 */
export function enterStep(turn: Turn, interaction: Interaction, key: FlowKey, step: StepId): void {
  let next: Place | undefined = { key, step }
  for (let steps = 0; next !== undefined; steps += 1) {
    if (steps === stepsPerInputMax) {
      fail(turn, interaction, next, `${stepsPerInputMax} steps without a wait`)
      return
    }
    next = enterOne(turn, interaction, next)
  }
}

/** Leaves a step by one of its exits; the fact says which, and why. */
export function takeExit(
  turn: Turn,
  interaction: Interaction,
  from: Place,
  exit: { name: string; to: StepId; why: string },
): void {
  tellExit(turn, interaction, from, exit)
  enterStep(turn, interaction, from.key, exit.to)
}

/** Enters one step. What it returns is entered next; nothing means that the step waits or has ended. */
function enterOne(turn: Turn, interaction: Interaction, place: Place): Place | undefined {
  const step = stepAt(turn, place)
  if (step === undefined) {
    fail(turn, interaction, place, 'there is no such step')
    return undefined
  }
  tellEntered(turn, interaction, place, step)
  const past = channelNeeds[interaction.channel].phone ? undefined : wordless(step)
  if (past !== undefined) {
    tellExit(turn, interaction, place, { ...past, why: 'nobody is on the line' })
    return onwards(place, past.to)
  }
  switch (step.kind) {
    case 'say':
      return onwards(place, say(turn, interaction, place, step))
    case 'menu':
    case 'collect':
      interaction.phase = inFlow(place, enterMenu(turn, interaction, step))
      return undefined
    case 'hours':
      return onwards(place, lookAtHours(turn, interaction, place, step))
    case 'branch':
    case 'set':
      return onwards(place, goOn(turn, interaction, place, step))
    case 'flow':
    case 'return':
      return changeFlow(turn, interaction, place, step)
    case 'queue':
      return onwards(place, goToQueue(turn, interaction, place, step))
    case 'voicemail':
      interaction.phase = inFlow(place, enterVoicemail(turn, interaction, step))
      return undefined
    case 'transfer':
      return onwards(place, goOutside(turn, interaction, place, step))
    case 'hang-up':
      close(turn, interaction, 'ended-by-flow')
      return undefined
  }
}

/** Says something, and waits until it is said; a text whose values are empty says nothing. */
function say(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  step: Extract<FlowStep, { kind: 'say' }>,
): StepId | undefined {
  const playing = playPrompts(turn, interaction, step.prompts)
  if (playing !== undefined || !isOn(turn.state, flags.goOnUnsaid)) {
    interaction.phase = inFlow(place, playing)
    return undefined
  }
  tellExit(turn, interaction, place, { name: 'next', why: 'there was nothing to say' })
  return step.next
}

function onwards({ key }: Place, step: StepId | undefined): Place | undefined {
  return step === undefined ? undefined : { key, step }
}

/** Steps that decide or remember, and wait for nothing. */
function goOn(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  step: Extract<FlowStep, { kind: 'branch' | 'set' }>,
): StepId {
  if (step.kind === 'branch') {
    const exit = branch(turn, interaction, { ...place, branch: step })
    tellExit(turn, interaction, place, exit)
    return exit.to
  }
  for (const [name, text] of Object.entries(step.values)) {
    keepValue(turn, interaction, { name, value: fill(turn, interaction, text) })
  }
  return step.next
}

/** Steps that begin another flow, or go back to the one before. */
function changeFlow(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  step: Extract<FlowStep, { kind: 'flow' | 'return' }>,
): Place | undefined {
  if (step.kind === 'return') {
    const back = returnFrom(turn, interaction)
    if (back === undefined) close(turn, interaction, 'ended-by-flow')
    return back && placeAt(back)
  }
  const led = runSubFlow(turn, interaction, place.key, step)
  if ('to' in led) return placeAt(led.to)
  fail(turn, interaction, place, led.fault)
  return undefined
}

function placeAt({ flow, version, step }: FlowPlace): Place {
  return { key: { flow, version }, step }
}

function inFlow(place: Place, playing: InFlow['playing']): InFlow {
  return { at: 'in-flow', ...place.key, step: place.step, attempt: 1, playing, digits: '' }
}

function lookAtHours(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  step: Extract<FlowStep, { kind: 'hours' }>,
): StepId | undefined {
  const hours = hoursFor(turn.state, interaction, step.hours)
  if (hours === undefined) {
    fail(turn, interaction, place, `there are no hours ${step.hours}`)
    return undefined
  }
  const { verdict, why } = hoursAt(hours, turn.at)
  const to = verdict === 'holiday' ? (step.holiday ?? step.closed) : step[verdict]
  tellExit(turn, interaction, place, { name: verdict, why })
  return to
}

const numberShape = /^\+?[0-9]{3,15}$/

function goOutside(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  step: Extract<FlowStep, { kind: 'transfer' }>,
): StepId | undefined {
  const number = fill(turn, interaction, step.to)
  if (!numberShape.test(number)) {
    tellExit(turn, interaction, place, { name: 'no-answer', why: `“${number}” is no number` })
    return step.noAnswer
  }
  const from = { step: { ...place.key, step: place.step } }
  callNumber(turn, interaction, { number, ringMs: step.ringMs, from })
  return undefined
}

function goToQueue(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  step: Extract<FlowStep, { kind: 'queue' }>,
): StepId | undefined {
  const left = enterQueue(turn, interaction, place, step)
  if (left === undefined) {
    announceLater(turn, interaction, step)
    return undefined
  }
  tellExit(turn, interaction, place, { name: left.exit, why: left.why })
  return stepAfter(step, left)
}

function fail(turn: Turn, interaction: Interaction, place: Place, why: string): void {
  tellExit(turn, interaction, place, { name: 'fault', why })
  close(turn, interaction, 'fault', 'fault')
}

function tellEntered(turn: Turn, interaction: Interaction, place: Place, step: FlowStep): void {
  tell(turn, {
    kind: 'step-entered',
    interaction: interaction.id,
    flow: place.key.flow,
    step: place.step,
    does: step.kind,
    attempt: 1,
  })
}

function tellExit(
  turn: Turn,
  interaction: Interaction,
  place: Place,
  exit: { name: string; why: string },
): void {
  tell(turn, {
    kind: 'step-left',
    interaction: interaction.id,
    flow: place.key.flow,
    step: place.step,
    exit: exit.name,
    why: exit.why,
  })
}
