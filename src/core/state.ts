import type { AgentState } from './agent/agent.ts'
import type { TenantConfig } from './config.ts'
import type { Order } from './effect.ts'
import type { Edition } from './flow/editions.ts'
import type { Flow } from './flow/flow.ts'
import type {
  AgentId,
  FlowId,
  InteractionId,
  LegId,
  OrderId,
  QueueId,
  RecordingId,
  TenantId,
} from './ids.ts'
import type { Interaction } from './interaction/interaction.ts'
import type { QueueState } from './queue/queue-state.ts'
import type { Timers } from './timers.ts'
import { newTimers } from './timers.ts'

/**
 * All a tenant is at one moment. It is plain data: whatever `step` has to know is in here, and
 * it is changed by `step` alone. Two states that saw the same inputs are equal.
 *
 * Invariants, checked by the simulator and by `checkState`:
 * 1. Each work of an agent is of one interaction, which says so too, and each interaction's agents have
 *    it among their works; together the works keep within the agent's units, an exclusive one alone.
 * 2. An interaction that waits stands in its queue's line exactly once; no other stands in any.
 * 3. An agent stands in a channel's idle line of each queue it has the skills for exactly when it is on
 *    duty and has room for one more of that channel.
 * 4. Whatever waits has a timer that ends the wait.
 * 5. Every leg in `legs` belongs to a living interaction, which lists it.
 */
export interface TenantState {
  readonly tenant: TenantId
  /** The moment of the last input. */
  now: number
  config: TenantConfig | undefined
  /** The current flow behind each dialled number. */
  readonly numbers: Map<string, { readonly flow: FlowId; readonly version: string }>
  /** Flows by id and version, as long as they are current or an interaction may come to them. */
  readonly flows: Map<string, Flow>
  /** What interactions go by that began with it, by number: the newest, and those not yet let go. */
  readonly editions: Map<number, Edition>
  readonly interactions: Map<InteractionId, Interaction>
  readonly legs: Map<LegId, InteractionId>
  /** Living tasks by the name they have where they came from. */
  readonly tasks: Map<string, InteractionId>
  readonly orders: Map<OrderId, PendingOrder>
  readonly agents: Map<AgentId, AgentState>
  readonly queues: Map<QueueId, QueueState>
  readonly timers: Timers
  /** The changes of mind that hold in this journal from here on. */
  flags: readonly number[]
  /** Counters that name interactions, orders, offers and editions, and that settle ties by order of coming. */
  readonly count: {
    interactions: number
    orders: number
    offers: number
    places: number
    editions: number
  }
}

/** An order that is out and has not come back. */
export interface PendingOrder {
  readonly interaction: InteractionId
  readonly ordered: Order['kind']
  readonly leg: LegId | undefined
  readonly recording: RecordingId | undefined
}

/** The state before the first input. */
export function newState(tenant: TenantId): TenantState {
  return {
    tenant,
    now: 0,
    config: undefined,
    numbers: new Map(),
    flows: new Map(),
    editions: new Map(),
    interactions: new Map(),
    legs: new Map(),
    tasks: new Map(),
    orders: new Map(),
    agents: new Map(),
    queues: new Map(),
    timers: newTimers(),
    flags: [],
    count: { interactions: 0, orders: 0, offers: 0, places: 0, editions: 0 },
  }
}

/** The key under which a version of a flow is kept. */
export function flowKey(key: { readonly flow: FlowId; readonly version: string }): string {
  return `${key.flow}@${key.version}`
}
