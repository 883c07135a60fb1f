import type { AgentId, InteractionId } from './ids.ts'

/**
 * What is to happen when nothing else does. Timers are part of the state and not of the process,
 * so they survive a restart, and setting one costs no order. Each has a name; setting a name
 * again moves it. A binary heap by moment, then by the order of setting; a cancelled entry stays
 * in it until it surfaces, or until the dead outnumber the living and all of them are swept out.
 */
export interface Timers {
  heap: Entry[]
  /** The order of setting of each timer that is set: an entry of another order is dead. */
  readonly byName: Map<string, number>
  set: number
}

interface Entry {
  readonly at: number
  readonly order: number
  readonly name: string
  readonly timer: Timer
}

/** A heap shorter than this is never swept. */
const sweepLengthMin = 1024

/** What to do at the moment: whose timer it is and what it ends. */
export type Timer =
  | { readonly kind: InteractionTimer; readonly of: InteractionId }
  | { readonly kind: 'back'; readonly of: AgentId }

/** What an interaction waits for: a key, an answer, its turn, another try, its wrap-up, its end. */
export type InteractionTimer =
  | 'key'
  | 'ring'
  | 'wait'
  | 'retry'
  | 'announce'
  | 'consult'
  | 'monitor'
  | 'wrap-up'
  | 'filing'
  | 'bridged'
  | 'closing'

/** No timers. */
export function newTimers(): Timers {
  return { heap: [], byName: new Map(), set: 0 }
}

/** Sets a timer, in place of one with the same kind and owner. */
export function setTimer(timers: Timers, timer: Timer, at: number): void {
  timers.set += 1
  const name = nameOf(timer)
  timers.byName.set(name, timers.set)
  timers.heap.push({ at, order: timers.set, name, timer })
  rise(timers.heap, timers.heap.length - 1)
  if (timers.heap.length > sweepLengthMin + 2 * timers.byName.size) sweep(timers)
}

/** Takes a timer back. One that is not set is no mistake: its work may just have been done. */
export function clearTimer(timers: Timers, timer: Timer): void {
  timers.byName.delete(nameOf(timer))
}

/** Whether a timer is set. */
export function isTimerSet(timers: Timers, timer: Timer): boolean {
  return timers.byName.has(nameOf(timer))
}

/** The moment of the next timer, or none. */
export function nextTimerAt(timers: Timers): number | undefined {
  dropCancelled(timers)
  return timers.heap[0]?.at
}

/** Takes the next timer that is due at a moment, or none. */
export function takeDue(timers: Timers, now: number): Timer | undefined {
  dropCancelled(timers)
  const first = timers.heap[0]
  if (first === undefined || first.at > now) return undefined
  removeFirst(timers.heap)
  timers.byName.delete(first.name)
  return first.timer
}

/** Leaves only living entries. A sorted array is a heap, and the order of firing stays the same. */
function sweep(timers: Timers): void {
  timers.heap = timers.heap
    .filter(entry => timers.byName.get(entry.name) === entry.order)
    .toSorted((a, b) => a.at - b.at || a.order - b.order)
}

function nameOf(timer: Timer): string {
  return `${timer.kind}:${timer.of}`
}

function dropCancelled(timers: Timers): void {
  for (;;) {
    const first = timers.heap[0]
    if (first === undefined || timers.byName.get(first.name) === first.order) return
    removeFirst(timers.heap)
  }
}

function removeFirst(heap: Entry[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  heap[0] = last
  sink(heap, 0)
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function rise(heap: Entry[], from: number): void {
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!swapIfBefore(heap, at, parent)) return
    at = parent
  }
}

function sink(heap: Entry[], from: number): void {
  let at = from
  for (;;) {
    const left = 2 * at + 1
    const smaller = isBefore(heap, left + 1, left) ? left + 1 : left
    if (!swapIfBefore(heap, smaller, at)) return
    at = smaller
  }
}

function isBefore(heap: readonly Entry[], a: number, b: number): boolean {
  const first = heap[a]
  const second = heap[b]
  return first !== undefined && second !== undefined && before(first, second)
}

function swapIfBefore(heap: Entry[], a: number, b: number): boolean {
  const first = heap[a]
  const second = heap[b]
  if (first === undefined || second === undefined || !before(first, second)) return false
  heap[a] = second
  heap[b] = first
  return true
}
