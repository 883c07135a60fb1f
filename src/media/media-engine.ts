import type { MessagePort } from 'node:worker_threads'

/**
 * The door's words: what call control may ask of the sound, and what the sound reports back.
 *
 * Everything here is plain data and every method is asynchronous, because a leg lives in a worker
 * thread today and may live in another process tomorrow. Every method is idempotent on its id: the
 * same order given twice does its work once.
 */

/** One leg's direction as SDP says it, seen from us (RFC 4566 §6). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** How a leg's sound is protected, and by what its keys come. */
export type Encryption = 'off' | 'sdes' | 'dtls'

/** The voice codecs we can decode and encode, by their SDP names. */
export type CodecName = 'PCMU' | 'PCMA' | 'G722' | 'OPUS'

/** Why an order was not carried out. Callers switch on it; `detail` is for the log. */
export type RefusalReason =
  | 'unknown-leg'
  | 'unknown-recording'
  | 'legs-max'
  | 'no-free-port'
  | 'worker-down'
  | 'malformed-sdp'
  | 'no-audio'
  | 'no-common-codec'
  | 'srtp-required'
  | 'srtp-unexpected'
  | 'no-offer-pending'
  | 'no-telephone-event'
  | 'bad-request'
  | 'file-missing'
  | 'file-unsupported'
  | 'file-too-large'
  | 'file-not-writable'
  | 'recordings-max'

/** An order that was not carried out, with a reason to act on and words to read. */
export interface Refused {
  readonly ok: false
  readonly reason: RefusalReason
  readonly detail: string
}

/** What every order resolves with: its result, or a refusal. The promise rejects only after close. */
export type Outcome<Result = object> = ({ readonly ok: true } & Result) | Refused

/** Asks for a leg. Legs with the same callId land on the same worker and can hear each other. */
export interface LegRequest {
  readonly legId: string
  readonly callId: string
  /**
   * `sdes` makes the leg RTP/SAVP only, as Teams Direct Routing requires; `dtls` makes it a
   * browser's: WebRTC with ICE, where we are the lite agent, and DTLS-SRTP.
   */
  readonly srtp: Encryption
  /** In order of preference. */
  readonly codecs: readonly CodecName[]
  /** Hear DTMF tones in the voice too, for carriers without RFC 4733. Off unless told. */
  readonly inbandDigits?: boolean
}

/** Where a leg listens; the same for its whole life, since Teams never follows a moved address. */
export interface LegCreated {
  readonly address: string
  readonly port: number
  readonly rtcpPort: number
}

/** What offer and answer agreed on for a leg. */
export interface Negotiated {
  readonly codec: CodecName
  readonly payloadType: number
  /** Absent when the peer has no RFC 4733. */
  readonly digitsPayloadType?: number
  readonly srtp: Encryption
  readonly rtcpMux: boolean
  /** Ours, after the peer's wish is taken into account: `inactive` or `recvonly` means held. */
  readonly direction: Direction
  readonly remote: { readonly address: string; readonly port: number }
}

/** One thing to play; a list of them plays without a gap between. Several `hz` sound together. */
export type PlayItem =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'tone'; readonly hz: readonly number[]; readonly ms: number }
  | { readonly kind: 'silence'; readonly ms: number }

/** Plays to one leg. A new play on the leg ends the one before it as `stopped`. */
export interface PlayRequest {
  readonly legId: string
  readonly playId: string
  readonly items: readonly PlayItem[]
  /** Begin again after the last item, until stopped. */
  readonly loop?: boolean
  /** Hear the play over the route; without it the play silences the route while it lasts. */
  readonly mix?: boolean
}

/**
 * Who hears whom in one call: listener → the legs he hears. It replaces the call's whole matrix.
 * Bridge, hold, conference, listen, whisper and barge are only different matrices.
 */
export interface RouteRequest {
  readonly callId: string
  readonly hears: Readonly<Record<string, readonly string[]>>
}

/** Records what two legs say, one in each channel. A leg need not exist yet, and may go first. */
export interface RecordingRequest {
  readonly recordingId: string
  readonly callId: string
  readonly left: string
  readonly right: string
  readonly file: string
}

/** A stretch of a recording that holds silence in place of sound, and why. */
export interface RecordingGap {
  readonly why: 'paused' | 'left-absent' | 'right-absent' | 'overload' | 'disk-slow'
  readonly fromMs: number
  readonly toMs: number
}

/** A finished recording. */
export interface RecordingSummary {
  readonly recordingId: string
  readonly file: string
  readonly durationMs: number
  readonly bytes: number
  readonly sha256: string
  readonly gaps: readonly RecordingGap[]
}

/** A leg's numbers, while it lives and as its last word. */
export interface LegStats {
  readonly legId: string
  readonly packetsIn: number
  readonly packetsOut: number
  readonly octetsIn: number
  readonly octetsOut: number
  readonly lost: number
  readonly late: number
  readonly jitterMs: number
  readonly jitterBufferMs: number
  readonly rttMs?: number
  /** Loss of what we sent, as the peer's last RTCP report says, 0 to 1. */
  readonly remoteLossRatio?: number
  /** E-model estimate for what this leg's party said to us, 1 to 4.5. */
  readonly mosEstimate: number
  readonly srtpErrors: number
  readonly strangersDropped: number
  readonly digitsIn: number
  readonly digitsOut: number
}

/** How many of each thing are open. All zero when every leg has been released. */
export interface MediaCounts {
  readonly legs: number
  readonly sockets: number
  readonly timers: number
  readonly plays: number
  readonly recordings: number
  readonly taps: number
}

