/** What goes over the wire between the engine and a worker: plain data, and a port for each tap. */
import type { MessagePort } from 'node:worker_threads'
import type {
  Direction,
  LegCreated,
  LegRequest,
  LegStats,
  MediaCounts,
  MediaEvent,
  MediaLimits,
  Negotiated,
  Outcome,
  PlayRequest,
  RecordingRequest,
  RecordingSummary,
  RouteRequest,
  TapRequest,
  WorkerStats,
} from '../media-engine.ts'
import type { Bell } from './sleep.ts'

type ForLeg<More = object> = { readonly legId: string } & More
type ForRecording<More = object> = { readonly recordingId: string } & More
type Soon<Result> = Result | Promise<Result>
type Described = { readonly sdp: string; readonly negotiated: Negotiated }

/** Every order a worker understands, from plain data to plain data. */
export interface Orders {
  createLeg(order: LegRequest): Soon<Outcome<LegCreated>>
  offer(order: ForLeg): Outcome<{ readonly sdp: string }>
  answer(order: ForLeg<{ readonly remoteOffer: string }>): Outcome<Described>
  setRemote(
    order: ForLeg<{ readonly remoteAnswer: string }>,
  ): Outcome<{ readonly negotiated: Negotiated }>
  direction(order: ForLeg<{ readonly direction: Direction }>): Outcome
  play(order: PlayRequest): Soon<Outcome>
  stopPlay(order: ForLeg): Outcome
  route(order: RouteRequest): Outcome
  sendDigits(order: ForLeg<{ readonly digits: string }>): Outcome
  startRecording(order: RecordingRequest): Soon<Outcome>
  pauseRecording(order: ForRecording<{ readonly paused: boolean }>): Outcome
  stopRecording(order: ForRecording): Soon<Outcome<{ readonly recording: RecordingSummary }>>
  startTap(order: TapRequest & { readonly port: MessagePort }): Outcome
  stopTap(order: { readonly tapId: string }): Outcome
  releaseLeg(order: ForLeg): Outcome<{ readonly stats: LegStats }>
  legStats(order: ForLeg): Outcome<{ readonly stats: LegStats }>
  look(order: object): WorkerLook
  counts(order: object): MediaCounts
  close(order: object): Soon<object>
}

/** A worker's account of itself; processor time is the thread's to add. */
export interface WorkerLook {
  readonly load: Pick<WorkerStats, 'lateTicks' | 'lateMsMax' | 'legFaults'>
  readonly legs: readonly LegStats[]
  readonly cpuMs: number
}

/** One order, with a number to find its result by. Those of one turn of the loop come together. */
export interface ToWorker<Name extends keyof Orders = keyof Orders> {
  readonly id: number
  readonly order: Name
  readonly input: Parameters<Orders[Name]>[0]
}

/** What a worker says; all it says in one turn of its loop goes together. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'event'; readonly event: MediaEvent }

/** What a worker's thread is handed: rung, the bell says that an order waits. */
export interface WorkerData extends WorkerSetup {
  readonly bell: Bell
}

/** What a worker is born with. */
export interface WorkerSetup {
  readonly worker: number
  readonly address: string
  readonly publicAddress: string
  readonly browserAddress: string
  readonly from: number
  readonly to: number
  readonly limits: MediaLimits
}
