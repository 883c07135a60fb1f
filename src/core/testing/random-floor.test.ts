import { expect, test } from 'vitest'
import { checkState } from '../check-state.ts'
import type { IssuedOrder } from '../effect.ts'
import type { Fact } from '../facts/fact.ts'
import type { AgentId, FlowId, LegId, QueueId } from '../ids.ts'
import { toId } from '../ids.ts'
import { currentFlags } from '../flags.ts'
import type { FailureCode, InputBody } from '../input.ts'
import { agentInput, pick } from './random-agent.ts'
import { agents, busyCompany, companies } from './random-company.ts'
import { superviseWish } from './random-supervisor.ts'
import { newState } from '../state.ts'
import { step, wakeAt } from '../step.ts'

/**
 * A floor where anything may happen at any moment: orders are carried out late, fail, or lose
 * their leg on the way; people and callers do as they please. The outside keeps only the promises
 * of its port: each order has one result, each leg one end.
 */
interface World {
  readonly state: ReturnType<typeof newState>
  readonly random: () => number
  readonly facts: Fact[]
  readonly open: IssuedOrder[]
  /** Legs that exist outside; `up` once they were answered or came in. */
  readonly legs: Map<LegId, 'calling' | 'up'>
  now: number
  calls: number
  inputs: number
}

function newWorld(seed: number): World {
  const world: World = {
    state: newState(busyCompany.tenant),
    random: mulberry(seed),
    facts: [],
    open: [],
    legs: new Map(),
    now: Date.UTC(2026, 10, 23, 10),
    calls: 0,
    inputs: 0,
  }
  const config = companies[seed % companies.length] ?? busyCompany
  // Old journals go on without the later changes of mind.
  const flags = seed % 3 === 0 ? [] : currentFlags
  put(world, { kind: 'tenant-configured', config, flags })
  return world
}

