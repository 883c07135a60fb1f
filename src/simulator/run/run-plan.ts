import type { Totals } from '../checks/book.ts'
import type { BrokenCheck, Stepped } from '../checks/check.ts'
import type { Scenario } from '../plan/scenario.ts'
import type { OneFault } from '../world/one-fault.ts'

/** One run, complete: the same plan gives the same run, on every machine. */
export interface RunPlan {
  readonly scenario: Scenario
  readonly seed: number
  /** After so many inputs the day is over, and everybody goes home. */
  readonly inputs: number
  /** Operations left out, by name, as `caller 12`. */
  readonly without?: ReadonlySet<string>
  readonly failNth?: OneFault
  /** Everything is looked at each so many inputs; 1 finds the very first sign of trouble. */
  readonly deepEvery?: number
  /** Hears every input that was worked in, the failing one included. */
  readonly onStep?: (stepped: Stepped) => void
}

/** What came of a run. */
export interface RunResult {
  readonly inputs: number
  /** How long the run lasted in its own world. */
  readonly worldMs: number
  readonly totals: Totals
  readonly refused: number
  readonly kills: number
  /** Endings and results reached, to see that the rare ones were. */
  readonly reached: ReadonlyMap<string, number>
  /** How often each kind of order was given. */
  readonly used: ReadonlyMap<OneFault['kind'], number>
  /** Operations that took part, by name: what a shrinker may take away. */
  readonly operations: readonly string[]
  readonly failure: BrokenCheck | undefined
}

/** How long the world may go on after its day is over, until everybody must be gone. */
export const goingHomeMsMax = 6 * 3_600_000

/** Inputs a run may take after its day is over. */
export const goingHomeInputsMax = 2_000_000

/** The moment every world begins: a Monday morning. */
export const beginAt = Date.UTC(2026, 10, 23, 10)
