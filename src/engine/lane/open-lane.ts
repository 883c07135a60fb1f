import type { Fact, Input, InputBody, IssuedOrder, TenantId, TenantState } from '#core'
import { newState, step, wakeAt } from '#core'
import { carryOut } from '../effects/carry-out.ts'
import { reconcile } from '../effects/reconcile.ts'
import type { ChannelPort } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { JournalPort } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { PlacedFact, RecordsPort } from '../ports/records.ts'
import { openKeeper } from './keeper.ts'
import type { Lane, Taken } from './lane.ts'
import { LaneError, batchMax, inputsWaitingMax } from './lane.ts'

/** What a lane stands on. */
export interface LaneParts {
  readonly journal: JournalPort
  readonly records: RecordsPort
  readonly channel: ChannelPort
  readonly clock: Clock
  readonly log: Log
}

interface Waiting {
  readonly input: InputBody
  readonly resolve: (taken: Taken) => void
  readonly reject: (error: Error) => void
}

interface World extends LaneParts {
  readonly tenant: TenantId
  readonly state: TenantState
  readonly waiting: Waiting[]
  readonly listeners: Set<(facts: readonly Fact[]) => void>
  readonly keeper: ReturnType<typeof openKeeper>
  seq: number
  ordersOut: number
  pumping: Promise<void> | undefined
  stopped: LaneError | undefined
  cancelWake: () => void
}

/**
 * Opens a tenant's lane: replays its journal, asks the outside what is still there, and goes on.
 *
 *     submit ─▶ waiting ─▶ journal.append (one commit a batch) ─▶ step ─▶ facts, orders
 *       ▲                                                                    │
 *       └──────────────── the result of each order, as an input ◀────────────┘
 */
export async function openLane(tenant: TenantId, parts: LaneParts): Promise<Lane> {
  const world: World = {
    ...parts,
    tenant,
    state: newState(tenant),
    waiting: [],
    listeners: new Set(),
    keeper: openKeeper(tenant, parts.records, parts.log),
    seq: 0,
    ordersOut: 0,
    pumping: undefined,
    stopped: undefined,
    cancelWake: () => {},
  }
  await replay(world)
  for (const input of reconcile(world.state, parts.channel.liveLegs(tenant))) {
    await submit(world, input)
  }
  setWake(world)
  return {
    tenant,
    submit: input => submit(world, input),
    read: look => look(world.state),
    onFacts(listener) {
      world.listeners.add(listener)
      return () => world.listeners.delete(listener)
    },
    now: () => world.clock.now(),
    counts: () => ({
      seq: world.seq,
      inputsWaiting: world.waiting.length,
      ordersOut: world.ordersOut,
      interactions: world.state.interactions.size,
    }),
    close: () => close(world),
  }
}

/** The past once more: orders were given then, and facts up to `keptTo` are kept already. */
async function replay(world: World): Promise<void> {
  const keptTo = await world.records.keptTo(world.tenant)
  for await (const entry of world.journal.read(world.tenant, 1)) {
    const { effects } = step(world.state, entry.input)
    world.seq = entry.seq
    if (entry.seq > keptTo) world.keeper.keep(placed(entry.seq, factsOf(effects)))
  }
}

async function submit(world: World, input: InputBody): Promise<Taken> {
  if (world.stopped !== undefined) throw world.stopped
  if (world.waiting.length >= inputsWaitingMax) {
    throw new LaneError('lane-full', `${inputsWaitingMax} inputs wait already: try again later`)
  }
  return new Promise((resolve, reject) => {
    world.waiting.push({ input, resolve, reject })
    world.pumping ??= pump(world)
  })
}

/** Takes what waits, batch by batch, until nothing does. */
async function pump(world: World): Promise<void> {
  // Everything that happens in this turn of the loop shares the first commit.
  await Promise.resolve()
  while (world.waiting.length > 0 && world.stopped === undefined) {
    const batch = world.waiting.splice(0, batchMax)
    try {
      await take(world, batch)
    } catch (cause) {
      stop(world, cause, batch)
    }
  }
  world.pumping = undefined
  setWake(world)
}

/** Journal first: the whole batch is durable before any of it has an effect outside. */
async function take(world: World, batch: readonly Waiting[]): Promise<void> {
  const at = Math.max(world.clock.now(), world.state.now)
  const entries = batch.map((one, index) => ({
    seq: world.seq + index + 1,
    input: { ...one.input, at } satisfies Input,
  }))
  await world.journal.append(world.tenant, entries)
  const facts: Fact[] = []
  const orders: IssuedOrder[] = []
  for (const [index, entry] of entries.entries()) {
    const outcome = step(world.state, entry.input)
    world.seq = entry.seq
    const told = factsOf(outcome.effects)
    facts.push(...told)
    for (const effect of outcome.effects) if (effect.kind === 'order') orders.push(effect.issued)
    world.keeper.keep(placed(entry.seq, told))
    batch[index]?.resolve(
      outcome.refused === undefined
        ? { ok: true, facts: told }
        : { ok: false, refused: outcome.refused },
    )
  }
  for (const issued of orders) giveOrder(world, issued)
  if (facts.length > 0) for (const listener of world.listeners) listener(facts)
}

function giveOrder(world: World, issued: IssuedOrder): void {
  world.ordersOut += 1
  void followOrder(world, issued)
}

/** Carries an order out and puts its result in as the input it is. */
async function followOrder(world: World, issued: IssuedOrder): Promise<void> {
  const result = await carryOut(world, world.tenant, issued)
  world.ordersOut -= 1
  if (world.stopped !== undefined) return
  try {
    await submit(world, result)
  } catch (error) {
    if (!(error instanceof LaneError)) throw error
    // The lane stopped or is full; it has said so itself, and asks again when it next starts.
    world.log('warn', 'result-not-taken', { tenant: world.tenant, order: issued.id })
  }
}

/**
 * The journal could not be written, or an invariant of the core broke. Nothing may be decided on
 * a state nobody can vouch for: the lane stops, says so loudly, and refuses from now on.
 */
function stop(world: World, cause: unknown, batch: readonly Waiting[]): void {
  const words = cause instanceof Error ? cause.message : String(cause)
  world.stopped = new LaneError('lane-stopped', `tenant ${world.tenant} has stopped: ${words}`, {
    cause,
  })
  world.log('alarm', 'lane-stopped', { tenant: world.tenant, seq: world.seq, words })
  for (const one of [...batch, ...world.waiting.splice(0)]) one.reject(world.stopped)
}

/** The state says when it next wants to hear that time has passed. */
function setWake(world: World): void {
  world.cancelWake()
  const at = wakeAt(world.state)
  if (at === undefined || world.stopped !== undefined) return
  world.cancelWake = world.clock.setTimer(Math.max(0, at - world.clock.now()), () => {
    if (world.stopped !== undefined) return
    void submit(world, { kind: 'time-passed' }).catch(() => {
      // `stop` has told everybody already.
    })
  })
}

async function close(world: World): Promise<void> {
  world.cancelWake()
  await world.pumping
  world.stopped ??= new LaneError('lane-stopped', `tenant ${world.tenant} is closed`)
  world.cancelWake()
  await world.keeper.close()
}

function factsOf(effects: ReturnType<typeof step>['effects']): Fact[] {
  return effects.flatMap(effect => (effect.kind === 'fact' ? [effect.fact] : []))
}

function placed(seq: number, facts: readonly Fact[]): PlacedFact[] {
  return facts.map((fact, nth) => ({ seq, nth, fact }))
}
