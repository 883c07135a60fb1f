import type { AgentConfig, Presence } from '../config.ts'
import type { AgentId, InteractionId, OfferId } from '../ids.ts'

/**
 * An agent at work. `routing` is our own word on whether we may offer; what the agent chose
 * while at work is kept in `next` and holds when the work ends.
 */
export interface AgentState {
  readonly id: AgentId
  config: AgentConfig
  routing: Routing
  next: NextState
  /** What is said of the person, which is not what we decided. */
  presence: Presence
  /** Whether the phone or tab can ring, as far as anybody knows. */
  device: Device
  /** Since when `routing` is what it is. */
  since: number
  /** The place among the idle; kept through an offer that the customer cut short. */
  idle: IdlePlace | undefined
}

/** Whether a phone or tab can ring. */
export type Device = 'ready' | 'unreachable' | 'unknown'

/** When an agent became free, and as which of those freed at that moment. */
export interface IdlePlace {
  readonly since: number
  readonly order: number
}

/**
 * ```
 *  signed-out ◀─────────── not-ready ◀──┐ no answer, own choice
 *      │ signs in             │         │
 *      └──▶ not-ready         ▼         │
 *                         available ──▶ reserved ──▶ talking ──▶ wrap-up ──▶ (next)
 * ```
 */
export type Routing =
  | { readonly at: 'signed-out' }
  | { readonly at: 'not-ready'; readonly reason: string }
  | { readonly at: 'available' }
  | { readonly at: 'reserved'; readonly interaction: InteractionId; readonly offer: OfferId }
  | { readonly at: 'talking'; readonly interaction: InteractionId }
  | { readonly at: 'wrap-up'; readonly interaction: InteractionId; readonly until: number }

/** The state an agent goes to when the present work is done. */
export type NextState =
  | { readonly at: 'available' }
  | { readonly at: 'not-ready'; readonly reason: string }
  | { readonly at: 'signed-out' }

/** The reason shown for an agent who just signed in. */
export const justSignedIn = 'signed in'
/** The reason set by the router when an agent let an offer pass. */
export const missedOffer = 'missed an offer'
/** The reason set by the router when an agent's phone was busy with something else. */
export const phoneBusy = 'phone busy'
/** The reason set by the router when an agent's phone could not be reached. */
export const phoneUnreachable = 'phone unreachable'
/** The reason set when the agent said no. */
export const declinedOffer = 'declined an offer'

/** The longest reason an agent may give. */
export const reasonLengthMax = 80
