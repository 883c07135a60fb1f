import type { Fact, SecretDigits, TenantId, TenantState } from '#core'
import type { Errands } from '../effects/errands.ts'
import type { Replacements } from '../past/read-past.ts'
import type { PastParts } from '../past/rebuild.ts'
import type { AlarmsPort } from '../ports/alarms.ts'
import type { ChannelPort } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { JournalEntry } from '../ports/journal.ts'
import type { PlacedFact, RecordsPort } from '../ports/records.ts'
import type { Keeper } from './keeper.ts'
import type { LaneTime } from './lane-time.ts'
import type { LaneError, Taken } from './lane.ts'
import type { Meanwhile } from './meanwhile.ts'
import type { InLine } from './pressure.ts'

/** An input that waits for the journal, and whoever waits for it. */
export interface Waiting extends InLine {
  readonly resolve: (taken: Taken) => void
  readonly reject: (error: Error) => void
}

/** Who listens to a lane, through all its lives. */
export type Listeners = Set<(facts: readonly Fact[]) => void>

/** One life of a lane, from opening to its stop: everything that changes in it. */
export interface World extends PastParts {
  readonly records: RecordsPort
  readonly channel: ChannelPort
  readonly clock: Clock
  readonly alarms: AlarmsPort | undefined
  readonly errands: Errands
  readonly listeners: Listeners
  readonly keeper: Keeper
  readonly replaced: Replacements
  readonly waiting: Waiting[]
  readonly meanwhile: Meanwhile
  readonly onStopped: (error: LaneError) => void
  /** Whether it knows what of its past the outside still has; until then its opening fails with it. */
  isBack: boolean
  state: TenantState
  /** The lane's own time, which goes forward whatever is done to the clock. */
  readonly time: LaneTime
  /** The moment the next inputs get: in the past while that is told to the end, and then `time`. */
  moment: () => number
  /** Digits nobody is to know, while they are pressed: in memory, and nowhere else. */
  readonly secrets: SecretDigits
  /** The number of the journal's last entry. */
  seq: number
  last: JournalEntry | undefined
  pumping: Promise<void> | undefined
  stopped: LaneError | undefined
  cancelWake: () => void
  /** When the next snapshot is due, by number, and the one on its way. */
  snapshotAt: number
  snapshotting: Promise<void> | undefined
}

/** Facts with their place in the past. */
export function placed(seq: number, facts: readonly Fact[]): PlacedFact[] {
  return facts.map((fact, nth) => ({ seq, nth, fact }))
}

/** What a life is given beside its tenant's ports. */
export interface LifeParts {
  readonly tenant: TenantId
  readonly errands: Errands
  readonly listeners: Listeners
  readonly meanwhile: Meanwhile
  readonly onStopped: (error: LaneError) => void
}
