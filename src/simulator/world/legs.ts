import type { FailureCode, LegId, OrderId } from '#core'
import type { OrderResult } from '#engine'
import { happens, span } from './chance.ts'
import type { OpenOrder, World } from './world.ts'

/** An order was carried out, as nearly all are. */
export const done: OrderResult = { ok: true }
/** An order came too late for its leg. */
export const gone: OrderResult = { ok: false, code: 'gone', detail: 'the leg is gone' }

/** How late an answer is that is planned to be late. */
const lateAnswerMs = 8000
/** How long an answer is kept back at most, where no other comes. */
const keptBackMsMax = 20_000

/** Gives an order its result, once; a later one finds it gone from the open ones. */
export function settle(world: World, id: OrderId, result: OrderResult): void {
  const open = world.open.get(id)
  if (open === undefined) return
  world.open.delete(id)
  const { late, lateMs } = world.scenario.outside
  const delay = happens(open.chance, late) ? span(open.chance, lateMs) : 0
  const planned = open.mishap === 'late' ? lateAnswerMs : 0
  world.agenda.after(delay + planned, () => hand(world, open, result))
}

/** A leg goes: what plays on it is over, and its end is told once; a ring's failure is its end. */
export function endLeg(
  world: World,
  leg: LegId,
  how: { by: 'far-end' | 'parley' | 'fault'; cause: string },
): void {
  const was = world.legs.get(leg)
  if (was === undefined) return
  world.legs.delete(leg)
  world.callers.delete(leg)
  if (was.playing !== undefined) settle(world, was.playing, gone)
  if (was.ring === undefined) world.tell({ kind: 'leg-ended', leg, by: how.by, cause: how.cause })
  else settle(world, was.ring, gone)
}

function hand(world: World, open: OpenOrder, result: OrderResult): void {
  if (open.mishap === 'swapped') {
    keepBack(world, () => open.answer(result))
    return
  }
  open.answer(result)
  if (open.mishap === 'twice') open.answer(result)
  giveKept(world)
  if (happens(open.chance, world.scenario.outside.repeats)) {
    world.agenda.after(span(open.chance, 500), () => open.answer(result))
  }
}

/** The answer is given after the next answer to another order, or after a while if there is none. */
function keepBack(world: World, give: () => void): void {
  world.keptBack = give
  world.agenda.after(keptBackMsMax, () => giveKept(world))
}

function giveKept(world: World): void {
  const give = world.keptBack
  world.keptBack = undefined
  give?.()
}

/** A leg that never was answered is gone; its ring's failure says so. */
export function settleUnanswered(world: World, leg: LegId, code: FailureCode): void {
  const there = world.legs.get(leg)
  if (there?.ring === undefined) return
  world.legs.delete(leg)
  settle(world, there.ring, { ok: false, code, detail: `the phone is ${code}` })
}

/** What plays on a leg is over; its order is done. */
export function stopPlaying(world: World, leg: LegId): void {
  const there = world.legs.get(leg)
  if (there?.playing === undefined) return
  settle(world, there.playing, done)
  there.playing = undefined
}
