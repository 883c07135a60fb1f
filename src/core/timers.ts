import type { AgentId, InteractionId } from './ids.ts'

/**
 * What is to happen when nothing else does. Timers are part of the state and not of the process,
 * so they survive a restart, and setting one costs no order. Each is known by its kind and its
 * owner; setting it again moves it. A binary heap by moment, then by the order of setting; each
 * timer knows its slot in the heap, so that one taken back leaves it at once.
 */
export interface Timers {
  readonly heap: SetTimer[]
  /** One timer of each owner that has any; it leads to the owner's others. */
  readonly byOwner: Map<TimerOwner, SetTimer>
  set: number
}

/** A timer that is set. */
interface SetTimer {
  readonly kind: Timer['kind']
  readonly of: TimerOwner
  at: number
  order: number
  slot: number
  /** Another timer of the same owner. */
  next: SetTimer | undefined
}

type TimerOwner = InteractionId | AgentId

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
  return { heap: [], byOwner: new Map(), set: 0 }
}

/** Sets a timer, in place of one with the same kind and owner. */
export function setTimer(timers: Timers, { kind, of }: Timer, at: number): void {
  timers.set += 1
  const { heap, byOwner, set: order } = timers
  const first = byOwner.get(of)
  const there = ofKind(first, kind)
  if (there !== undefined) {
    there.at = at
    there.order = order
    settle(heap, there)
    return
  }
  const timer: SetTimer = { kind, of, at, order, slot: heap.length, next: undefined }
  heap.push(timer)
  settle(heap, timer)
  if (first === undefined) byOwner.set(of, timer)
  else {
    timer.next = first.next
    first.next = timer
  }
}

/** Takes a timer back. One that is not set is no mistake: its work may just have been done. */
export function clearTimer(timers: Timers, { kind, of }: Timer): void {
  const timer = ofKind(timers.byOwner.get(of), kind)
  if (timer !== undefined) take(timers, timer)
}

/** Takes back whatever an interaction has set of some kinds. */
export function clearTimers(
  timers: Timers,
  of: InteractionId,
  kinds: readonly InteractionTimer[],
): void {
  let timer = timers.byOwner.get(of)
  while (timer !== undefined) {
    const { kind, next } = timer
    if (kind !== 'back' && kinds.includes(kind)) take(timers, timer)
    timer = next
  }
}

/** Whether a timer is set. */
export function isTimerSet(timers: Timers, { kind, of }: Timer): boolean {
  return ofKind(timers.byOwner.get(of), kind) !== undefined
}

/** The moment of the next timer, or none. */
export function nextTimerAt(timers: Timers): number | undefined {
  return timers.heap[0]?.at
}

/** Takes the next timer that is due at a moment, or none. */
export function takeDue(timers: Timers, now: number): Timer | undefined {
  const [first] = timers.heap
  if (first === undefined || first.at > now) return undefined
  take(timers, first)
  return timerOf(first)
}

function timerOf({ kind, of }: SetTimer): Timer {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and owner came as one timer
  return { kind, of } as Timer
}

function ofKind(first: SetTimer | undefined, kind: Timer['kind']): SetTimer | undefined {
  let timer = first
  while (timer !== undefined && timer.kind !== kind) timer = timer.next
  return timer
}

/** Takes a timer out of the heap, and out of those of its owner. */
function take({ heap, byOwner }: Timers, timer: SetTimer): void {
  const last = heap.pop()
  if (last !== undefined && last !== timer) {
    last.slot = timer.slot
    settle(heap, last)
  }
  const first = byOwner.get(timer.of)
  if (first !== timer) forget(first, timer)
  else if (timer.next === undefined) byOwner.delete(timer.of)
  else byOwner.set(timer.of, timer.next)
}

function forget(first: SetTimer | undefined, timer: SetTimer): void {
  let before = first
  while (before !== undefined && before.next !== timer) before = before.next
  if (before !== undefined) before.next = timer.next
}

/** Moves a timer to where it belongs: towards the top, or, where nothing above it comes later, down. */
function settle(heap: SetTimer[], timer: SetTimer): void {
  const from = timer.slot
  rise(heap, timer)
  if (timer.slot === from) sink(heap, timer)
}

function rise(heap: SetTimer[], timer: SetTimer): void {
  while (timer.slot > 0) {
    const parent = heap[(timer.slot - 1) >> 1]
    if (parent === undefined || !isSooner(timer, parent)) break
    trade(heap, parent, timer)
  }
  heap[timer.slot] = timer
}

function sink(heap: SetTimer[], timer: SetTimer): void {
  for (;;) {
    const child = soonest(heap[2 * timer.slot + 1], heap[2 * timer.slot + 2])
    if (child === undefined || !isSooner(child, timer)) return
    trade(heap, timer, child)
  }
}

/** Two timers, one right above the other, change places. */
function trade(heap: SetTimer[], upper: SetTimer, lower: SetTimer): void {
  const { slot } = upper
  upper.slot = lower.slot
  lower.slot = slot
  heap[upper.slot] = upper
  heap[lower.slot] = lower
}

function soonest(a: SetTimer | undefined, b: SetTimer | undefined): SetTimer | undefined {
  return a !== undefined && b !== undefined && isSooner(b, a) ? b : a
}

function isSooner(a: SetTimer, b: SetTimer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