/** One worker's load. */
export interface WorkerStats {
  readonly worker: number
  readonly legs: number
  /** Share of one core, 0 to 1, since the last call. */
  readonly cpu: number
  readonly lateTicks: number
  readonly lateMsMax: number
  /** Legs that it ended because something of ours in them broke. */
  readonly legFaults: number
}

/** Everything the engine knows about itself now. */
export interface MediaStats {
  readonly workers: readonly WorkerStats[]
  readonly legs: readonly LegStats[]
}

/** A stream of what a leg says (`in`) or hears (`out`), as 16-bit PCM frames of 20 ms. */
export interface TapRequest {
  readonly tapId: string
  readonly legId: string
  readonly hears: 'in' | 'out'
  readonly rateHz: 8000 | 16000
}

/** What the engine reports without being asked. */
export type MediaEvent =
  | {
      readonly type: 'digit'
      readonly legId: string
      readonly digit: string
      readonly durationMs: number
      readonly source: 'rfc4733' | 'inband'
    }
  | { readonly type: 'rtp-started'; readonly legId: string; readonly latencyMs: number }
  | { readonly type: 'rtp-timeout'; readonly legId: string; readonly silentMs: number }
  | {
      /** Of a browser's leg: `lost` may come back by itself; `failed` needs a new description. */
      readonly type: 'connection'
      readonly legId: string
      readonly state: 'connected' | 'lost' | 'failed'
      readonly detail?: string
    }
  | {
      readonly type: 'play-ended'
      readonly legId: string
      readonly playId: string
      readonly why: 'finished' | 'stopped' | 'leg-gone'
      readonly playedMs: number
    }
  | {
      readonly type: 'recording-ended'
      readonly why: 'stopped' | 'call-gone' | 'limit' | 'write-failed'
      readonly recording: RecordingSummary
    }
  | {
      /** Something in one leg threw. The leg is closed; all others of its worker go on. */
      readonly type: 'leg-fault'
      readonly worker: number
      readonly legId: string
      readonly detail: string
      /** The stack, for who mends it. */
      readonly where: string
    }
  | {
      readonly type: 'worker-down'
      readonly worker: number
      readonly legIds: readonly string[]
      readonly recordingIds: readonly string[]
      readonly detail: string
    }
  | {
      readonly type: 'overload'
      readonly worker: number
      readonly lateTicks: number
      readonly lateMsMax: number
    }

/** One line for the operator's log; the engine never logs keys or sound. */
export type MediaLog = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, string | number>>,
) => void

/** Limits an installation may set; each has a default of the same name. */
export interface MediaLimits {
  readonly legsPerWorkerMax: number
  readonly recordingsPerWorkerMax: number
  readonly recordingMsMax: number
  readonly promptCacheBytesMax: number
  readonly promptFileBytesMax: number
  readonly rtpSilentMsMax: number
}

/** How to open the engine. */
export interface MediaOptions {
  readonly workers: number
  /** The address to bind. */
  readonly address: string
  /** The address to write into SDP, where it differs from the bound one. */
  readonly publicAddress?: string
  /** The address browsers send to, where it differs from that again. */
  readonly browserAddress?: string
  /** RTP takes the even ports, RTCP the odd; `{ from: 0, to: 0 }` takes any free ones. */
  readonly ports: { readonly from: number; readonly to: number }
  readonly log: MediaLog
  readonly onEvent: (event: MediaEvent) => void
  readonly limits?: Partial<MediaLimits>
}

/**
 * The engine: one object, many worker threads, closed once. Orders about a leg may follow its opening
 * at once; they are carried out when it is open, and refused as `unknown-leg` where it could not be.
 */
export interface MediaEngine extends AsyncDisposable {
  createLeg(request: LegRequest): Promise<Outcome<LegCreated>>
  /** Our offer. The origin's version rises only when the description changed (RFC 3264 §8). */
  offer(legId: string): Promise<Outcome<{ readonly sdp: string }>>
  /** Our answer to the peer's offer. */
  answer(
    legId: string,
    remoteOffer: string,
  ): Promise<Outcome<{ readonly sdp: string; readonly negotiated: Negotiated }>>
  /** The peer's answer to our offer; may come twice (183, then 200). */
  setRemote(
    legId: string,
    remoteAnswer: string,
  ): Promise<Outcome<{ readonly negotiated: Negotiated }>>
  /** Our wish for the next offer or answer, and at once for what we send. */
  direction(legId: string, direction: Direction): Promise<Outcome>
  /** Resolves when the play was accepted; `play-ended` tells its end. */
  play(request: PlayRequest): Promise<Outcome>
  stopPlay(legId: string): Promise<Outcome>
  route(request: RouteRequest): Promise<Outcome>
  sendDigits(legId: string, digits: string): Promise<Outcome>
  startRecording(request: RecordingRequest): Promise<Outcome>
  pauseRecording(recordingId: string): Promise<Outcome>
  resumeRecording(recordingId: string): Promise<Outcome>
  stopRecording(recordingId: string): Promise<Outcome<{ readonly recording: RecordingSummary }>>
  /** Frames arrive on `port` as ArrayBuffers of 16-bit PCM; the port closes with the tap. */
  startTap(request: TapRequest): Promise<Outcome<{ readonly port: MessagePort }>>
  stopTap(tapId: string): Promise<Outcome>
  releaseLeg(legId: string): Promise<Outcome<{ readonly stats: LegStats }>>
  legStats(legId: string): Promise<Outcome<{ readonly stats: LegStats }>>
  stats(): Promise<MediaStats>
  counts(): Promise<MediaCounts>
  close(): Promise<void>
}

/** The engine itself failed, not an order given to it: it could not start, or is closed. */
export class MediaError extends Error {
  override readonly name = 'MediaError'
  readonly code: 'cannot-start' | 'closed'

  constructor(code: MediaError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
