import type { Prompt } from '../config.ts'
import type { FlowId, HoursId, QueueId, StepId } from '../ids.ts'

/**
 * A flow is a graph of named steps. Each step does one thing and names its exits; every exit
 * leads to a step. A running interaction keeps the version it began with.
 */
export interface Flow {
  readonly id: FlowId
  readonly name: string
  /** A digest of the flow's content: two flows of one version are the same flow. */
  readonly version: string
  readonly start: StepId
  readonly steps: Readonly<Record<string, FlowStep>>
}

/** What one step does, where it leads, and what people call it. */
export type FlowStep = AnyStep & { readonly label?: string }

type AnyStep =
  | SayStep
  | MenuStep
  | CollectStep
  | HoursStep
  | SetStep
  | BranchStep
  | SubFlowStep
  | ReturnStep
  | QueueStep
  | TransferStep
  | VoicemailStep
  | HangUpStep

/** A step that asks, waits for keys, and asks again. */
export type AskingStep = MenuStep | CollectStep

/** Plays something to its end. */
export interface SayStep {
  readonly kind: 'say'
  readonly prompts: readonly Prompt[]
  readonly next: StepId
}

/** Plays a prompt, which a key interrupts, and goes where the key leads. */
export interface MenuStep {
  readonly kind: 'menu'
  readonly prompts: readonly Prompt[]
  /** `0`–`9`, `*`, `#` to the step the key leads to. */
  readonly keys: Readonly<Record<string, StepId>>
  /** The wait for a key after the prompt's end. */
  readonly keyMs: number
  /** How often the prompt is played before the menu gives up. */
  readonly attemptsMax: number
  /** Where a caller goes who pressed nothing, or nothing that is offered. */
  readonly otherwise: StepId
}

/** Plays a prompt, which a key interrupts, and takes digits into a variable. */
export interface CollectStep {
  readonly kind: 'collect'
  readonly prompts: readonly Prompt[]
  /** The variable the digits are kept in. */
  readonly into: string
  /** A card's number, a PIN: the digits are written down nowhere, and only tests may ask for them. */
  readonly secret?: boolean
  readonly digitsMin: number
  readonly digitsMax: number
  /** The key that says “that is all”; it is not kept. */
  readonly endKey?: string
  /** The wait for the first key after the prompt's end. */
  readonly keyMs: number
  /** The wait for each key after the first. */
  readonly betweenMs: number
  readonly attemptsMax: number
  readonly next: StepId
  /** Where a caller goes who never gave enough digits. */
  readonly otherwise: StepId
}

/** Looks at opening hours; a holiday leads to `holiday` where that exit is given, else to `closed`. */
export interface HoursStep {
  readonly kind: 'hours'
  readonly hours: HoursId
  readonly open: StepId
  readonly closed: StepId
  readonly holiday?: StepId
}

/** Keeps texts under names. A text may hold other names, as `{customer.number}`. */
export interface SetStep {
  readonly kind: 'set'
  readonly values: Readonly<Record<string, string>>
  readonly next: StepId
}

/** Leads on by the first test that holds. */
export interface BranchStep {
  readonly kind: 'branch'
  readonly cases: readonly BranchCase[]
  readonly otherwise: StepId
}

/** One way out of a branch: a name, what must be true of its value, and where that leads. */
export interface BranchCase {
  readonly name: string
  readonly test: Test
  readonly to: StepId
}

/**
 * The closed set of things that can be asked of a value. `above` and `below` compare numbers as
 * numbers and other texts, as `09:30`, by their characters. A name without a value passes no test
 * but `known: false`.
 */
export type Test =
  | { readonly kind: 'is'; readonly text: string }
  | { readonly kind: 'one-of'; readonly texts: readonly string[] }
  | { readonly kind: 'starts-with'; readonly text: string }
  | { readonly kind: 'above' | 'below'; readonly than: string }
  | { readonly kind: 'known'; readonly known: boolean }

/** Runs another flow, whose `return` leads to `next`. Variables are shared. */
export interface SubFlowStep {
  readonly kind: 'flow'
  readonly flow: FlowId
  readonly next: StepId
}

/** Goes back to the flow that ran this one; the end of the interaction where none did. */
export interface ReturnStep {
  readonly kind: 'return'
}

/** Puts the interaction into a queue. A talk with an agent ends the flow. */
export interface QueueStep {
  readonly kind: 'queue'
  readonly queue: QueueId
  readonly priority?: number
  /** The queue's own hours say closed. */
  readonly closed: StepId
  /** The queue is full, or the longest wait is over. */
  readonly timeout: StepId
  /** Nobody who fits is signed in, and the queue lets nobody wait then; `timeout` where it is left out. */
  readonly noAgents?: StepId
  /** What is said between the music. */
  readonly announce?: Announcement
  /** Keys by which a waiting caller leaves the queue. */
  readonly keys?: Readonly<Record<string, StepId>>
}

/** Said to a waiting caller again and again; texts may hold `{position}` and `{wait}`. */
export interface Announcement {
  readonly everyMs: number
  readonly prompts: readonly Prompt[]
}

/** Calls a number outside and joins the caller with it; the talk ends the flow. */
export interface TransferStep {
  readonly kind: 'transfer'
  /** E.164, or a text with names in it, as `{account-phone}`. */
  readonly to: string
  readonly ringMs: number
  readonly busy: StepId
  /** Nobody answered, or the number could not be reached. */
  readonly noAnswer: StepId
}

/** Greets, beeps, and records what the caller says. */
export interface VoicemailStep {
  readonly kind: 'voicemail'
  readonly prompts: readonly Prompt[]
  readonly recordMsMax: number
  readonly silenceMs: number
  readonly endKey?: string
  /** After the end key, the silence, or the longest time. Who hangs up has left a message, too. */
  readonly next: StepId
  /** Where a caller goes whom nothing can record, as with a full disk; `next` where it is left out. */
  readonly failed?: StepId
}

/** Ends the interaction. */
export interface HangUpStep {
  readonly kind: 'hang-up'
}
