import type { AgentConfig, Presence } from '../config.ts'
import type { AgentId, InteractionId, OfferId } from '../ids.ts'
import type { Standing } from '../queue/standing.ts'
import type { Readiness } from './readiness.ts'
import type { Work } from './work.ts'

/**
 * An agent at work. What the agent chose (`duty`) and what it works on (`works`) are two things;
 * `routing` is the one word that shows both, and whether we may offer more follows from them.
 */
export interface AgentState {
  readonly id: AgentId
  config: AgentConfig
  /** What it is to each of its queues, in the order of the configuration. */
  desks: readonly Standing[]
  /** The most demanding work, or the duty where there is none. */
  routing: Routing
  /** What the agent is apart from its work; new offers ask for it at once, the shown word when work ends. */
  duty: Duty
  /** The interactions it is at, in the order in which they were offered. */
  works: readonly Work[]
  /** What keeps offers away, as the agent's queues see it. */
  readonly readiness: Readiness
  /** What works may take together; less than is in use already holds when the work fits in it. */
  units: number
  /** What is said of the person, which is not what we decided. */
  presence: Presence
  /** Whether the phone or tab can ring, as far as anybody knows. */
  device: Device
  /** Since when `routing` is what it is. */
  since: number
  /** The place among those who may be offered something, while the agent is one of them. */
  idle: IdlePlace | undefined
  /** Somebody else's talk that this agent is in as a supervisor: nothing is offered meanwhile. */
  listening: InteractionId | undefined
  /** When the agent, without any work, last said to be ready: what was let pass before may come again. */
  readyAt: number | undefined
}

/** Whether a phone or tab can ring. */
export type Device = 'ready' | 'unreachable' | 'unknown'

/** When an agent last became free for more, and as which of those freed at that moment. */
export interface IdlePlace {
  readonly since: number
  readonly order: number
}

/**
 * ```
 *  signed-out ◀─────────── not-ready ◀──┐ no answer, own choice
 *      │ signs in             │         │
 *      └──▶ not-ready         ▼         │
 *                         available ──▶ reserved ──▶ talking ──▶ wrap-up ──▶ (its duty)
 * ```
 * An agent with several works shows the most demanding: a talk before an offer before a wrap-up.
 */
export type Routing =
  | { readonly at: 'signed-out' }
  | { readonly at: 'not-ready'; readonly reason: string }
  | { readonly at: 'available' }
  | { readonly at: 'reserved'; readonly interaction: InteractionId; readonly offer: OfferId }
  | { readonly at: 'talking'; readonly interaction: InteractionId }
  | { readonly at: 'wrap-up'; readonly interaction: InteractionId; readonly until: number }

/** What an agent is when it is at no work. */
export type Duty =
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
