import type { Device } from './agent/agent.ts'
import type { Answers, Presence, TenantConfig } from './config.ts'
import type {
  AgentId,
  DispositionId,
  ExpertId,
  FlowId,
  InteractionId,
  LegId,
  OfferId,
  OrderId,
  QueueId,
} from './ids.ts'
import type { SuperviseInput } from './supervise/supervise-input.ts'

/**
 * What happened: a fact of the past, with its moment. Inputs are all the core ever learns; the
 * journal is the list of them. `at` is in milliseconds since 1970, never before the last one.
 */
export type Input = InputBody & { readonly at: number }

/** An input before the lane has stamped its moment on it. */
export type InputBody =
  | TenantConfigured
  | InteractionArrived
  | LegRinging
  | DigitPressed
  | LegEnded
  | OrderDone
  | OrderFailed
  | AgentSignedIn
  | AgentSignedOut
  | AgentStateSet
  | InteractionCancelled
  | OfferAccepted
  | OfferDeclined
  | HangUpRequested
  | WrapUpCompleted
  | WrapUpExtended
  | WrapUpSkipped
  | NoteWritten
  | PresenceChanged
  | DeviceChanged
  | HoldRequested
  | ResumeRequested
  | TransferRequested
  | ConsultRequested
  | ConsultDecided
  | LegHeld
  | LegResumed
  | SilenceHeard
  | TimePassed
  | InvariantBroken
  | SuperviseInput
  | MuteRequested
  | KeysRequested
  | RecordingPauseRequested

/** The tenant's configuration, whole. It holds from now on; running flows keep their version. */
export interface TenantConfigured {
  readonly kind: 'tenant-configured'
  readonly config: TenantConfig
  /** The core's changes of mind that hold from now on; without it those that hold stay. */
  readonly flags?: readonly number[]
}

/** Something to do for or with a customer has come. */
export type InteractionArrived = CallArrived | TaskArrived

/** A customer calls. Nothing has been answered yet. */
export interface CallArrived {
  readonly kind: 'interaction-arrived'
  readonly channel: 'voice'
  readonly leg: LegId
  /** The customer's address: E.164, `anonymous`, or `web` for who calls from a page. */
  readonly from: string
  readonly fromName?: string
  /** The tenant's number that was dialled, or `web:` and the entry the page belongs to. */
  readonly to: string
  readonly trunk: string
  /** What a customer agreed to on the page before calling; absent where there was nothing to agree to. */
  readonly consent?: Consent
}

/** A yes of a customer: to which words, and when by our clock. */
export interface Consent {
  readonly to: string
  readonly givenAt: number
}

/** Work that is no call: an order to check, a form to answer. Nobody is on the line. */
export interface TaskArrived {
  readonly kind: 'interaction-arrived'
  readonly channel: 'task'
  /** The name it has where it came from; the same name again while it lives is the same task. */
  readonly key: string
  readonly title: string
  /** Where the agent finds it. */
  readonly link?: string
  /** The customer it is about: a number, a mail address, or any name of another system. */
  readonly from: string
  readonly fromName?: string
  readonly entry: TaskEntry
}

/** Where a task begins: in a queue, or at the start of a flow. */
export type TaskEntry =
  | { readonly kind: 'queue'; readonly queue: QueueId; readonly priority?: number }
  | { readonly kind: 'flow'; readonly flow: FlowId }

/** Whoever sent a task takes it back. */
export interface InteractionCancelled {
  readonly kind: 'interaction-cancelled'
  readonly interaction: InteractionId
}

/** The agent takes an offer at the desk, where no phone is answered. */
export interface OfferAccepted {
  readonly kind: 'offer-accepted'
  readonly agent: AgentId
  readonly offer: OfferId
}

/** An outgoing leg rings at the far end. */
export interface LegRinging {
  readonly kind: 'leg-ringing'
  readonly leg: LegId
}

/** A key on a phone: `0`–`9`, `*`, `#`, `A`–`D`. */
export interface DigitPressed {
  readonly kind: 'digit-pressed'
  readonly leg: LegId
  /** Hidden, as `•`, where a step takes digits that are secret. */
  readonly digit: string
  /** Of secret digits so far: the tests of branches that would hold of them, by name. */
  readonly holds?: readonly string[]
}

/** A leg is gone. Each leg that ever was ends in exactly one of these, or in its order's failure. */
export interface LegEnded {
  readonly kind: 'leg-ended'
  readonly leg: LegId
  readonly by: 'far-end' | 'parley' | 'fault'
  /** What the channel knows of the reason, as `BYE` or `media worker died`. */
  readonly cause: string
}

/** An order was carried out. */
export interface OrderDone {
  readonly kind: 'order-done'
  readonly order: OrderId
  readonly recording?: RecordingFile
}

/** A finished recording, as it lies in the recordings' store. */
export interface RecordingFile {
  readonly file: string
  readonly durationMs: number
  readonly bytes: number
  readonly sha256: string
}

