import type { QueueState, Waiting, Idle } from './queue-state.ts'

/**
 * Both lines of a queue are arrays kept in order by binary search: joining at the end, the usual
 * case, costs nothing, and a place anywhere is found without looking at all.
 */
export function joinWaiting(queue: QueueState, place: Waiting): number {
  const index = indexFor(queue.waiting, place, waitsBefore)
  queue.waiting.splice(index, 0, place)
  return index + 1
}

/** Leaves the line of the waiting. */
export function leaveWaiting(queue: QueueState, place: Omit<Waiting, 'interaction'>): void {
  const index = indexFor(queue.waiting, place, waitsBefore)
  if (queue.waiting[index]?.order === place.order) queue.waiting.splice(index, 1)
}

/** Joins the line of free agents. */
export function joinIdle(queue: QueueState, place: Idle): void {
  queue.idle.splice(indexFor(queue.idle, place, idleBefore), 0, place)
}

/** Leaves the line of free agents. */
export function leaveIdle(queue: QueueState, place: Omit<Idle, 'agent'>): void {
  const index = indexFor(queue.idle, place, idleBefore)
  if (queue.idle[index]?.order === place.order) queue.idle.splice(index, 1)
}

type WaitingOrder = Omit<Waiting, 'interaction'>

/** Whether one is served before another: by priority, then by how long it waits. */
export function waitsBefore(a: WaitingOrder, b: WaitingOrder): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority
  return a.since < b.since || (a.since === b.since && a.order < b.order)
}

type IdleOrder = Omit<Idle, 'agent'>

function idleBefore(a: IdleOrder, b: IdleOrder): boolean {
  return a.since < b.since || (a.since === b.since && a.order < b.order)
}

/** The first index whose entry does not come before the place. */
function indexFor<T>(line: readonly T[], place: T, before: (a: T, b: T) => boolean): number {
  let low = 0
  let high = line.length
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = line[middle]
    if (entry !== undefined && before(entry, place)) low = middle + 1
    else high = middle
  }
  return low
}
