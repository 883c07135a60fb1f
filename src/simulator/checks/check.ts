import type { Effect, Input, QueueId, Refusal, TenantState } from '#core'
import type { Scenario } from '../plan/scenario.ts'
import type { Book } from './book.ts'

/** One input that was worked in, and all there is to see of it. */
export interface Stepped {
  readonly seq: number
  readonly input: Input
  readonly effects: readonly Effect[]
  readonly refused: Refusal | undefined
  /** No timer was due, so whatever happened, the input alone did it. */
  readonly quiet: boolean
  /** The state after it. To be looked at, and not to be changed. */
  readonly state: TenantState
  /** What the facts say so far, these included. */
  readonly book: Book
  /** Whose turn it was in each queue before this input. */
  readonly turnsBefore: ReadonlyMap<QueueId, number>
  readonly scenario: Scenario
  /** Whether this is a moment for looking at everything. */
  readonly deep: boolean
}

/** How the world stood when the day was over and everybody had gone. */
export interface DayEnd {
  readonly state: TenantState
  readonly book: Book
  readonly scenario: Scenario
  readonly outside: { readonly legs: number; readonly orders: number }
}

/** Something that is always true. `begin` gives a watch of its own to each run. */
export interface Check {
  readonly name: string
  /** What is promised, in a sentence. */
  readonly words: string
  readonly begin: () => Watch
}

/** Looks on, and says what is wrong, or nothing. */
export interface Watch {
  readonly step?: (stepped: Stepped) => string | undefined
  readonly end?: (end: DayEnd) => string | undefined
}

/** A promise was broken: which, how, and at which input. */
export class BrokenCheck extends Error {
  override readonly name = 'BrokenCheck'
  readonly code = 'broken-check'
  readonly check: string
  readonly words: string
  readonly seq: number

  constructor(check: string, words: string, seq: number) {
    super(`${check}: ${words} (input ${seq})`)
    this.check = check
    this.words = words
    this.seq = seq
  }
}
