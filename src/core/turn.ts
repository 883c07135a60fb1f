import type { Effect, Order } from './effect.ts'
import type { Fact, FactBody } from './facts/fact.ts'
import type { InteractionId, OrderId } from './ids.ts'
import { nthId } from './ids.ts'
import type { Interaction } from './interaction/interaction.ts'
import type { QueueState } from './queue/queue-state.ts'
import type { TenantState } from './state.ts'
import type { Timer } from './timers.ts'
import type { AgentId } from './ids.ts'

/**
 * One step under way: the state, the moment, the effects so far, and who is to be matched when
 * the input has been worked in. Matching comes last and once, so no decision is made on a state
 * that is still half changed.
 */
export interface Turn {
  readonly state: TenantState
  readonly at: number
  readonly effects: Effect[]
  /** Agents with more room than before. Most steps free, seek and desert nobody, and keep no sets for it. */
  freed: Set<AgentId> | undefined
  /** Who began to wait, or looks again. */
  seeking: Set<InteractionId> | undefined
  /** Queues that may have lost the last agent who is signed in. */
  deserted: Set<QueueState> | undefined
  /** The timers that were due, in order. */
  readonly fired: Timer[]
}

/** Begins a step at a moment. */
export function beginTurn(state: TenantState, at: number): Turn {
  return {
    state,
    at,
    effects: [],
    freed: undefined,
    seeking: undefined,
    deserted: undefined,
    fired: [],
  }
}

/** Has an agent look at what waits, when the input has been worked in. */
export function free(turn: Turn, agent: AgentId): void {
  turn.freed ??= new Set()
  turn.freed.add(agent)
}

/** Has an interaction look for an agent, when the input has been worked in. */
export function seek(turn: Turn, interaction: InteractionId): void {
  turn.seeking ??= new Set()
  turn.seeking.add(interaction)
}

/** Has a queue looked at that may have lost the last agent who is signed in. */
export function desert(turn: Turn, queue: QueueState): void {
  turn.deserted ??= new Set()
  turn.deserted.add(queue)
}

/** States that something happened. The fact is the caller's no more: it gets its moment, and is not copied for it. */
export function tell(turn: Turn, fact: FactBody): void {
  stamp(fact, turn.at)
  turn.effects.push({ kind: 'fact', fact })
}

function stamp(fact: FactBody & { at?: number }, at: number): asserts fact is Fact {
  fact.at = at
}

/** Gives an order on behalf of an interaction; its result will come back with the id. */
export function give(turn: Turn, interaction: Interaction, order: Order): OrderId {
  turn.state.count.orders += 1
  const id = nthId<OrderId>('o', turn.state.count.orders)
  turn.state.orders.set(id, {
    interaction: interaction.id,
    ordered: order.kind,
    leg: 'leg' in order ? order.leg : undefined,
    recording: 'recording' in order ? order.recording : undefined,
  })
  turn.effects.push({ kind: 'order', issued: { id, interaction: interaction.id, order } })
  return id
}
