import type { AgentConfig, TenantConfig } from '../config.ts'
import type { IssuedOrder, Order, Outcome } from '../effect.ts'
import type { Fact } from '../facts/fact.ts'
import type { AgentId, FlowId, LegId, QueueId, StepId, TenantId } from '../ids.ts'
import { toId } from '../ids.ts'
import type { FailureCode, InputBody } from '../input.ts'
import type { TenantState } from '../state.ts'
import { newState } from '../state.ts'
import { step, wakeAt } from '../step.ts'
import { factWords } from '../words/fact-words.ts'
import { namesOf } from '../words/names.ts'

/**
 * A floor to rehearse on: the core, a clock moved by hand, and an outside that carries out every
 * order at once, except the ones a test wants to decide about: `ring` and `play`.
 */
export interface Rehearsal {
  readonly state: TenantState
  /** Puts in one input now, and lets the outside answer the orders that follow from it. */
  readonly put: (input: InputBody) => Outcome
  /** Lets time pass; timers fire at their own moments. */
  readonly pass: (ms: number) => void
  /** The newest open order of a kind. */
  readonly open: <K extends Order['kind']>(
    kind: K,
  ) => IssuedOrder & { order: Extract<Order, { kind: K }> }
  readonly answer: () => Outcome
  readonly fail: (code: FailureCode) => Outcome
  /** The prompt that plays is over. */
  readonly played: () => Outcome
  /** What was told since the last time of asking, in words. */
  readonly told: () => string[]
  readonly facts: Fact[]
  /** All orders ever given; a test takes out what it has looked at. */
  readonly given: IssuedOrder[]
  /** All orders that were given and have no result yet. */
  readonly pending: IssuedOrder[]
}

/** Begins a rehearsal of a tenant that has no configuration yet. */
export function rehearse(config: TenantConfig): Rehearsal {
  const world: World = {
    state: newState(config.tenant),
    facts: [],
    pending: [],
    given: [],
    now: Date.UTC(2026, 10, 23, 10),
    heard: 0,
  }
  return {
    state: world.state,
    facts: world.facts,
    pending: world.pending,
    given: world.given,
    put: input => take(world, input),
    pass: ms => letPass(world, ms),
    open: kind => openOrder(world, kind),
    answer: () => settle(world, openOrder(world, 'ring'), { ok: true }),
    fail: code => settle(world, openOrder(world, 'ring'), { ok: false, code }),
    played: () => settle(world, openOrder(world, 'play'), { ok: true }),
    told: () => tellFresh(world),
  }
}

interface World {
  readonly state: TenantState
  readonly facts: Fact[]
  readonly pending: IssuedOrder[]
  readonly given: IssuedOrder[]
  now: number
  heard: number
}

function take(world: World, input: InputBody): Outcome {
  const outcome = step(world.state, { ...input, at: world.now })
  const orders: IssuedOrder[] = []
  for (const effect of outcome.effects) {
    if (effect.kind === 'fact') world.facts.push(effect.fact)
    else {
      orders.push(effect.issued)
      world.given.push(effect.issued)
    }
  }
  for (const issued of orders) carryOut(world, issued)
  return outcome
}

function carryOut(world: World, issued: IssuedOrder): void {
  world.pending.push(issued)
  const { order } = issued
  if (order.kind === 'ring' || order.kind === 'play') return
  if (order.kind === 'hang-up' || order.kind === 'reject') endLeg(world, order.leg)
  settle(world, issued, { ok: true })
}

/** A leg that never was answered ends with its ring; any other with a word of its own. */
function endLeg(world: World, leg: LegId): void {
  const ring = world.pending.find(one => one.order.kind === 'ring' && one.order.leg === leg)
  if (ring !== undefined) settle(world, ring, { ok: false, code: 'gone' })
  else take(world, { kind: 'leg-ended', leg, by: 'parley', cause: 'BYE' })
}