/** An order could not be carried out. */
export interface OrderFailed {
  readonly kind: 'order-failed'
  readonly order: OrderId
  readonly code: FailureCode
  readonly detail: string
}

/** Why an order failed, in the few kinds that lead to different decisions. */
export type FailureCode =
  | 'busy'
  | 'declined'
  | 'no-answer'
  | 'unreachable'
  | 'refused'
  | 'gone'
  | 'fault'
  | 'lost-in-restart'

/** The agent's app signed in. */
export interface AgentSignedIn {
  readonly kind: 'agent-signed-in'
  readonly agent: AgentId
}

/** The agent signed out; current work is finished first. */
export interface AgentSignedOut {
  readonly kind: 'agent-signed-out'
  readonly agent: AgentId
}

/** The agent chose a state. While at work it takes effect when the work ends. */
export interface AgentStateSet {
  readonly kind: 'agent-state-set'
  readonly agent: AgentId
  readonly state: 'available' | 'not-ready'
  readonly reason?: string
}

/** The agent declined in the app (a decline on the phone comes as the ring order's failure). */
export interface OfferDeclined {
  readonly kind: 'offer-declined'
  readonly agent: AgentId
  readonly offer: OfferId
}

/** The agent ended the talk in the app. */
export interface HangUpRequested {
  readonly kind: 'hang-up-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
}

/** The agent filed the interaction. */
export interface WrapUpCompleted {
  readonly kind: 'wrap-up-completed'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly disposition: DispositionId
  readonly note: string
  /** To the fields of the queue's form. */
  readonly answers?: Answers
}

/** The agent lets the customer wait, with music. */
export interface HoldRequested {
  readonly kind: 'hold-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
}

/** The agent takes the customer back. */
export interface ResumeRequested {
  readonly kind: 'resume-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
}

/** The agent hands the customer on and leaves, without a word to whoever is next. */
export interface TransferRequested {
  readonly kind: 'transfer-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly to: Target
}

/** The agent calls somebody while the customer hears music. */
export interface ConsultRequested {
  readonly kind: 'consult-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly to: Exclude<Target, { kind: 'queue' }>
}

/** How a consultation goes on: hand the customer over, talk as three, or go back to the customer. */
export interface ConsultDecided {
  readonly kind: 'consult-decided'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly decision: 'complete' | 'join' | 'return'
}

/** To whom a customer is handed on, or who is consulted. */
export type Target =
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'expert'; readonly expert: ExpertId }
  /** E.164, as `+441632960000`. */
  | { readonly kind: 'number'; readonly number: string }

/** A phone put its leg on hold, by a changed offer of its own. */
export interface LegHeld {
  readonly kind: 'leg-held'
  readonly leg: LegId
}

/** A phone took its leg back from hold. */
export interface LegResumed {
  readonly kind: 'leg-resumed'
  readonly leg: LegId
}

/** A party said nothing for as long as a recording order allows. */
export interface SilenceHeard {
  readonly kind: 'silence-heard'
  readonly leg: LegId
}

/** The agent is heard by nobody, or is again. */
export interface MuteRequested {
  readonly kind: 'mute-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly muted: boolean
}

/** The agent presses keys for the customer's end, or for whoever is consulted. */
export interface KeysRequested {
  readonly kind: 'keys-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly keys: string
}

/** The agent keeps what is said out of the recording, or lets it in again. */
export interface RecordingPauseRequested {
  readonly kind: 'recording-pause-requested'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly paused: boolean
}

/** The agent needs longer to file the interaction. */
export interface WrapUpExtended {
  readonly kind: 'wrap-up-extended'
  readonly agent: AgentId
  readonly interaction: InteractionId
}

/** What the agent has written about an interaction so far, whole. */
export interface NoteWritten {
  readonly kind: 'note-written'
  readonly agent: AgentId
  readonly interaction: InteractionId
  readonly note: string
}

/** The agent goes on without filing the interaction. */
export interface WrapUpSkipped {
  readonly kind: 'wrap-up-skipped'
  readonly agent: AgentId
  readonly interaction: InteractionId
}

/** What the person's presence says now. */
export interface PresenceChanged {
  readonly kind: 'presence-changed'
  readonly agent: AgentId
  readonly presence: Presence
}

/** Whether the agent's phone or tab can ring. */
export interface DeviceChanged {
  readonly kind: 'device-changed'
  readonly agent: AgentId
  readonly device: Device
}

/** Nothing but time: the moment a timer of the state was due. */
export interface TimePassed {
  readonly kind: 'time-passed'
}

/**
 * Stands in the place of an input that no step can take: what it broke on is ended by force.
 * In the journal it lies later, where the break was found; `instead` is the number it replaces.
 */
export interface InvariantBroken {
  readonly kind: 'invariant-broken'
  readonly instead: number
  readonly interaction?: InteractionId | undefined
  readonly agent?: AgentId | undefined
  readonly cause: string
}
