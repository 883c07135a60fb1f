import type { Effect, Order } from './effect.ts'
import type { FactBody } from './facts/fact.ts'
import type { InteractionId, OrderId } from './ids.ts'
import { toId } from './ids.ts'
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
  readonly freed: Set<AgentId>
  readonly seeking: Set<InteractionId>
  /** Queues that may have lost the last agent who is signed in. */
  readonly deserted: Set<QueueState>
  /** The timers that were due, in order. */
  readonly fired: Timer[]
}

/** Begins a step at a moment. */
export function beginTurn(state: TenantState, at: number): Turn {
  return {
    state,
    at,
    effects: [],
    freed: new Set(),
    seeking: new Set(),
    deserted: new Set(),
    fired: [],
  }
}

/** States that something happened. */
export function tell(turn: Turn, fact: FactBody): void {
  turn.effects.push({ kind: 'fact', fact: { ...fact, at: turn.at } })
}

/** Gives an order on behalf of an interaction; its result will come back with the id. */
export function give(turn: Turn, interaction: Interaction, order: Order): OrderId {
  turn.state.count.orders += 1
  const id = toId<OrderId>(`o${turn.state.count.orders}`)
  turn.state.orders.set(id, {
    interaction: interaction.id,
    ordered: order.kind,
    leg: 'leg' in order ? order.leg : undefined,
    recording: 'recording' in order ? order.recording : undefined,
  })
  turn.effects.push({ kind: 'order', issued: { id, interaction: interaction.id, order } })
  return id
}