function settle(
  world: World,
  issued: IssuedOrder,
  result: { ok: true } | { ok: false; code: FailureCode },
): Outcome {
  world.pending.splice(world.pending.indexOf(issued), 1)
  const order = issued.id
  if (!result.ok) {
    return take(world, { kind: 'order-failed', order, code: result.code, detail: result.code })
  }
  return take(world, { kind: 'order-done', order, ...fileOf(issued.order) })
}

function letPass(world: World, ms: number): void {
  const end = world.now + ms
  for (let at = wakeAt(world.state); at !== undefined && at <= end; at = wakeAt(world.state)) {
    world.now = at
    take(world, { kind: 'time-passed' })
  }
  world.now = end
}

function openOrder<K extends Order['kind']>(
  world: World,
  kind: K,
): IssuedOrder & { order: Extract<Order, { kind: K }> } {
  const found = world.pending.findLast(isOf(kind))
  if (found === undefined) throw new Error(`no open ${kind}`)
  return found
}

function tellFresh(world: World): string[] {
  const names = namesOf(world.state.config)
  const fresh = world.facts.slice(world.heard).map(fact => factWords(fact, names))
  world.heard = world.facts.length
  return fresh
}

function isOf<K extends Order['kind']>(kind: K) {
  return (issued: IssuedOrder): issued is IssuedOrder & { order: Extract<Order, { kind: K }> } =>
    issued.order.kind === kind
}

function fileOf(order: Order): object {
  if (order.kind !== 'stop-recording') return {}
  const recording = {
    file: `${order.recording}.wav`,
    durationMs: 1000,
    bytes: 32_044,
    sha256: 'aa',
  }
  return { recording }
}

const id = toId

/** A small company: one number, a menu, a queue `sales` with three agents; change what a test needs. */
export function smallCompany(change: Partial<TenantConfig> = {}): TenantConfig {
  return {
    tenant: id<TenantId>('contoso'),
    name: 'Contoso',
    language: 'en-US',
    numbers: [{ address: '+441632960100', flow: id<FlowId>('main') }],
    hours: [],
    flows: [mainFlow],
    queues: [salesQueue],
    agents: ['ann', 'bob', 'cleo'].map(agentNamed),
    dispositions: [{ id: id('sold'), name: 'Sold' }],
    ...change,
  }
}

/** The queue of the small company. */
export const salesQueue: TenantConfig['queues'][number] = {
  id: id<QueueId>('sales'),
  name: 'Sales',
  skills: [],
  priority: 3,
  music: { kind: 'file', file: 'waiting.wav' },
  ringMs: 20_000,
  afterNoAnswer: 'not-ready',
  wrapUpMs: 30_000,
  dispositions: [id('sold')],
  record: true,
  serviceLevelMs: 20_000,
  waitMsMax: 600_000,
  waitingMax: 100,
}

/** A menu that leads to the queue, and a good-bye for everybody else. */
export const mainFlow: TenantConfig['flows'][number] = {
  id: id<FlowId>('main'),
  name: 'Main line',
  version: 'v1',
  start: id<StepId>('menu'),
  steps: {
    menu: {
      kind: 'menu',
      prompts: [{ kind: 'say', text: 'For sales press 1.' }],
      keys: { '1': id<StepId>('sales') },
      keyMs: 5000,
      attemptsMax: 2,
      otherwise: id<StepId>('bye'),
    },
    sales: {
      kind: 'queue',
      queue: id<QueueId>('sales'),
      closed: id<StepId>('bye'),
      timeout: id<StepId>('bye'),
    },
    bye: { kind: 'say', prompts: [{ kind: 'say', text: 'Good-bye.' }], next: id<StepId>('end') },
    end: { kind: 'hang-up' },
  },
}

/** An agent of the small company, with the name as id. */
export function agentNamed(name: string): AgentConfig {
  return {
    id: id<AgentId>(name),
    name: name[0]?.toUpperCase() + name.slice(1),
    directoryId: `dir-${name}`,
    role: 'agent',
    address: '+441632960001',
    skills: [],
    queues: [id<QueueId>('sales')],
  }
}
