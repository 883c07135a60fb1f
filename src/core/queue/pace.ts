import type { QueueSide, QueueState } from './queue-state.ts'
import type { Channel } from '../channel.ts'
import { flags, isOn } from '../flags.ts'
import type { TenantState } from '../state.ts'

/**
 * How fast a queue moves for one channel, in whole milliseconds, as averages in which each new figure counts an
 * eighth. Nothing is ever summed up over the past, so a figure costs the same on a busy day.
 */
export interface Pace {
  /** Between two answers while somebody waited all the time in between; 0 while not known. */
  intervalMs: number
  /** The last answer, if it left somebody waiting and somebody has been there ever since. */
  answeredAt: number | undefined
  talkMs: number
  wrapUpMs: number
}

/** The weight of the past in a decayed average: seven eighths. */
const pastShare = 8

/** The pace of a queue that has not moved yet. */
export function newPace(): Pace {
  return { intervalMs: 0, answeredAt: undefined, talkMs: 0, wrapUpMs: 0 }
}

/** An interaction was answered. Only answers that others waited for tell how fast the line moves. */
export function paceAnswer({ pace, waiting }: QueueSide, at: number): void {
  if (pace.answeredAt !== undefined) {
    pace.intervalMs = decayed(pace.intervalMs, at - pace.answeredAt)
  }
  pace.answeredAt = waiting.length > 0 ? at : undefined
}

/** The last one left without an answer: how long nobody was there says nothing of how fast the line moves. */
export function paceEmptied({ pace }: QueueSide): void {
  pace.answeredAt = undefined
}

/** An agent's talk, or wrap-up, for this queue is over. */
export function paceWork(
  side: QueueSide | undefined,
  work: 'talkMs' | 'wrapUpMs',
  ms: number,
): void {
  if (side !== undefined) side.pace[work] = decayed(side.pace[work], ms)
}

/**
 * How long somebody at a position is expected to wait: by the pace of the line, or, where none has
 * been seen yet, by the length of work and the number of agents on duty. Nothing where both are unknown,
 * or while nobody who would serve it is there.
 */
export function expectedWaitMs(
  { state, queue }: { readonly state: TenantState; readonly queue: QueueState },
  channel: Channel,
  position: number,
): number | undefined {
  const { intervalMs, talkMs, wrapUpMs } = queue.sides[channel].pace
  const serving = isOn(state, flags.soundWaits) ? queue.onDuty : queue.staffed
  if (serving === 0) return undefined
  if (intervalMs > 0) return position * intervalMs
  if (talkMs === 0) return undefined
  return Math.ceil((position * (talkMs + wrapUpMs)) / serving)
}

function decayed(average: number, figure: number): number {
  if (average === 0) return figure
  return Math.round((average * (pastShare - 1) + figure) / pastShare)
}
