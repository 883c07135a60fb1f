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

/** What one step does, and where it leads. */
export type FlowStep = SayStep | MenuStep | HoursStep | QueueStep | HangUpStep

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

/** Looks at opening hours; a holiday leads to `holiday` where that exit is given, else to `closed`. */
export interface HoursStep {
  readonly kind: 'hours'
  readonly hours: HoursId
  readonly open: StepId
  readonly closed: StepId
  readonly holiday?: StepId
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
}

/** Ends the interaction. */
export interface HangUpStep {
  readonly kind: 'hang-up'
}
