/** Everything durable: journals, facts, and the rows folded from them; SQLite or PostgreSQL. */
export type { StoreCheck, StoreFinding } from './check.ts'
export type {
  FlowSegment,
  InteractionRecord,
  QueueResult,
  QueueSegment,
  RecordingRecord,
  Segment,
  TalkSegment,
} from './fold/rows.ts'
export type { QueueTally } from './fold/tally.ts'
export { openStore } from './open-store.ts'
export { readSlice, slicesIn } from './slices.ts'
export { StoreError } from './store-error.ts'
export type { StoreErrorCode } from './store-error.ts'
export { factsReadMax, pageLengthMax, storeLimits } from './store.ts'
export type {
  AgentDay,
  AgentFigures,
  AgentStretch,
  InteractionPage,
  InteractionsAsked,
  Store,
  StoreLimits,
  StorePlace,
  TallyAsked,
  TenantStore,
  VisitCame,
  VisitsAsked,
} from './store.ts'
export type { TenantSum } from './whole/backup-file.ts'
export type { PastCheck } from './whole/check-past.ts'
export type { OnProgress, Progress } from './whole/lines.ts'
export type { RestorePlan, Restored } from './whole/restore.ts'
export { restoreBackup } from './whole/restore.ts'
export type { BackedFile, BackupPlan, BackupSummary } from './whole/write-backup.ts'
