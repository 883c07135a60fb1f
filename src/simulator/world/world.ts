import type { InputBody, InteractionId, IssuedOrder, LegId, OrderId, TenantState } from '#core'
import type { OrderResult } from '#engine'
import type { Scenario } from '../plan/scenario.ts'
import type { Agenda } from './agenda.ts'
import type { Chance } from './chance.ts'
import type { Mishap, OneFault } from './one-fault.ts'

/**
 * Everything outside the house on one seed: callers, agents, phones, the network. It keeps the
 * promises of the channel port and breaks everything else that may be broken.
 */
export interface World {
  readonly scenario: Scenario
  readonly seed: number
  readonly agenda: Agenda
  /** Operations left out of this run, by name, as `caller 12`: how a failing run shrinks. */
  readonly without: ReadonlySet<string>
  /** Legs that exist, and who is at their end. */
  readonly legs: Map<LegId, OutsideLeg>
  /** Orders taken that have no result yet. */
  readonly open: Map<OrderId, OpenOrder>
  readonly callers: Map<LegId, Caller>
  readonly calls: Map<InteractionId, Caller>
  /** How often each kind of order was given, for faults on the n-th use. */
  readonly used: Map<OneFault['kind'], number>
  readonly failNth: OneFault | undefined
  /** An answer that is kept back until another has been given. */
  keptBack: (() => void) | undefined
  /** Operations that came up, by name. */
  readonly operations: Set<string>
  /** The chance of what belongs to nobody. */
  readonly chance: Chance
  /** Tells the house that something happened. */
  tell: (input: InputBody) => void
  /** What the house knows, as its screens show it. */
  state: () => TenantState
  /** How far the house's clock is from the world's. */
  clockOffMs: number
  /** The day is over: nobody calls any more, and agents do no more than their work asks of them. */
  closing: boolean
  edition: number
}

/** A leg as the network sees it. */
export interface OutsideLeg {
  state: 'calling' | 'up'
  readonly party: 'customer' | 'agent'
  /** The ring order under way, while calling. */
  ring: OrderId | undefined
  /** The play order under way. */
  playing: OrderId | undefined
}

/** An order taken, and where its one result goes. */
export interface OpenOrder {
  readonly issued: IssuedOrder
  readonly chance: Chance
  /** What was planned to go wrong with it. */
  readonly mishap: Mishap | undefined
  readonly answer: (result: OrderResult) => void
}

/** Somebody who calls. */
export interface Caller {
  readonly name: string
  readonly leg: LegId
  readonly chance: Chance
}

/** Puts a name on an operation, and says whether this run does without it. */
export function leavesOut(world: World, operation: string): boolean {
  world.operations.add(operation)
  return world.without.size > 0 && world.without.has(operation)
}
