import type { Channel, ChannelCost } from './channel.ts'
import type { Flow } from './flow/flow.ts'
import type { Hours, Zone } from './hours/hours.ts'
import type { WebEntry } from './web-entry.ts'
import type {
  AgentId,
  DispositionId,
  ExpertId,
  FlowId,
  HoursId,
  QueueId,
  SkillId,
  TenantId,
} from './ids.ts'

/**
 * Everything a tenant decides about itself. It reaches the core as an input like any other, so
 * the journal alone explains the past: no file that has changed since is needed to replay it.
 */
export interface TenantConfig {
  readonly tenant: TenantId
  readonly name: string
  /** BCP 47; the language of prompts that name none. */
  readonly language: string
  readonly numbers: readonly DialledNumber[]
  readonly hours: readonly Hours[]
  readonly flows: readonly Flow[]
  readonly queues: readonly QueueConfig[]
  readonly agents: readonly AgentConfig[]
  readonly dispositions: readonly Disposition[]
  /** People who serve no queue, and may be asked or handed customers. */
  readonly experts?: readonly Expert[]
  /** What agents may say of being not ready; a usual list where it is left out. */
  readonly notReadyReasons?: readonly string[]
  /** Whose midnight begins the day of all figures; that of the first opening hours where it is left out. */
  readonly zone?: Zone
  /** The longest talk of a customer with a number outside; four hours where it is left out. */
  readonly bridgedMsMax?: number
  /** Whether agents see that a supervisor is in their talk; they do where this is left out. */
  readonly monitoringShown?: boolean
  /** What each channel takes of an agent. Voice is taken as a matter of course, others when named here. */
  readonly channels?: Readonly<Partial<Record<Channel, Partial<ChannelCost>>>>
  /** At what agents may take calls; at both where it is left out. */
  readonly agentPhones?: 'both' | 'teams' | 'browser'
  /** Where customers call from web pages; nowhere where it is left out. */
  readonly webCalls?: readonly WebEntry[]
}

/** A person who serves no queue. */
export interface Expert {
  readonly id: ExpertId
  readonly name: string
  /** E.164, as `+441632960000`. */
  readonly address: string
  /** What the person may be asked about. */
  readonly about?: string
}

/** One field of the form that goes with a disposition. */
export interface FormField {
  readonly id: string
  readonly label: string
  readonly kind: 'text' | 'choice' | 'number' | 'yes-no'
  readonly required: boolean
  /** Of a `choice` alone. */
  readonly choices?: readonly string[]
}

/** What was answered to the fields of a form, by their ids. */
export type Answers = Readonly<Record<string, string | number | boolean>>

/** When a queue's figures want a supervisor's eye. */
export interface QueueAlerts {
  readonly waitingMax?: number
  readonly longestWaitMs?: number
  /** The least share of today's answers that are in time, in percent. */
  readonly serviceLevelMin?: number
  /** The least number of agents that are free. */
  readonly availableMin?: number
}

/** A number customers dial, and the flow that answers it. */
export interface DialledNumber {
  /** E.164, as `+441632960000`. */
  readonly address: string
  readonly flow: FlowId
}

/** How an interaction may be filed when it is wrapped up. */
export interface Disposition {
  readonly id: DispositionId
  readonly name: string
}

/** A skill an interaction asks for. A preferred one ranks agents, a required one excludes them. */
export interface SkillNeed {
  readonly skill: SkillId
  readonly levelMin: number
  readonly need: 'required' | 'preferred'
}

/** A queue as its owner describes it. */
export interface QueueConfig {
  readonly id: QueueId
  readonly name: string
  readonly skills: readonly SkillNeed[]
  /** 1 is served first, 5 last, as call priorities are in Microsoft Teams; 3 is usual. */
  readonly priority: number
  readonly hours?: HoursId
  readonly music: Prompt
  /** How long one agent's phone rings before the next is tried. */
  readonly ringMs: number
  /** What becomes of an agent who let an offer pass. */
  readonly afterNoAnswer: 'not-ready' | 'stay-available'
  readonly wrapUpMs: number
  readonly dispositions: readonly DispositionId[]
  readonly record: boolean
  /** Answered within this wait counts into the service level. */
  readonly serviceLevelMs: number
  /** After this wait the interaction leaves the queue by its step's `timeout` exit. */
  readonly waitMsMax: number
  readonly waitingMax: number
  /** How free agents are chosen; the one idle longest where it is left out. */
  readonly rule?: RoutingRule
  /** Against other queues of the same agent: of equal priority, age × weight decides; 100 is usual. */
  readonly weight?: number
  /** Whether an interaction waits where nobody who fits is signed in; it does where this is left out. */
  readonly noAgents?: 'wait' | 'leave'
  /** Presences in which agents are not offered anything from this queue. */
  readonly presenceBlocks?: readonly Presence[]
  /** Whether wrap-up ends by time or when the agent says so; by time where it is left out. */
  readonly wrapUpEnds?: 'by-time' | 'by-agent'
  /** What is asked when an interaction is filed. */
  readonly forms?: readonly FormField[]
  readonly alerts?: QueueAlerts
}

/** How a queue chooses among free agents who have the skills. */
export type RoutingRule = 'longest-idle' | 'round-robin' | 'serial' | 'ring-all' | 'best-skilled'

/** What the person's presence says; a word about the person, not about our work. */
export type Presence =
  | 'available'
  | 'busy'
  | 'in-a-call'
  | 'in-a-meeting'
  | 'do-not-disturb'
  | 'away'
  | 'offline'
  | 'unknown'

/** An agent as the tenant describes the person. */
export interface AgentConfig {
  readonly id: AgentId
  readonly name: string
  /** The person's object id in the tenant's directory: who may sign in as this agent. */
  readonly directoryId: string
  readonly role: 'agent' | 'supervisor' | 'admin'
  /** The number of the agent's Teams phone. */
  readonly address: string
  readonly skills: readonly AgentSkill[]
  readonly queues: readonly QueueId[]
  /** Own weights of queues, in place of the queues' own. */
  readonly weights?: Readonly<Record<string, number>>
  /** Own choice of presences that block, in place of the queues'. */
  readonly presenceBlocks?: readonly Presence[]
  /** How much work the agent may have at once; 100 where it is left out. */
  readonly units?: number
}

/** An ability of an agent, 1 (beginner) to 5 (expert). */
export interface AgentSkill {
  readonly skill: SkillId
  readonly level: number
}

/** Something for a customer to hear. */
export type Prompt =
  | {
      readonly kind: 'say'
      readonly text: string
      readonly language?: string
      readonly voice?: string
    }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'silence'; readonly ms: number }
  /** What a phone rings with at the caller's end, and what begins a voicemail. */
  | { readonly kind: 'tone'; readonly tone: 'ringback' | 'beep' }
