import { comeBack } from '../agent/agent-inputs.ts'
import { announce } from '../flow/announce.ts'
import { flags, isOn } from '../flags.ts'
import { digitsRanOut } from '../flow/collect.ts'
import { tryAgain } from '../flow/menu.ts'
import { takeExit } from '../flow/run.ts'
import { stepAt } from '../flow/step-at.ts'
import { endMessage } from '../flow/voicemail.ts'
import type { QueueExit } from '../queue/enter.ts'
import { stepAfter } from '../queue/enter.ts'
import { inVain } from '../queue/in-vain.ts'
import { leaveQueue } from '../queue/leave.ts'
import { lookAgainLater } from '../queue/look-again.ts'
import { endMonitor } from '../supervise/monitor.ts'
import { endConsult } from '../talk/consult.ts'
import { numberFailed, tooLong } from '../talk/number-ended.ts'
import type { InteractionTimer, Timer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { seek } from '../turn.ts'
import { close, closeAnyway } from './closing.ts'
import type { InFlow, Interaction, Visit } from './interaction.ts'
import { rangOut } from './offered.ts'
import { filingsRanOut, wrapUpRanOut } from './wrap-up.ts'

/** A timer is due. One whose phase is over has nothing left to do. */
export function due(turn: Turn, timer: Timer): void {
  if (timer.kind === 'back') {
    const agent = turn.state.agents.get(timer.of)
    if (agent !== undefined) comeBack(turn, agent)
    return
  }
  const interaction = turn.state.interactions.get(timer.of)
  if (interaction !== undefined) dueFor(turn, interaction, timer.kind)
}

function dueFor(turn: Turn, interaction: Interaction, kind: InteractionTimer): void {
  const { phase } = interaction
  switch (kind) {
    case 'key':
      if (phase.at === 'in-flow') keyRanOut(turn, interaction, phase)
      return
    case 'ring':
      if (phase.at === 'offered') rangOut(turn, interaction, phase)
      if (phase.at === 'outward') numberFailed(turn, interaction, phase, 'no-answer')
      return
    case 'wait':
      waitRanOut(turn, interaction)
      return
    case 'retry':
      if (phase.at === 'waiting') {
        seek(turn, interaction.id)
        lookAgainLater(turn, interaction, phase.visit)
      }
      return
    case 'announce':
      announce(turn, interaction)
      return
    case 'consult':
      if (phase.at === 'talking') endConsult(turn, interaction, phase, 'no-answer')
      return
    case 'wrap-up':
      if (phase.at === 'wrap-up') wrapUpRanOut(turn, interaction, phase.agent)
      return
    case 'filing':
      filingsRanOut(turn, interaction)
      return
    case 'monitor':
      if (phase.at === 'talking') endMonitor(turn, interaction, phase, 'no-answer')
      return
    case 'bridged':
      if (phase.at === 'bridged') tooLong(turn, interaction, phase)
      return
    case 'closing':
      if (phase.at === 'closing') closeAnyway(turn, interaction)
  }
}

function keyRanOut(turn: Turn, interaction: Interaction, phase: InFlow): void {
  const place = { key: { flow: phase.flow, version: phase.version }, step: phase.step }
  const step = stepAt(turn, place)
  if (step?.kind === 'voicemail') {
    takeExit(turn, interaction, place, endMessage(turn, interaction, step, 'the longest time'))
    return
  }
  if (step?.kind !== 'menu' && step?.kind !== 'collect') return
  const exit =
    step.kind === 'menu'
      ? tryAgain(turn, interaction, { phase, step }, `no key for ${step.keyMs} ms`)
      : digitsRanOut(turn, interaction, { phase, step })
  if (exit !== undefined) takeExit(turn, interaction, place, exit)
}

/** The longest wait is over. A phone that rings just now is left to ring: the end is near either way. */
function waitRanOut(turn: Turn, interaction: Interaction): void {
  const { channel, phase } = interaction
  if (phase.at !== 'waiting') return
  const queue = turn.state.queues.get(phase.visit.queue)
  const vain = queue && inVain(turn, queue, channel)
  leaveByTimeout(turn, interaction, phase.visit, vain ?? 'the longest wait was over')
}

/** Sends a waiting interaction on by the `timeout` exit of its queue's step. */
export function leaveByTimeout(
  turn: Turn,
  interaction: Interaction,
  visit: Visit,
  why: string,
): void {
  leaveWaiting(turn, interaction, visit, { exit: 'timeout', why })
}

/** Sends a waiting interaction on by an exit of its queue's step; one that came by no step is closed. */
export function leaveWaiting(
  turn: Turn,
  interaction: Interaction,
  visit: Visit,
  by: QueueExit,
): void {
  const { place } = visit
  const away = isOn(turn.state, flags.tellWhole) ? by.away : undefined
  leaveQueue(turn, interaction, visit, away ?? 'timeout')
  if (place === undefined) {
    close(turn, interaction, 'not-served')
    return
  }
  const step = stepAt(turn, place)
  if (step?.kind !== 'queue') throw new Error(`invariant: ${place.step} is no queue step`)
  takeExit(turn, interaction, place, { name: by.exit, to: stepAfter(step, by), why: by.why })
}
