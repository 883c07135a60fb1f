/** Sound as data: legs, prompts, who hears whom, recordings; in worker threads of their own. */
export { openMedia } from './open-media.ts'
export { mediaReaders } from './fuzz-readers.ts'
export type { MediaReader } from './fuzz-readers.ts'
export { MediaError } from './media-engine.ts'
export type {
  CodecName,
  Direction,
  Encryption,
  LegCreated,
  LegRequest,
  LegStats,
  MediaCounts,
  MediaEngine,
  MediaEvent,
  MediaLimits,
  MediaLog,
  MediaOptions,
  MediaStats,
  Negotiated,
  Outcome,
  PlayItem,
  PlayRequest,
  RecordingGap,
  RecordingRequest,
  RecordingSummary,
  RefusalReason,
  Refused,
  RouteRequest,
  TapRequest,
  WorkerStats,
} from './media-engine.ts'
export { offeredSound } from './sdp/offered-sound.ts'
export type { OfferedSound } from './sdp/offered-sound.ts'
