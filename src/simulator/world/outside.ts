import type { FailureCode, IssuedOrder, LegId, RecordingFile } from '#core'
import type { OrderResult } from '#engine'
import type { Chance } from './chance.ts'
import { happens, pick, span } from './chance.ts'
import { done, endLeg, gone, settle, settleUnanswered, stopPlaying } from './legs.ts'
import type { Mishap } from './one-fault.ts'
import { isAnswerFault } from './one-fault.ts'
import { ring } from './phones.ts'
import type { World } from './world.ts'

/** Codes an order may fail with that is no ring and whose leg is there. */
const faultCodes: readonly FailureCode[] = ['fault', 'refused', 'unreachable']

/** Takes an order. Its one result comes after a while, later than others at times, and once. */
export function takeOrder(
  world: World,
  issued: IssuedOrder,
  answer: (result: OrderResult) => void,
): void {
  const { order } = issued
  const chance = world.calls.get(issued.interaction)?.chance ?? world.chance
  const mishap = mishapOf(world, issued)
  world.open.set(issued.id, { issued, chance, mishap, answer })
  if (order.kind === 'ring') {
    world.legs.set(order.leg, {
      state: 'calling',
      party: 'agent',
      ring: issued.id,
      playing: undefined,
    })
  }
  const deaf = order.kind === 'hang-up' && happens(chance, world.scenario.outside.deaf)
  const wanted = failsByPlan(mishap) ?? failsByChance(world, issued, chance)
  const afterMs = deaf ? world.scenario.outside.deafMs : latencyOf(world, chance)
  world.agenda.after(afterMs, () => {
    if (!world.open.has(issued.id)) return
    if (wanted === undefined) carryOut(world, issued, chance)
    else failOrder(world, issued, wanted)
  })
}

function latencyOf(world: World, chance: Chance): number {
  const { latencyMs } = world.scenario.outside
  return latencyMs === 0 ? 0 : span(chance, latencyMs)
}

function failsByPlan(mishap: Mishap | undefined): FailureCode | undefined {
  return mishap === undefined || isAnswerFault(mishap) ? undefined : mishap
}

function mishapOf(world: World, issued: IssuedOrder): Mishap | undefined {
  const { kind } = issued.order
  const used = (world.used.get(kind) ?? 0) + 1
  world.used.set(kind, used)
  const { failNth } = world
  return failNth?.kind === kind && failNth.n === used ? failNth.code : undefined
}

/** A leg can always be ended; of everything else some share fails. Phones have troubles of their own. */
function failsByChance(world: World, issued: IssuedOrder, chance: Chance): FailureCode | undefined {
  const { kind } = issued.order
  if (kind === 'ring' || kind === 'hang-up' || kind === 'reject') return undefined
  return happens(chance, world.scenario.outside.fails) ? pick(chance, faultCodes) : undefined
}

function failOrder(world: World, issued: IssuedOrder, code: FailureCode): void {
  const { order } = issued
  if (order.kind === 'ring') {
    settleUnanswered(world, order.leg, code)
    return
  }
  settle(world, issued.id, { ok: false, code, detail: `the world made it fail: ${code}` })
  // Who could not refuse or end a leg has lost it all the same, a little later.
  if (order.kind === 'hang-up' || order.kind === 'reject') {
    const { leg } = order
    world.agenda.after(1000, () => endLeg(world, leg, { by: 'fault', cause: 'lost' }))
  }
}

function legsOf({ order }: IssuedOrder): readonly LegId[] {
  if (order.kind === 'connect') return order.legs
  if (order.kind !== 'record') return 'leg' in order ? [order.leg] : []
  return order.agentLeg === undefined ? [order.customerLeg] : [order.customerLeg, order.agentLeg]
}

function carryOut(world: World, issued: IssuedOrder, chance: Chance): void {
  const { order, id } = issued
  if (legsOf(issued).some(leg => !world.legs.has(leg))) {
    if (order.kind !== 'ring') settle(world, id, gone)
    return
  }
  if (order.kind === 'ring') {
    ring(world, issued, chance)
  } else if (order.kind === 'play') {
    play(world, issued, chance)
  } else if (order.kind === 'hang-up' || order.kind === 'reject') {
    endLeg(world, order.leg, { by: 'parley', cause: 'BYE' })
    settle(world, id, done)
  } else if (order.kind === 'stop-recording') {
    settle(world, id, { ok: true, recording: recordingOf(order.recording) })
  } else {
    // Whatever else there is changes what is heard, and has nothing to tell but that it is done.
    for (const leg of quietened(issued)) stopPlaying(world, leg)
    settle(world, id, done)
  }
}

/** Legs on which an order ends what plays. */
function quietened({ order }: IssuedOrder): readonly LegId[] {
  if (order.kind === 'connect') return order.legs
  return order.kind === 'stop-playing' ? [order.leg] : []
}

function recordingOf(id: string): RecordingFile {
  return { file: `${id}.wav`, durationMs: 1000, bytes: 32_044, sha256: 'simulated' }
}

/** A prompt ends by itself, a loop does not; a caller who listens may press a key meanwhile. */
function play(world: World, issued: IssuedOrder, chance: Chance): void {
  const { order, id } = issued
  if (order.kind !== 'play') return
  const there = world.legs.get(order.leg)
  if (there === undefined) return
  stopPlaying(world, order.leg)
  there.playing = id
  if (order.loop) return
  world.agenda.after(span(chance, world.scenario.outside.promptMs), () => {
    if (world.legs.get(order.leg)?.playing === id) stopPlaying(world, order.leg)
  })
}
