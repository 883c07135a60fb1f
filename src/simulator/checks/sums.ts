import { waitingIn } from '#core'
import type { Book } from './book.ts'
import type { Check, DayEnd, Stepped } from './check.ts'

/** What arrived is somewhere: the books balance, and the state agrees with them. */
export const sumsAddUp: Check = {
  name: 'sums-add-up',
  words: 'arrived = closed + living; queued = left + waiting; each beginning has one end',
  begin: () => ({ step: balance }),
}

/** Nobody waits in a line that is longer than its queue allows; who comes back from an offer had a place. */
export const capacityKept: Check = {
  name: 'capacity-kept',
  words: 'nobody joins a line that is full',
  begin: () => ({ step: full }),
}

/** When everybody has gone, nothing is left: no interaction, leg, order, offer, talk or wrap-up. */
export const nothingLeft: Check = {
  name: 'nothing-left',
  words: 'when everybody has gone home, nothing is left behind',
  begin: () => ({ end: leftOver }),
}

function balance({ book, state, deep }: Stepped): string | undefined {
  const { totals, pieces } = book
  if (totals.arrived !== totals.closed + pieces.size) {
    return `${totals.arrived} arrived, ${totals.closed} closed, ${pieces.size} live`
  }
  if (pieces.size !== state.interactions.size) {
    return `${pieces.size} live by the facts, ${state.interactions.size} by the state`
  }
  return deep ? (balanceLines(book, state) ?? balanceStages(book)) : undefined
}

function balanceLines(book: Book, state: Stepped['state']): string | undefined {
  for (const [id, queue] of state.queues) {
    const line = book.waiting.get(id) ?? []
    const waiting = waitingIn(queue)
    if (line.length !== waiting) {
      return `${line.length} wait in ${id} by the facts, ${waiting} by the state`
    }
  }
  for (const agent of state.agents.values()) {
    const at = book.agents.get(agent.id)?.at ?? 'signed-out'
    if (at !== agent.routing.at)
      return `${agent.id} is ${at} by the facts, ${agent.routing.at} by the state`
  }
  return undefined
}

function balanceStages({ totals, pieces }: Book): string | undefined {
  const at = (...stages: readonly string[]): number => {
    let count = 0
    for (const piece of pieces.values()) if (stages.includes(piece.stage)) count += 1
    return count
  }
  let out = 0
  let filing = 0
  for (const { offers, wrapUps } of pieces.values()) {
    out += offers.size
    filing += wrapUps.size
  }
  const left = Object.values(totals.left).reduce((sum, count) => sum + count, 0)
  const sums: readonly (readonly [string, number, number])[] = [
    ['queue visits', totals.queued, left + at('waiting', 'offered')],
    ['offers', totals.offers, totals.offersEnded + out],
    ['talks', totals.talks, totals.talksEnded + at('talking')],
    ['answered visits', totals.left['answered'] ?? 0, totals.talks - totals.takenOver],
    ['wrap-ups', totals.wrapUps, totals.wrapUpsEnded + filing],
  ]
  const wrong = sums.find(([, begun, ended]) => begun !== ended)
  return wrong && `${wrong[0]}: ${wrong[1]} began, ${wrong[2]} ended or go on`
}

function full({ effects, book }: Stepped): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== 'fact' || effect.fact.kind !== 'queue-entered') continue
    // Who was in a talk already is never turned away.
    const { queue, interaction, returned } = effect.fact
    if (returned === true || book.pieces.get(interaction)?.wasIn === true) continue
    const max = book.queueConfigs.get(queue)?.waitingMax ?? Infinity
    const length = book.waiting.get(queue)?.length ?? 0
    if (length > max) return `${interaction} joins ${queue}, where ${length} wait and ${max} may`
  }
  return undefined
}

function leftOver({ state, book, outside }: DayEnd): string | undefined {
  const left = {
    interactions: state.interactions.size,
    legs: state.legs.size,
    orders: state.orders.size,
    'legs outside': outside.legs,
    'orders outside': outside.orders,
    'agents at work': [...state.agents.values()].filter(agent => 'interaction' in agent.routing)
      .length,
    'interactions by the facts': book.pieces.size,
  }
  const some = Object.entries(left).filter(([, count]) => count > 0)
  if (some.length === 0) return undefined
  return some.map(([what, count]) => `${count} ${what}`).join(', ')
}
