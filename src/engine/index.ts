export type { AlarmsPort, JournalSlice } from './ports/alarms.ts'
export type {
  AuditActor,
  AuditEntry,
  AuditPort,
  AuditValue,
  AuditVerdict,
  Deed,
} from './ports/audit.ts'
export type { SealedEntry } from './ports/audit-chain.ts'
export { opened, seal, verifyChain } from './ports/audit-chain.ts'
export type { ChannelPort, OrderResult, Tell } from './ports/channel.ts'
export type { Clock } from './ports/clock.ts'
export { systemClock } from './ports/clock.ts'
export type { JournalEntry, JournalPort } from './ports/journal.ts'
export { JournalGapError } from './ports/journal.ts'
export type { Log } from './ports/log.ts'
export type {
  OpenPhone,
  PhoneAnswer,
  PhoneAsk,
  PhoneCall,
  PhoneIceServer,
  PhonePage,
  PhoneRefusal,
  PhoneView,
  PhonesPort,
} from './ports/phones.ts'
export type {
  JoinedWebCall,
  WebCallAsked,
  WebCallBegun,
  WebCallEnd,
  WebCallPage,
  WebCallRefusal,
  WebCallsPort,
  WebCallState,
  WebEntryView,
} from './ports/web-calls.ts'
export type { PlacedFact, RecordsPort } from './ports/records.ts'
export type { Lane, LaneCounts, Taken } from './lane/lane.ts'
export { LaneError } from './lane/lane.ts'
export type { LaneTime } from './lane/lane-time.ts'
export { laneTime } from './lane/lane-time.ts'
export type { LaneParts } from './lane/lane-parts.ts'
export { openLane } from './lane/open-lane.ts'
export type { PastEntry, Replacements } from './past/read-past.ts'
export { readPast, readReplacements } from './past/read-past.ts'
export type { SettingsPort, SettingsRow, SettingsVersion } from './ports/settings.ts'
export { settingsVersionsMax } from './ports/settings.ts'
export type { KeptSignIn, SignInsPort } from './ports/sign-ins.ts'
export type { KeptWallboard, WallboardsPort } from './ports/wallboards.ts'
export type { Snapshot, SnapshotsPort } from './ports/snapshots.ts'
export type { SliceStep } from './past/replay-slice.ts'
export { SliceError, replaySlice } from './past/replay-slice.ts'
export type {
  KeptTrace,
  TraceEntry,
  TracePoint,
  TracePort,
  TracedMessage,
  TracedSdp,
  TracedSound,
} from './ports/trace.ts'
export { differences } from './told/differences.ts'
export { recordPast } from './told/record-past.ts'
export type { Recording } from './told/record-past.ts'
export { RecordedError, printRecorded, readRecorded } from './told/recorded.ts'
export type { Recorded } from './told/recorded.ts'
export { retell } from './told/retell.ts'
export type { Retold } from './told/retell.ts'