/** Mulberry32: small, quick, and the same everywhere. */
function mulberry(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function put(world: World, input: InputBody): void {
  const { effects } = step(world.state, { ...input, at: world.now })
  world.inputs += 1
  for (const effect of effects) {
    if (effect.kind === 'fact') world.facts.push(effect.fact)
    else give(world, effect.issued)
  }
  const broken = checkState(world.state)
  if (broken.length > 0) throw new Error(`${input.kind}: ${broken.join('; ')}`)
}

function give(world: World, issued: IssuedOrder): void {
  world.open.push(issued)
  if (issued.order.kind === 'ring') world.legs.set(issued.order.leg, 'calling')
}

function settle(world: World, issued: IssuedOrder): void {
  world.open.splice(world.open.indexOf(issued), 1)
  const { order } = issued
  if (order.kind === 'ring') {
    settleRing(world, issued, order.leg)
    return
  }
  const legs = order.kind === 'connect' ? order.legs : 'leg' in order ? [order.leg] : []
  if (legs.some(leg => !world.legs.has(leg))) {
    fail(world, issued, 'gone')
  } else if (order.kind === 'hang-up' || order.kind === 'reject') {
    for (const leg of legs) endLeg(world, leg, 'parley')
    put(world, { kind: 'order-done', order: issued.id })
  } else if (world.random() < 0.05) {
    fail(world, issued, 'fault')
  } else {
    const recording = { file: 'x.wav', durationMs: 1, bytes: 1, sha256: 'x' }
    const file = order.kind === 'stop-recording' ? { recording } : {}
    put(world, { kind: 'order-done', order: issued.id, ...file })
  }
}

function settleRing(world: World, issued: IssuedOrder, leg: LegId): void {
  if (world.random() < 0.6) {
    world.legs.set(leg, 'up')
    put(world, { kind: 'order-done', order: issued.id })
    return
  }
  world.legs.delete(leg)
  const codes = ['busy', 'declined', 'no-answer', 'unreachable', 'refused', 'fault'] as const
  fail(world, issued, pick(world, codes) ?? 'fault')
}

function fail(world: World, issued: IssuedOrder, code: FailureCode): void {
  put(world, { kind: 'order-failed', order: issued.id, code, detail: code })
}

/** A leg ends; one that never was answered ends as the failure of its ring. */
function endLeg(world: World, leg: LegId, by: 'far-end' | 'parley' | 'fault'): void {
  const was = world.legs.get(leg)
  world.legs.delete(leg)
  const ring = world.open.find(one => one.order.kind === 'ring' && one.order.leg === leg)
  if (was === 'calling' && ring !== undefined) {
    world.open.splice(world.open.indexOf(ring), 1)
    fail(world, ring, 'gone')
  } else if (was !== undefined) {
    put(world, { kind: 'leg-ended', leg, by, cause: 'bye' })
  }
}

function pass(world: World, ms: number): void {
  const end = world.now + ms
  for (let at = wakeAt(world.state); at !== undefined && at <= end; at = wakeAt(world.state)) {
    world.now = Math.max(world.now, at)
    put(world, { kind: 'time-passed' })
  }
  world.now = end
}

const happenings: readonly ((world: World) => void)[] = [
  world => {
    world.calls += 1
    const leg = toId<LegId>(`c${world.calls}`)
    world.legs.set(leg, 'up')
    const to = world.random() < 0.95 ? '+441632960100' : '+441632960109'
    put(world, {
      kind: 'interaction-arrived',
      channel: 'voice',
      leg,
      from: '+441632960999',
      to,
      trunk: 't',
    })
  },
  world => {
    const issued = pick(world, world.open)
    if (issued !== undefined) settle(world, issued)
  },
  world => {
    const rings = world.open.filter(({ order }) => order.kind === 'ring')
    const issued = pick(world, rings)
    if (issued !== undefined) settle(world, issued)
  },
  world => {
    const [issued] = world.open
    if (issued !== undefined) settle(world, issued)
  },
  world => {
    const leg = pick(world, [...world.legs.keys()])
    if (leg !== undefined && world.random() < 0.3)
      endLeg(world, leg, world.random() < 0.9 ? 'far-end' : 'fault')
  },
  world => {
    const leg = pick(world, [...world.legs.keys()])
    if (leg !== undefined)
      put(world, { kind: 'digit-pressed', leg, digit: world.random() < 0.7 ? '1' : '9' })
  },
  world => {
    const leg = pick(world, [...world.legs.keys()])
    if (leg !== undefined) put(world, { kind: 'leg-ringing', leg })
  },
  world => {
    const leg = pick(world, [...world.legs.keys()])
    const kind = pick(world, ['leg-held', 'leg-resumed', 'silence-heard'] as const)
    if (leg !== undefined && kind !== undefined) put(world, { kind, leg })
  },
  world => pass(world, world.random() * 8000),
  world => {
    if (world.random() < 0.25) put(world, superviseWish(world))
  },
  world => agentDoes(world, pick(world, agents) ?? 'ann'),
  world => {
    if (world.random() < 0.15) taskDoes(world)
  },
  world => {
    if (world.random() < 0.1) for (const name of agents) backAtTheDesk(world, toId<AgentId>(name))
  },
  world => {
    if (world.random() < 0.02)
      put(world, {
        kind: 'tenant-configured',
        config: pick(world, companies) ?? busyCompany,
      })
  },
]

/** After a break everybody is back, and in good order. */
function backAtTheDesk(world: World, agent: AgentId): void {
  put(world, { kind: 'agent-signed-in', agent })
  put(world, { kind: 'agent-state-set', agent, state: 'available' })
  put(world, { kind: 'presence-changed', agent, presence: 'available' })
  put(world, { kind: 'device-changed', agent, device: 'ready' })
}

function agentDoes(world: World, name: string): void {
  put(world, agentInput(world, toId<AgentId>(name)))
}

/** A task comes, or one that came is taken back. */
function taskDoes(world: World): void {
  const cancelled = world.random() < 0.2 ? pick(world, [...world.state.tasks.values()]) : undefined
  if (cancelled !== undefined) {
    put(world, { kind: 'interaction-cancelled', interaction: cancelled })
    return
  }
  world.calls += 1
  const entry =
    world.random() < 0.5
      ? ({ kind: 'queue', queue: toId<QueueId>('sales') } as const)
      : ({ kind: 'flow', flow: toId<FlowId>('main') } as const)
  const task = { channel: 'task', key: `t${world.calls}`, title: 'a task', from: 'c' } as const
  put(world, { kind: 'interaction-arrived', ...task, entry })
}

/** Everybody goes home: callers hang up, tasks are taken back, orders come back, time passes. */
function closeDown(world: World): void {
  for (const interaction of world.state.tasks.values()) {
    put(world, { kind: 'interaction-cancelled', interaction })
  }
  for (const leg of [...world.legs.keys()].filter(id => id.startsWith('c'))) {
    if (world.legs.has(leg)) endLeg(world, leg, 'far-end')
  }
  for (let round = 0; round < 1000 && world.open.length > 0; round += 1) {
    for (const issued of world.open.slice()) if (world.open.includes(issued)) settle(world, issued)
  }
  pass(world, 3_600_000)
}

function run(seed: number, count: number): World {
  const world = newWorld(seed)
  for (let at = 0; at < count; at += 1) pick(world, happenings)?.(world)
  closeDown(world)
  return world
}

/** Facts of the middle of calls that the floor must come to. */
const middle: ReadonlySet<string> = new Set([
  'announced',
  'consult-joined',
  'held',
  'interaction-moved',
  'interaction-ranked',
  'keys-sent',
  'monitor-answered',
  'monitor-changed',
  'muted',
  'recording-paused',
  'recording-resumed',
  'resumed',
  'taken-over',
  'transferred',
  'voicemail-left',
])

function finishing({ state }: World): number {
  let count = 0
  for (const interaction of state.interactions.values()) count += interaction.finishing.size
  return count
}

/** Who left a queue without having entered it. */
function turnedAway({ facts }: World): number {
  const inside = new Set<string>()
  let count = 0
  for (const fact of facts) {
    if (fact.kind === 'queue-entered') inside.add(fact.interaction)
    if (fact.kind === 'queue-left' && !inside.delete(fact.interaction)) count += 1
  }
  return count
}

const seeds = Array.from({ length: 60 }, (_, index) => index + 1)
/** More of the busy company, where there is most to reach. */
const busySeeds = Array.from({ length: 30 }, (_, index) => (index + 9) * companies.length)
const fresh = Math.floor(Math.random() * 2 ** 31)

test.each([...seeds, fresh])(
  'Whatever happens on a random floor, nothing is stuck, lost, or told twice (seed %i)',
  seed => {
    const world = run(seed, 600)
    const told = (kind: Fact['kind']): number => world.facts.filter(one => one.kind === kind).length
    expect({
      interactions: world.state.interactions.size,
      legs: world.state.legs.size,
      orders: world.state.orders.size,
      outside: world.legs.size,
      unclosed: told('interaction-arrived') - told('interaction-closed'),
      queueVisits: told('queue-entered') + turnedAway(world) - told('queue-left'),
      offers: told('offer-made') - told('offer-ended'),
      talks: told('talk-started') - told('talk-ended'),
      wrapUps: told('wrap-up-started') - told('wrap-up-ended'),
      consults: told('consult-started') - told('consult-ended'),
      numbers: told('number-rung') - told('number-ended'),
      monitors: told('monitor-started') - told('monitor-ended'),
      recordings: finishing(world),
    }).toEqual({
      interactions: 0,
      legs: 0,
      orders: 0,
      outside: 0,
      unclosed: 0,
      queueVisits: 0,
      offers: 0,
      talks: 0,
      wrapUps: 0,
      consults: 0,
      numbers: 0,
      monitors: 0,
      recordings: 0,
    })
  },
)

test('The random floor reaches every ending an interaction and an offer can have', () => {
  const reached = new Set<string>()
  for (const seed of [...seeds, ...busySeeds]) {
    for (const fact of run(seed, 1000).facts) {
      if (fact.kind === 'offer-ended') reached.add(`offer ${fact.result}`)
      if (fact.kind === 'interaction-closed') reached.add(fact.outcome)
      if (fact.kind === 'recording-finished' || fact.kind === 'wrap-up-ended')
        reached.add(fact.kind)
      if (fact.kind === 'consult-ended') reached.add(`consult ${fact.how}`)
      if (fact.kind === 'number-ended') reached.add(`number ${fact.how}`)
      if (fact.kind === 'monitor-ended') reached.add(`monitor ${fact.how}`)
      if (middle.has(fact.kind)) reached.add(fact.kind)
    }
  }
  expect([...reached].toSorted()).toEqual(
    expect.arrayContaining([
      'abandoned-in-flow',
      'abandoned-in-queue',
      'announced',
      'cancelled',
      'consult busy',
      'consult completed',
      'consult expert-left',
      'consult no-answer',
      'consult returned',
      'consult talk-ended',
      'consult-joined',
      'ended-by-flow',
      'fault',
      'handled',
      'held',
      'interaction-moved',
      'interaction-ranked',
      'keys-sent',
      'monitor busy',
      'monitor ended',
      'monitor supervisor-left',
      'monitor taken-over',
      'monitor talk-ended',
      'monitor-answered',
      'monitor-changed',
      'muted',
      'number no-answer',
      'number talked',
      'offer answered',
      'offer answered-elsewhere',
      'offer busy',
      'offer customer-left',
      'offer declined',
      'offer fault',
      'offer no-answer',
      'offer unreachable',
      'recording-finished',
      'recording-paused',
      'recording-resumed',
      'refused',
      'resumed',
      'transferred',
      'voicemail-left',
      'wrap-up-ended',
    ]),
  )
}, 60_000)
