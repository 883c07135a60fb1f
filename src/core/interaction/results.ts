import type { Refusal } from '../effect.ts'
import { announced } from '../flow/announce.ts'
import { awaitKey } from '../flow/menu.ts'
import { takeExit } from '../flow/run.ts'
import { stepAt } from '../flow/step-at.ts'
import { beginMessage, failMessage } from '../flow/voicemail.ts'
import { flags, isOn } from '../flags.ts'
import type { LegId, OrderId } from '../ids.ts'
import type { OrderDone, OrderFailed } from '../input.ts'
import { refuse } from '../refusals.ts'
import type { PendingOrder } from '../state.ts'
import { monitorAnswered } from '../supervise/monitor-answered.ts'
import { endMonitor } from '../supervise/monitor.ts'
import { consultAnswered, endConsult } from '../talk/consult.ts'
import { numberFailed, numberOver } from '../talk/number-ended.ts'
import { numberAnswered } from '../talk/outward.ts'
import { forgetRecording } from '../talk/recording.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { answered } from './arriving.ts'
import { close, closeIfDone } from './closing.ts'
import type { Interaction, Talking } from './interaction.ts'
import { dropLeg, hangUp, hangUpAgain, legOf } from './legs.ts'
import { ringFailed } from './offered.ts'
import { endTalk, startTalk } from './talking.ts'

/** An order was carried out; what follows depends on which, and on whether it is still wanted. */
export function orderDone(turn: Turn, input: OrderDone): Refusal | undefined {
  const taken = takeOrder(turn, input.order)
  if (taken === undefined) return refuse('unknown-order', input.order)
  const { interaction, pending } = taken
  if (interaction === undefined) return undefined
  switch (pending.ordered) {
    case 'answer':
      answered(turn, interaction)
      return undefined
    case 'play':
      played(turn, interaction, input.order, 'the prompt was played')
      return undefined
    case 'ring':
      ringAnswered(turn, interaction, input.order, pending)
      return undefined
    case 'record':
      tellRecording(turn, interaction, pending)
      return undefined
    case 'stop-recording':
      recordingDone(turn, interaction, pending, input)
      return undefined
    case 'reject':
    case 'stop-playing':
    case 'connect':
    case 'pause-recording':
    case 'resume-recording':
    case 'send-digits':
    case 'hang-up':
      return undefined
  }
}

/** An order could not be carried out. `gone` is no trouble: the end of the leg says what is needed. */
export function orderFailed(turn: Turn, input: OrderFailed): Refusal | undefined {
  const taken = takeOrder(turn, input.order)
  if (taken === undefined) return refuse('unknown-order', input.order)
  const { interaction, pending } = taken
  if (interaction === undefined) return undefined
  if (pending.ordered !== 'ring' && input.code !== 'gone') {
    tellTrouble(turn, interaction, pending, input)
  }
  switch (pending.ordered) {
    case 'answer':
    case 'reject':
      lostCustomer(turn, interaction, pending, input)
      return undefined
    case 'play':
      if (input.code !== 'gone')
        played(turn, interaction, input.order, `not played: ${input.detail}`)
      return undefined
    case 'ring':
      notAnswered(turn, interaction, pending, input)
      return undefined
    case 'connect':
      if (input.code !== 'gone') notConnected(turn, interaction)
      return undefined
    case 'record':
      notRecorded(turn, interaction, pending, input)
      return undefined
    case 'stop-recording':
      forgetRecording(interaction, pending.recording)
      closeIfDone(turn, interaction)
      return undefined
    case 'pause-recording':
    case 'resume-recording':
    case 'send-digits':
    case 'stop-playing':
      return undefined
    case 'hang-up':
      if (input.code === 'lost-in-restart') hangUpAgain(turn, interaction, pending.leg)
      return undefined
  }
}

function notConnected(turn: Turn, interaction: Interaction): void {
  const { phase } = interaction
  if (phase.at === 'talking') endTalk(turn, interaction, phase, 'fault')
  if (phase.at === 'bridged') numberOver(turn, interaction, phase, 'fault')
}

function takeOrder(
  turn: Turn,
  order: OrderId,
): { pending: PendingOrder; interaction: Interaction | undefined } | undefined {
  const pending = turn.state.orders.get(order)
  if (pending === undefined) return undefined
  turn.state.orders.delete(order)
  return { pending, interaction: turn.state.interactions.get(pending.interaction) }
}

/** A prompt is over. Only the one the step waits for moves the flow; music and late ends do not. */
function played(turn: Turn, interaction: Interaction, order: OrderId, why: string): void {
  const { phase } = interaction
  if (interaction.announcing === order) announced(turn, interaction)
  if (phase.at !== 'in-flow' || phase.playing !== order) return
  const place = { key: { flow: phase.flow, version: phase.version }, step: phase.step }
  const step = stepAt(turn, place)
  if (step?.kind === 'say') {
    takeExit(turn, interaction, place, { name: 'next', to: step.next, why })
  } else if (step?.kind === 'menu' || step?.kind === 'collect') {
    interaction.phase = { ...phase, playing: undefined }
    awaitKey(turn, interaction, step)
  } else if (step?.kind === 'voicemail') {
    interaction.phase = { ...phase, playing: undefined }
    beginMessage(turn, interaction, step)
  }
}

