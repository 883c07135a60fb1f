/** Sound as data: legs, prompts, who hears whom, recordings; in worker threads of their own. */
export { openMedia } from './open-media.ts'
export { MediaError } from './media-engine.ts'
export type {
  CodecName,
  Direction,
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
