import type { Described } from '../sound/sound-leg.ts'
import type { Heard, Sound } from '../sound/sound.ts'

/** One thing a scripted caller does; he does them in order and hangs up at the end. */
export type ScriptStep =
  | { readonly kind: 'wait'; readonly ms: number }
  /** Listens until it happens; giving up after `msMax` is noted, and the script goes on or ends. */
  | {
      readonly kind: 'wait-for'
      readonly what: Awaited
      readonly msMax: number
      readonly otherwise?: 'go-on' | 'hang-up'
    }
  /** Listens for a steady tone near this frequency. */
  | {
      readonly kind: 'wait-for-tone'
      readonly hz: number
      readonly msMax: number
      readonly otherwise?: 'go-on' | 'hang-up'
    }
  | { readonly kind: 'say'; readonly sounds: readonly Sound[] }
  /** Talks in turns: says the sounds over and over, with a pause to listen, for `ms`. */
  | { readonly kind: 'talk'; readonly sounds: readonly Sound[]; readonly ms: number }
  | { readonly kind: 'press'; readonly keys: string }
  | { readonly kind: 'hang-up' }

/** What a caller can wait for; `pause`: somebody has spoken and is silent now, so it is the caller's turn. */
export type Awaited = 'answer' | 'sound' | 'silence' | 'pause' | 'hang-up'

/** Scripted calls at once. */
export const callerCallsMax = 200

/** A call the phone network places. */
export interface PlannedCall {
  readonly from: string
  readonly fromName?: string
  /** The dialled number. */
  readonly to: string
  readonly trunk: TrunkTarget
  readonly script: readonly ScriptStep[]
  /** Gives up when nobody has answered by then; 120 s when left out. */
  readonly answerMsMax?: number
}

/** The SIP address of the trunk under test. */
export interface TrunkTarget {
  readonly transport: 'udp' | 'tcp'
  readonly host: string
  readonly port: number
}

/** Something that happened in a scripted call, on the caller's watch. */
export interface CallHappening {
  readonly atMs: number
  readonly what:
    | 'dialled'
    | 'progress'
    | 'answered'
    | 'rtp'
    | 'said'
    | 'pressed'
    | 'heard'
    | 'gave-up-waiting'
    | 'hung-up'
    | 'far-end-hung-up'
    | 'failed'
  readonly detail: string
}

/** How a scripted call went. */
export interface CallResult {
  readonly callId: string
  readonly from: string
  readonly to: string
  readonly outcome: 'completed' | 'far-end-hung-up' | 'abandoned' | 'failed'
  /** The SIP status that ended an attempt nobody answered. */
  readonly status?: number
  readonly answeredAfterMs?: number
  readonly durationMs: number
  readonly happenings: readonly CallHappening[]
}

/** Where a call stands. */
export type Phase = 'dialling' | 'talking' | 'over'

/** A call under way. */
export interface PlacedCall {
  readonly callId: string
  /** Always resolves, whatever happens. */
  readonly result: Promise<CallResult>
  /** What the caller hears right now. */
  heard(): Heard | undefined
  phase(): Phase
  /** What happened so far, on the caller's watch. */
  happenings(): readonly CallHappening[]
  /** A person takes the caller's voice over by a browser; undefined before there is a voice. */
  join(offer: string): Promise<Described | undefined>
  /** Presses keys (RFC 4733). */
  press(keys: string): Promise<boolean>
  /** Says this once; a voice for whoever has no microphone. False where there is no voice yet. */
  say(words: string): Promise<boolean>
  hangUp(): void
}