/** The agent's phone was answered. If nobody waits for it any more, its hang-up is already out. */
function ringAnswered(
  turn: Turn,
  interaction: Interaction,
  order: OrderId,
  pending: PendingOrder,
): void {
  const leg = pending.leg === undefined ? undefined : legOf(interaction, pending.leg)
  if (leg?.state === 'calling') leg.state = 'up'
  const { phase } = interaction
  if (phase.at === 'outward' && phase.ring === order) numberAnswered(turn, interaction, phase)
  if (phase.at === 'talking') answeredInTalk(turn, interaction, phase, order)
  if (phase.at !== 'offered') return
  const offer = phase.offers.find(one => one.phone?.ring === order)
  if (offer !== undefined) startTalk(turn, interaction, { phase, offer })
}

/** Somebody who was called beside a talk answered. */
function answeredInTalk(turn: Turn, interaction: Interaction, talk: Talking, order: OrderId): void {
  if (talk.consult?.ring === order) consultAnswered(turn, interaction, talk)
  if (talk.monitor?.ring === order) monitorAnswered(turn, interaction, talk)
}

/** Nobody took the call; what follows depends on what they were called for. */
function notAnswered(
  turn: Turn,
  interaction: Interaction,
  pending: PendingOrder,
  input: OrderFailed,
): void {
  if (pending.leg !== undefined) letGo(turn, interaction, pending.leg, input)
  const { phase } = interaction
  if (phase.at === 'outward' && phase.ring === input.order) {
    numberFailed(turn, interaction, phase, input.code)
  }
  if (phase.at === 'talking' && phase.consult?.ring === input.order) {
    endConsult(turn, interaction, phase, input.code)
  }
  if (phase.at === 'talking' && phase.monitor?.ring === input.order) {
    endMonitor(turn, interaction, phase, input.code)
  }
  if (phase.at === 'offered') {
    const offer = phase.offers.find(one => one.phone?.ring === input.order)
    if (offer !== undefined) ringFailed(turn, interaction, { phase, offer }, input)
  }
  closeIfDone(turn, interaction)
}

/**
 * A leg that never was answered is gone with the failure of its ring. Where only the answer was lost, in a
 * restart the leg outlived, somebody sits at that phone and hears nothing: it is hung up.
 */
function letGo(turn: Turn, interaction: Interaction, leg: LegId, { code }: OrderFailed): void {
  const outlived = code === 'lost-in-restart' && isOn(turn.state, flags.hangUpLostAnswer)
  if (outlived) hangUp(turn, interaction, leg, 'fault')
  else dropLeg(turn, interaction, leg)
}

/** The customer's call could not be answered or refused. The leg's own end may follow; it changes nothing then. */
function lostCustomer(
  turn: Turn,
  interaction: Interaction,
  pending: PendingOrder,
  input: OrderFailed,
): void {
  if (input.code === 'gone') return
  if (pending.ordered === 'reject' && input.code === 'lost-in-restart') {
    hangUpAgain(turn, interaction, pending.leg)
  } else if (pending.ordered === 'reject' && pending.leg !== undefined) {
    dropLeg(turn, interaction, pending.leg)
    closeIfDone(turn, interaction)
  } else {
    close(turn, interaction, 'fault', 'fault')
  }
}

/** A talk goes on without its recording; a message is nothing without one. */
function notRecorded(
  turn: Turn,
  interaction: Interaction,
  pending: PendingOrder,
  input: OrderFailed,
): void {
  const { phase, recording } = interaction
  const isCurrent = recording !== undefined && recording.id === pending.recording
  forgetRecording(interaction, pending.recording)
  closeIfDone(turn, interaction)
  const leaves = isCurrent && input.code !== 'gone' && isOn(turn.state, flags.leaveDeadEnds)
  if (!leaves || phase.at !== 'in-flow') return
  const place = { key: { flow: phase.flow, version: phase.version }, step: phase.step }
  const step = stepAt(turn, place)
  if (step?.kind !== 'voicemail') return
  takeExit(turn, interaction, place, failMessage(turn, interaction, step, input.detail))
}

function recordingDone(
  turn: Turn,
  interaction: Interaction,
  { recording }: PendingOrder,
  input: OrderDone,
): void {
  forgetRecording(interaction, recording)
  if (recording !== undefined && input.recording !== undefined) {
    tell(turn, {
      kind: 'recording-finished',
      interaction: interaction.id,
      recording,
      recordingFile: input.recording,
    })
  }
  closeIfDone(turn, interaction)
}

function tellRecording(turn: Turn, interaction: Interaction, { recording }: PendingOrder): void {
  if (recording === undefined) return
  tell(turn, { kind: 'recording-started', interaction: interaction.id, recording })
}

function tellTrouble(
  turn: Turn,
  interaction: Interaction,
  pending: PendingOrder,
  input: OrderFailed,
): void {
  tell(turn, {
    kind: 'trouble-met',
    interaction: interaction.id,
    order: input.order,
    ordered: pending.ordered,
    code: input.code,
    detail: input.detail,
  })
}
