import type { InputBody, IssuedOrder, LegId, Order, TenantId } from '#core'
import { toId } from '#core'
import type { ChannelPort, OrderResult, Tell } from './channel.ts'
import type { Clock } from './clock.ts'

/** How the phone behind an address behaves. */
export type PhoneManner =
  | { readonly does: 'answer'; readonly afterMs: number }
  | { readonly does: 'ring' }
  | { readonly does: 'decline' | 'busy' | 'vanish'; readonly afterMs: number }

/** A world of callers and phones without a sound: the fake of the channel port. */
export interface FakeChannel extends ChannelPort {
  /** Set once, when there is somebody to tell. */
  readonly tellTo: (tell: Tell) => void
  readonly phone: (address: string, manner: PhoneManner) => void
  /** A customer calls; the answer is the leg. */
  readonly call: (from: string, to: string) => LegId
  readonly press: (leg: LegId, digit: string) => void
  readonly hangUp: (leg: LegId) => void
  /** Every order ever given, as words. */
  readonly given: readonly string[]
  readonly counts: () => { readonly legs: number; readonly open: number }
}

/** How long a prompt lasts in this world. */
const promptMs = 2000

interface World {
  readonly tenant: TenantId
  readonly clock: Clock
  readonly legs: Set<LegId>
  readonly phones: Map<string, PhoneManner>
  /** Rings and plays that have no result yet, by leg. */
  readonly ringing: Map<LegId, (result: OrderResult) => void>
  readonly playing: Map<LegId, (result: OrderResult) => void>
  readonly given: string[]
  tell: Tell
  calls: number
}

const done: OrderResult = { ok: true }
const gone: OrderResult = { ok: false, code: 'gone', detail: 'the leg is gone' }

/** Builds a world for one tenant. */
export function fakeChannel(tenant: TenantId, clock: Clock): FakeChannel {
  const world: World = {
    tenant,
    clock,
    legs: new Set(),
    phones: new Map(),
    ringing: new Map(),
    playing: new Map(),
    given: [],
    tell: () => Promise.reject(new Error('nobody listens')),
    calls: 0,
  }
  return {
    carryOut: (_, issued) => carryOut(world, issued),
    liveLegs: () => world.legs,
    tellTo(tell) {
      world.tell = tell
    },
    phone: (address, manner) => world.phones.set(address, manner),
    call: (from, to) => call(world, from, to),
    press: (leg, digit) => say(world, { kind: 'digit-pressed', leg, digit }),
    hangUp: leg => endLeg(world, leg, 'far-end'),
    given: world.given,
    counts: () => ({ legs: world.legs.size, open: world.ringing.size + world.playing.size }),
  }
}

function say(world: World, input: InputBody): void {
  void world.tell(world.tenant, input)
}

function call(world: World, from: string, to: string): LegId {
  world.calls += 1
  const leg = toId<LegId>(`c${world.calls}`)
  world.legs.add(leg)
  say(world, { kind: 'interaction-arrived', channel: 'voice', leg, from, to, trunk: 'fake' })
  return leg
}

async function carryOut(world: World, issued: IssuedOrder): Promise<OrderResult> {
  const { order } = issued
  world.given.push('leg' in order ? `${order.kind} ${order.leg}` : order.kind)
  if (order.kind === 'ring') return ring(world, order)
  const legs = order.kind === 'connect' ? order.legs : 'leg' in order ? [order.leg] : []
  if (legs.some(leg => !world.legs.has(leg))) return gone
  switch (order.kind) {
    case 'play':
      return play(world, order)
    case 'stop-playing':
      endPlay(world, order.leg, done)
      return done
    case 'hang-up':
    case 'reject':
      endLeg(world, order.leg, 'parley')
      return done
    case 'stop-recording':
      return { ok: true, recording: recordingOf(order.recording) }
    case 'answer':
    case 'connect':
    case 'record':
    case 'pause-recording':
    case 'resume-recording':
    case 'send-digits':
      return done
  }
}

function ring(world: World, order: Extract<Order, { kind: 'ring' }>): Promise<OrderResult> {
  const manner = world.phones.get(order.to) ?? { does: 'ring' }
  world.legs.add(order.leg)
  say(world, { kind: 'leg-ringing', leg: order.leg })
  if (manner.does !== 'ring') {
    world.clock.setTimer(manner.afterMs, () => settleRing(world, order.leg, manner.does))
  }
  return new Promise(resolve => world.ringing.set(order.leg, resolve))
}

function settleRing(world: World, leg: LegId, does: Exclude<PhoneManner['does'], 'ring'>): void {
  const resolve = world.ringing.get(leg)
  if (resolve === undefined) return
  world.ringing.delete(leg)
  if (does === 'answer') {
    resolve(done)
    return
  }
  world.legs.delete(leg)
  const code = ({ decline: 'declined', busy: 'busy', vanish: 'unreachable' } as const)[does]
  resolve({ ok: false, code, detail: `the phone is scripted to ${does}` })
}

function play(world: World, order: Extract<Order, { kind: 'play' }>): Promise<OrderResult> {
  endPlay(world, order.leg, done)
  return new Promise(resolve => {
    world.playing.set(order.leg, resolve)
    if (order.loop) return
    world.clock.setTimer(promptMs, () => {
      if (world.playing.get(order.leg) === resolve) endPlay(world, order.leg, done)
    })
  })
}

function endPlay(world: World, leg: LegId, result: OrderResult): void {
  world.playing.get(leg)?.(result)
  world.playing.delete(leg)
}

/** A leg goes: what plays on it and what rings on it is over, and its end is told once. */
function endLeg(world: World, leg: LegId, by: 'far-end' | 'parley'): void {
  if (!world.legs.delete(leg)) return
  endPlay(world, leg, gone)
  const ringing = world.ringing.get(leg)
  world.ringing.delete(leg)
  if (ringing === undefined) say(world, { kind: 'leg-ended', leg, by, cause: 'BYE' })
  else ringing(gone)
}

function recordingOf(id: string): NonNullable<Extract<OrderResult, { ok: true }>['recording']> {
  return { file: `${id}.wav`, durationMs: 1000, bytes: 32_044, sha256: 'fake' }
}
