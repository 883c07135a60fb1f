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
import type { Channel } from '../channel.ts'
import type { InteractionOutcome } from '../facts/fact.ts'
import type { Place } from '../flow/step-at.ts'
import type { Place as LinePlace } from '../queue/line.ts'
import type { MonitorMode } from '../supervise/supervise-input.ts'

/** One piece of work, as long as it lives. Its past is in the facts; this is what is needed to go on. */
export interface Interaction {
  readonly id: InteractionId
  readonly channel: Channel
  readonly customer: { readonly address: string; readonly name: string | undefined }
  /** The tenant's number that was dialled; nothing where nobody dialled. */
  readonly dialled: string
  /** What a task is about. */
  readonly task: TaskSubject | undefined
  readonly arrivedAt: number
  legs: readonly Leg[]
  /** The keys that chose something, for the agent to see. */
  choices: readonly Choice[]
  /** What the flow keeps under names. */
  variables: ReadonlyMap<string, string>
  /** Of variables whose value is secret: the tests of branches that hold of it. */
  secrets: ReadonlyMap<string, readonly string[]>
  /** Where the flows that run other flows go on, the outermost first. */
  returns: readonly FlowPlace[]
  /** Whose flows and opening hours it goes by; those that hold now where it ran no flow. */
  edition: number | undefined
  phase: Phase
  /** The recording that runs. */
  recording:
    | {
        readonly id: RecordingId
        readonly paused: boolean
        /** Paused by the agent's own word, which holds until the agent takes it back. */
        readonly withheld: boolean
      }
    | undefined
  /** Agents who have left and wrap up, while the interaction goes on without them. */
  filings: ReadonlyMap<AgentId, Filing>
  /** What agents have written and not yet filed. */
  notes: ReadonlyMap<AgentId, string>
  /** Recordings whose files are still to come. */
  finishing: ReadonlySet<RecordingId>
  /** The announcement that plays to a waiting customer; music comes after it. */
  announcing: OrderId | undefined
  /** The agent who handed the customer on, and gets it back when nobody answers. */
  sentBy: AgentId | undefined
  /** How many legs of our own were made, to name the next. */
  legsMade: number
}

/** What a task is about, and the name it has where it came from. */
export interface TaskSubject {
  readonly key: string
  readonly title: string
  readonly link: string | undefined
}

/** One party's side of the call. */
export interface Leg {
  readonly id: LegId
  readonly party: 'customer' | 'agent' | 'outside'
  readonly agent: AgentId | undefined
  state: 'calling' | 'up' | 'ending'
}

/** A key that led somewhere. */
export interface Choice {
  readonly digit: string
  readonly step: StepId
  readonly ledTo: StepId
  /** What the flow calls the step it led to. */
  readonly label?: string
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
  | Outward
  | Bridged
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
  /** Where these are secret: the tests of branches that hold of them. */
  readonly holds?: readonly string[]
}

/** The wrap-up of an agent who handed the customer on. */
export interface Filing {
  readonly agent: AgentId
  readonly queue: QueueId
  readonly since: number
  readonly until: number
}

/**
 * A stay in a queue, and the place in its line: by `front` or else `priority`, and by age. An offer
 * that fails leads back to the same visit, and the same place.
 */
export interface Visit extends LinePlace<InteractionId> {
  /** The step of a flow it came by, and goes on from; work put into a queue by hand came by none. */
  readonly place: Place | undefined
  readonly queue: QueueId
  readonly priority: number
  /** A place before everybody, by a supervisor's word or since its agent's phone was lost: 0 or less, the least first. */
  readonly front?: number
  /** Since when it is in this queue, where it came with an age of its own: `since` is its age. */
  readonly movedAt?: number
  /** It was in a talk, and is back because the agent's phone was lost. */
  readonly returned?: true
  /** When each agent was last tried in this visit. */
  tried: ReadonlyMap<AgentId, number>
  /** The agent who handed the customer on to this visit, and did not let it pass. */
  handedBy?: AgentId | undefined
}

/** An interaction put before one agent; where a queue rings all, each of them has an offer. */
export interface Offer {
  readonly id: OfferId
  readonly agent: AgentId
  /** The phone that rings; an offer of a channel without phones stands at the desk alone. */
  readonly phone: { readonly leg: LegId; readonly ring: OrderId } | undefined
  readonly madeAt: number
  readonly until: number
}

/**
 * A number outside is called for the customer, who hears it ring. A flow's step goes on by its
 * exits when nobody answers; a customer whom an agent sent goes back to the queue it came from.
 */
export interface Outward {
  readonly at: 'outward'
  readonly number: string
  readonly leg: LegId
  readonly ring: OrderId
  readonly since: number
  readonly from: { readonly step: FlowPlace } | { readonly origin: Visit }
}

/** The customer talks with somebody outside; no agent of ours is in it. */
export interface Bridged {
  readonly at: 'bridged'
  readonly number: string
  readonly leg: LegId
  readonly since: number
}

/** Somebody the agent asks while the customer waits, or who talks along. */
export interface Consult {
  readonly state: 'ringing' | 'talking' | 'joined'
  /** Who is asked, where it is an agent that was free; somebody else has a number only. */
  readonly expert: AgentId | undefined
  readonly number: string
  readonly leg: LegId
  readonly ring: OrderId
  readonly since: number
}

/** A talk with one agent, or, where there are no legs, the agent's work on it. */
export interface Talking {
  readonly at: 'talking'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly agentLeg: LegId | undefined
  readonly since: number
  /** The visit that led here: where the customer goes when a transfer comes to nothing. */
  readonly origin: Visit
  /** Since when the agent has the customer on hold. */
  readonly held: number | undefined
  /** Since when the agent's phone has its leg on hold. */
  readonly away: number | undefined
  readonly consult: Consult | undefined
  /** Whether nobody hears the agent. */
  readonly muted: boolean
  readonly monitor: Monitor | undefined
}

/** A supervisor in somebody else's talk, or about to be. */
export interface Monitor {
  readonly supervisor: AgentId
  readonly mode: MonitorMode
  readonly state: 'ringing' | 'up'
  readonly leg: LegId
  readonly ring: OrderId
  readonly since: number
  /** Whether the supervisor has the customer as soon as the phone is answered. */
  readonly takesOver: boolean
}
