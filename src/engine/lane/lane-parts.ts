import type { Input, Outcome, TenantState } from '#core'
import type { AlarmsPort } from '../ports/alarms.ts'
import type { ChannelPort } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { JournalPort } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { RecordsPort } from '../ports/records.ts'
import type { SnapshotsPort } from '../ports/snapshots.ts'

/** What a lane stands on. */
export interface LaneParts {
  readonly journal: JournalPort
  readonly records: RecordsPort
  readonly channel: ChannelPort
  readonly clock: Clock
  readonly log: Log
  /** Without it every start replays the whole journal. */
  readonly snapshots?: SnapshotsPort | undefined
  /** Without it a broken invariant is told in the log alone. */
  readonly alarms?: AlarmsPort | undefined
  /** The core, unless a test brings one that breaks. */
  readonly step?: (state: TenantState, input: Input) => Outcome
}
