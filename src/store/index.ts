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
  InteractionPage,
  Store,
  StoreLimits,
  StorePlace,
  TallyAsked,
  TenantStore,
} from './store.ts'
