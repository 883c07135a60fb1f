import type { Prompt } from './config.ts'
import type { Fact } from './facts/fact.ts'
import type { AgentId, InteractionId, LegId, OrderId, RecordingId } from './ids.ts'

/** What a step asks for and what it states. Orders leave the process only after the input is durable. */
export type Effect =
  | { readonly kind: 'order'; readonly issued: IssuedOrder }
  | { readonly kind: 'fact'; readonly fact: Fact }

/** An order with the id under which its one result comes back as an input. */
export interface IssuedOrder {
  readonly id: OrderId
  readonly interaction: InteractionId
  readonly order: Order
}

/** Something for the outside to do. */
export type Order =
  | Answer
  | Reject
  | Play
  | StopPlaying
  | Ring
  | Connect
  | HangUp
  | Record
  | PauseRecording
  | ResumeRecording
  | StopRecording
  | SendDigits

/** Accept the customer's call. Done when voices can flow. */
export interface Answer {
  readonly kind: 'answer'
  readonly leg: LegId
}

/** Refuse the customer's call. Done when refused; the leg is gone then. */
export interface Reject {
  readonly kind: 'reject'
  readonly leg: LegId
  readonly why: 'unknown-number' | 'overloaded'
}

/** Play prompts to a leg. Done when played to the end; a loop only ends by being stopped or replaced. */
export interface Play {
  readonly kind: 'play'
  readonly leg: LegId
  readonly prompts: readonly Prompt[]
  /** The language of prompts that name none. */
  readonly language: string
  readonly loop: boolean
}

/** Stop what plays on a leg; the play order is then done too. */
export interface StopPlaying {
  readonly kind: 'stop-playing'
  readonly leg: LegId
}

/** Call an agent's phone, or a number outside, on a new leg. Done when answered; failed when busy, declined, not reached. */
export interface Ring {
  readonly kind: 'ring'
  readonly leg: LegId
  /** The customer's leg this one is to be joined with, so that both are placed together. */
  readonly customerLeg: LegId
  /** Whose phone it is; a number outside has nobody's name. */
  readonly agent?: AgentId
  readonly to: string
  /** Shown as caller on the agent's phone. */
  readonly from: string
  readonly fromName?: string
}

/**
 * Let these legs hear each other, and no other leg of the call hear anybody; what played on them
 * stops. One leg alone hears nobody: its party waits. A listener that is gone harms nobody.
 */
export interface Connect {
  readonly kind: 'connect'
  readonly legs: readonly LegId[]
  /** Of the legs, those that nobody hears. */
  readonly muted?: readonly LegId[]
  /** Legs beside the talk, each with whom it hears and who hears it. */
  readonly listeners?: readonly Listener[]
}

/** Somebody who is in a talk without being a party to it. */
export interface Listener {
  readonly leg: LegId
  readonly hears: readonly LegId[]
  readonly heardBy: readonly LegId[]
}

/** Press keys towards a leg, as telephone events (RFC 4733). Done when they are on their way. */
export interface SendDigits {
  readonly kind: 'send-digits'
  readonly leg: LegId
  readonly digits: string
}

/** End a leg, ringing or talking. Done when it is gone; `leg-ended` says so as well. */
export interface HangUp {
  readonly kind: 'hang-up'
  readonly leg: LegId
  readonly why: 'ended' | 'not-needed' | 'answered-elsewhere' | 'fault'
}

/**
 * Record into one stereo file, customer left, agent right; a voicemail has nobody on the right.
 * Done when it runs.
 */
export interface Record {
  readonly kind: 'record'
  readonly recording: RecordingId
  readonly customerLeg: LegId
  readonly agentLeg?: LegId
  /** After this much silence of the customer the channel says so by `silence-heard`. */
  readonly silenceMs?: number
}

/** Keep what is said from now on out of a recording; its time goes on in silence. */
export interface PauseRecording {
  readonly kind: 'pause-recording'
  readonly recording: RecordingId
}

/** Go on recording. */
export interface ResumeRecording {
  readonly kind: 'resume-recording'
  readonly recording: RecordingId
}

/** End a recording. Done with the file. */
export interface StopRecording {
  readonly kind: 'stop-recording'
  readonly recording: RecordingId
}

/** What a step answers: its effects, and, where the input made no sense, why nothing changed. */
export interface Outcome {
  readonly effects: readonly Effect[]
  readonly refused?: Refusal
}

/** Why an input changed nothing: a code for programs, words for people, and what to do next. */
export interface Refusal {
  readonly code: RefusalCode
  readonly words: string
  readonly remedy: string
}

/** The kinds of inputs that make no sense. */
export type RefusalCode =
  | 'not-configured'
  | 'unknown-agent'
  | 'unknown-interaction'
  | 'unknown-leg'
  | 'unknown-order'
  | 'unknown-flow'
  | 'unknown-disposition'
  | 'not-signed-in'
  | 'already-so'
  | 'not-your-offer'
  | 'not-your-interaction'
  | 'not-in-wrap-up'
  | 'not-talking'
  | 'not-held'
  | 'in-consult'
  | 'not-in-consult'
  | 'target-unknown'
  | 'target-busy'
  | 'queue-not-open'
  | 'channel-closed'
  | 'channel-cannot'
  | 'too-many'
  | 'reason-missing'
  | 'note-too-long'
  | 'wrap-up-too-long'
  | 'nothing-due'
  | 'not-awaited'
  | 'not-a-supervisor'
  | 'supervisor-busy'
  | 'own-talk'
  | 'not-waiting'
  | 'monitored-already'
  | 'not-monitored'
  | 'not-recording'
  | 'keys-unfit'
  | 'form-unfit'
  | 'invariant-broken'
