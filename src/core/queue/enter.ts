import type { QueueStep } from '../flow/flow.ts'
import { playPrompts } from '../flow/play.ts'
import { hoursAt } from '../hours/hours-at.ts'
import type { HoursId, QueueId, StepId } from '../ids.ts'
import type { FlowKey, Interaction, Visit } from '../interaction/interaction.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { tell } from '../turn.ts'
import { joinLine, positionIn } from './line.ts'
import { expectedWaitMs } from './pace.ts'
import { placeOf } from './place-of.ts'
import type { QueueState } from './queue-state.ts'

/** Why an interaction could not wait in a queue, and by which exit of its step it goes on. */
export interface QueueExit {
  readonly exit: 'closed' | 'timeout' | 'no-agents'
  readonly why: string
}

/** The step that an exit of a queue step leads to. */
export function stepAfter(step: QueueStep, { exit }: QueueExit): StepId {
  return exit === 'no-agents' ? (step.noAgents ?? step.timeout) : step[exit]
}

/** Puts an interaction in line, with music, a longest wait, and a search for an agent. */
export function enterQueue(
  turn: Turn,
  interaction: Interaction,
  place: { key: FlowKey; step: StepId },
  step: QueueStep,
): QueueExit | undefined {
  const queue = turn.state.queues.get(step.queue)
  const refused = queue === undefined ? noQueue(step) : refusal(turn, queue)
  if (refused !== undefined) return refused
  if (queue !== undefined) wait(turn, interaction, queue, visitOf(turn, place, step, queue))
  return undefined
}

/** Whether a queue is open at a moment, by its own hours, and why. */
export function queueHours(
  config: { readonly hours: readonly Parameters<typeof hoursAt>[0][] } | undefined,
  id: HoursId | undefined,
  at: number,
): { readonly open: boolean; readonly why: string } {
  const hours = id === undefined ? undefined : config?.hours.find(one => one.id === id)
  if (hours === undefined) return { open: true, why: 'open at all hours' }
  const { verdict, why } = hoursAt(hours, at)
  return { open: verdict === 'open', why }
}

/** Why a queue would take nobody in now, in words; nothing when it would. */
export function turnedAway(turn: Turn, id: QueueId): string | undefined {
  const queue = turn.state.queues.get(id)
  return queue === undefined ? `there is no queue ${id}` : refusal(turn, queue)?.why
}

function noQueue(step: QueueStep): QueueExit {
  return { exit: 'timeout', why: `there is no queue ${step.queue}` }
}

function refusal(turn: Turn, queue: QueueState): QueueExit | undefined {
  const { open, why } = queueHours(turn.state.config, queue.config.hours, turn.at)
  if (!open) return { exit: 'closed', why }
  if (queue.config.noAgents === 'leave' && queue.staffed === 0) {
    return { exit: 'no-agents', why: nobodyWords(queue) }
  }
  if (queue.retired) return { exit: 'timeout', why: 'the queue is no longer in use' }
  if (queue.waiting.length < queue.config.waitingMax) return undefined
  return { exit: 'timeout', why: `the queue is full: ${queue.waiting.length} wait` }
}

function nobodyWords(queue: QueueState): string {
  return queue.config.skills.some(need => need.need === 'required')
    ? 'nobody with the skills it needs is signed in'
    : 'nobody who serves the queue is signed in'
}

function visitOf(
  turn: Turn,
  place: { key: FlowKey; step: StepId },
  step: QueueStep,
  queue: QueueState,
): Visit {
  turn.state.count.places += 1
  return {
    ...place.key,
    step: place.step,
    queue: queue.config.id,
    priority: step.priority ?? queue.config.priority,
    since: turn.at,
    order: turn.state.count.places,
    tried: new Map(),
  }
}

function wait(turn: Turn, interaction: Interaction, queue: QueueState, visit: Visit): void {
  interaction.phase = { at: 'waiting', visit }
  const place = placeOf(interaction, visit)
  joinLine(queue.waiting, place)
  const position = positionIn(queue.waiting, place)
  const expected = expectedWaitMs(queue, position)
  tell(turn, {
    kind: 'queue-entered',
    interaction: interaction.id,
    queue: visit.queue,
    priority: visit.priority,
    position,
    serviceLevelMs: queue.config.serviceLevelMs,
    ...(expected === undefined ? {} : { expectedWaitMs: expected }),
  })
  playPrompts(turn, interaction, [queue.config.music], true)
  setTimer(
    turn.state.timers,
    { kind: 'wait', of: interaction.id },
    turn.at + queue.config.waitMsMax,
  )
  turn.seeking.add(interaction.id)
}
