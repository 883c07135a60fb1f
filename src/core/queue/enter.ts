import type { Channel } from '../channel.ts'
import { channelNeeds } from '../channel.ts'
import type { TurnedAway } from '../facts/queue-leaving.ts'
import { flags, isOn } from '../flags.ts'
import type { QueueStep } from '../flow/flow.ts'
import { playPrompts } from '../flow/play.ts'
import { hoursAt } from '../hours/hours-at.ts'
import type { HoursId, QueueId, StepId } from '../ids.ts'
import type { Place } from '../flow/step-at.ts'
import type { Interaction, Visit } from '../interaction/interaction.ts'
import { setTimer } from '../timers.ts'
import type { Turn } from '../turn.ts'
import { seek, tell } from '../turn.ts'
import { inVain } from './in-vain.ts'
import { joinLine, positionIn } from './line.ts'
import { expectedWaitMs } from './pace.ts'
import { waitEndsAt } from './wait-ends.ts'
import type { QueueState } from './queue-state.ts'
import { noEntries } from '../sparse.ts'

/** Why an interaction could not wait in a queue, and by which exit of its step it goes on. */
export interface QueueExit {
  readonly exit: 'closed' | 'timeout' | 'no-agents'
  readonly why: string
  /** What the queue's figures call it; one that is not there any more has none. */
  readonly away?: TurnedAway
}

/** The step that an exit of a queue step leads to. */
export function stepAfter(step: QueueStep, { exit }: QueueExit): StepId {
  return exit === 'no-agents' ? (step.noAgents ?? step.timeout) : step[exit]
}

/** Which queue, and before whom. */
export type QueueWish = Pick<QueueStep, 'queue' | 'priority'>

/** Puts an interaction in line, with music, a longest wait, and a search for an agent. */
export function enterQueue(
  turn: Turn,
  interaction: Interaction,
  place: Place | undefined,
  step: QueueWish,
): QueueExit | undefined {
  const queue = turn.state.queues.get(step.queue)
  const refused = queue === undefined ? noQueue(step) : refusal(turn, queue, interaction.channel)
  if (refused !== undefined) {
    tellTurnedAway(turn, interaction, step, refused)
    return refused
  }
  if (queue !== undefined) {
    const priority = step.priority ?? queue.config.priority
    enterAnew(turn, interaction, queue, { place, priority })
  }
  return undefined
}

/** Begins a visit to a queue that has been asked already, or need not be, as for who was in a talk. */
export function enterAnew(
  turn: Turn,
  interaction: Interaction,
  queue: QueueState,
  { place, priority }: Pick<Visit, 'place' | 'priority'>,
): void {
  const visit = visitOf(turn, interaction, place, { queue: queue.config.id, priority })
  enterLine(turn, interaction, queue, visit)
}

/** Who is turned away at the door has visited the queue for no time at all, and counts into its figures. */
function tellTurnedAway(
  turn: Turn,
  { id }: Interaction,
  { queue }: QueueWish,
  { away: why }: QueueExit,
): void {
  if (why === undefined || !isOn(turn.state, flags.tellWhole)) return
  tell(turn, { kind: 'queue-left', interaction: id, queue, why, waitedMs: 0 })
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
export function turnedAway(turn: Turn, channel: Channel, id: QueueId): string | undefined {
  const queue = turn.state.queues.get(id)
  return queue === undefined ? `there is no queue ${id}` : refusal(turn, queue, channel)?.why
}

function noQueue(step: QueueWish): QueueExit {
  return { exit: 'timeout', why: `there is no queue ${step.queue}` }
}

function refusal(turn: Turn, queue: QueueState, channel: Channel): QueueExit | undefined {
  const alone = channelNeeds[channel].live ? aloneIn(turn, queue) : undefined
  if (alone !== undefined) return alone
  if (queue.retired) return { exit: 'timeout', why: 'the queue is no longer in use' }
  const vain = inVain(turn, queue, channel)
  if (vain !== undefined) return { exit: 'timeout', why: vain }
  const { length } = queue.sides[channel].waiting
  if (length < queue.config.waitingMax) return undefined
  return { exit: 'timeout', why: `the queue is full: ${length} wait`, away: 'full' }
}

/** Whether a live customer would wait for nobody. */
function aloneIn(turn: Turn, queue: QueueState): QueueExit | undefined {
  const { open, why } = queueHours(turn.state.config, queue.config.hours, turn.at)
  if (!open) return { exit: 'closed', why, away: 'closed' }
  return nobodySignedIn(queue)
}

/** Why nobody may wait in a queue: it lets nobody wait without agents, and none who fits is signed in. */
export function nobodySignedIn(queue: QueueState): QueueExit | undefined {
  if (queue.config.noAgents !== 'leave' || queue.staffed > 0) return undefined
  return { exit: 'no-agents', why: nobodyWords(queue), away: 'no-agents' }
}

function nobodyWords(queue: QueueState): string {
  return queue.config.skills.some(need => need.need === 'required')
    ? 'nobody with the skills it needs is signed in'
    : 'nobody who serves the queue is signed in'
}

function visitOf(
  turn: Turn,
  { id: who }: Interaction,
  place: Place | undefined,
  { queue, priority }: Pick<Visit, 'queue' | 'priority'>,
): Visit {
  turn.state.count.places += 1
  return {
    who,
    rank: priority,
    place,
    queue,
    priority,
    since: turn.at,
    order: turn.state.count.places,
    tried: noEntries,
  }
}

/** Takes a visit into a queue's line: its place, music, a longest wait, and a search for an agent. */
export function enterLine(
  turn: Turn,
  interaction: Interaction,
  queue: QueueState,
  visit: Visit,
): void {
  interaction.phase = { at: 'waiting', visit }
  const side = queue.sides[interaction.channel]
  side.present += 1
  joinLine(side.waiting, visit)
  const position = positionIn(side.waiting, visit)
  const expected = expectedWaitMs({ state: turn.state, queue }, interaction.channel, position)
  tell(turn, {
    kind: 'queue-entered',
    interaction: interaction.id,
    queue: visit.queue,
    priority: visit.priority,
    position,
    serviceLevelMs: queue.config.serviceLevelMs,
    ...(visit.returned === true ? { returned: true } : {}),
    ...(expected === undefined ? {} : { expectedWaitMs: expected }),
  })
  playPrompts(turn, interaction, [queue.config.music], true)
  setTimer(
    turn.state.timers,
    { kind: 'wait', of: interaction.id },
    waitEndsAt(interaction, queue.config, visit),
  )
  seek(turn, interaction.id)
}
