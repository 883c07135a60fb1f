import type {
  AgentId,
  FlowId,
  InteractionId,
  LegId,
  OfferId,
  OrderId,
  QueueId,
  RecordingId,
  StepId,
} from '../ids.ts'
import type { InteractionOutcome } from '../facts/fact.ts'

/** One piece of work, as long as it lives. Its past is in the facts; this is what is needed to go on. */
export interface Interaction {
  readonly id: InteractionId
  readonly channel: 'voice'
  readonly customer: { readonly address: string; readonly name: string | undefined }
  /** The tenant's number that was dialled. */
  readonly dialled: string
  readonly arrivedAt: number
  readonly legs: Map<LegId, Leg>
  /** The keys that chose something, for the agent to see. */
  readonly choices: Choice[]
  /** What the flow keeps under names. */
  readonly variables: Map<string, string>
  /** Where the flows that run other flows go on, the outermost first. */
  readonly returns: FlowPlace[]
  phase: Phase
  /** A recording that runs or is being finished. */
  recording: { readonly id: RecordingId; readonly ending: boolean } | undefined
  /** How many legs of our own were made, to name the next. */
  legsMade: number
}

/** One party's side of the call. */
export interface Leg {
  readonly id: LegId
  readonly party: 'customer' | 'agent'
  readonly agent: AgentId | undefined
  state: 'calling' | 'up' | 'ending'
}

/** A key that led somewhere. */
export interface Choice {
  readonly digit: string
  readonly step: StepId
  readonly ledTo: StepId
}

/**
 * ```
 *  arrived ─▶ in-flow ─▶ waiting ⇄ offered ─▶ talking ─▶ wrap-up ─▶ closing ─▶ (gone)
 *     │          ▲──────────┘ timeout │           │                    ▲
 *     └──────────┴────────────────────┴───────────┴── customer leaves ─┘
 * ```
 */
export type Phase =
  | { readonly at: 'arrived'; readonly flow: FlowKey }
  | InFlow
  | { readonly at: 'waiting'; readonly visit: Visit }
  | { readonly at: 'offered'; readonly visit: Visit; readonly offers: readonly Offer[] }
  | Talking
  | {
      readonly at: 'wrap-up'
      readonly agent: AgentId
      readonly queue: QueueId
      readonly since: number
    }
  | { readonly at: 'closing'; readonly outcome: InteractionOutcome }

/** Which flow, in which version. */
export interface FlowKey {
  readonly flow: FlowId
  readonly version: string
}

/** A step of a flow. */
export interface FlowPlace extends FlowKey {
  readonly step: StepId
}

/** A flow step under way, and what it waits for. */
export interface InFlow extends FlowKey {
  readonly at: 'in-flow'
  readonly step: StepId
  readonly attempt: number
  /** The play order whose end the step waits for; none when it waits for a key alone. */
  readonly playing: OrderId | undefined
  /** The digits a `collect` step has taken so far. */
  readonly digits: string
}

/** A stay in a queue; an offer that fails leads back to the same visit, and the same place. */
export interface Visit extends FlowKey {
  readonly step: StepId
  readonly queue: QueueId
  readonly priority: number
  readonly since: number
  readonly order: number
  /** When each agent was last tried in this visit. */
  readonly tried: Map<AgentId, number>
}

/** An interaction put before one agent; where a queue rings all, each of them has an offer. */
export interface Offer {
  readonly id: OfferId
  readonly agent: AgentId
  readonly leg: LegId
  readonly ring: OrderId
  readonly madeAt: number
  readonly until: number
}

/** A talk with one agent. */
export interface Talking {
  readonly at: 'talking'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly agentLeg: LegId
  readonly since: number
}
