import type { IssuedOrder, LegId } from '#core'
import type { Chance } from './chance.ts'
import { happens, span } from './chance.ts'
import { settle, settleUnanswered } from './legs.ts'
import type { World } from './world.ts'

/** An agent's phone is called. It rings, mostly; then somebody answers, or something else happens. */
export function ring(world: World, issued: IssuedOrder, chance: Chance): void {
  const { order } = issued
  if (order.kind !== 'ring') return
  const { leg } = order
  const { phones } = world.scenario
  const fate = fateOf(world, chance)
  if (fate !== 'unreachable' && fate !== 'fault') {
    world.agenda.after(span(chance, 200), () => rings(world, leg))
  }
  if (fate === 'rings on') return
  world.agenda.after(span(chance, phones.answerMs), () => {
    if (fate === 'answers') answers(world, leg)
    else settleUnanswered(world, leg, fate)
  })
}

type Fate = 'answers' | 'busy' | 'declined' | 'unreachable' | 'fault' | 'rings on'

function fateOf(world: World, chance: Chance): Fate {
  const { phones } = world.scenario
  const fates: readonly (readonly [Fate, number])[] = [
    ['answers', phones.answers],
    ['busy', phones.busy],
    ['declined', phones.declines],
    ['unreachable', phones.unreachable],
    ['fault', phones.fault],
  ]
  let left = chance.next()
  for (const [fate, share] of fates) {
    if (left < share) return fate
    left -= share
  }
  return 'rings on'
}

function rings(world: World, leg: LegId): void {
  if (world.legs.get(leg)?.state !== 'calling') return
  world.tell({ kind: 'leg-ringing', leg })
  // Somebody who answers may look at the keys first.
  if (happens(world.chance, 0.02)) world.tell({ kind: 'digit-pressed', leg, digit: '#' })
}

function answers(world: World, leg: LegId): void {
  const there = world.legs.get(leg)
  if (there?.ring === undefined) return
  const { ring: order } = there
  there.state = 'up'
  there.ring = undefined
  settle(world, order, { ok: true })
}
