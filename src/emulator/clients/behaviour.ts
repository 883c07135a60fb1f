import type { Sound } from '../sound/sound.ts'

/** How a person's Teams clients meet a call. Data, so that a test or a demo can say it in one line. */
export interface ClientBehaviour {
  /** What becomes of the call. */
  readonly reaction: ClientReaction
  /** How many clients ring: each sends its own 180 with its own To tag. One when left out. */
  readonly endpoints?: number
  /** Time until the first client rings. */
  readonly ringAfterMs?: number
  /** Teams often sends 183 with SDP whose media is silence; ringback is the friendlier kind. */
  readonly earlyMedia?: 'none' | 'silence' | 'ringback'
  /** What is said after the answer. */
  readonly says?: readonly Sound[]
  /** Say it again and again. */
  readonly repeats?: boolean
  /** Hangs up this long after the answer. */
  readonly hangsUpAfterMs?: number
  /** Holds the call for a while. */
  readonly holds?: {
    readonly afterMs: number
    readonly forMs: number
    /** Music comes as ordinary sound from a mixer; without it the media becomes inactive. */
    readonly music: boolean
  }
  /** The sound stops without a word this long after the answer, as when a laptop loses its network. */
  readonly soundStopsAfterMs?: number
  /** Calls this number by itself: a while after the world began or this was set, and then every so often. */
  readonly calls?: { readonly to: string; readonly afterMs: number; readonly everyMs?: number }
  /** Unanswered this long, the call goes to voicemail, which answers from a server endpoint. */
  readonly voicemailAfterMs?: number
}

/** The person's decision. `rings` waits for the hand of a test, for voicemail or for the CANCEL. */
export type ClientReaction =
  | { readonly kind: 'answers'; readonly afterMs: number }
  | { readonly kind: 'declines'; readonly afterMs: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'rings' }
  /** Rings, and a number outside with it (simultaneous ring). */
  | { readonly kind: 'rings-with'; readonly to: string }
  /** A call queue or an attendant has the number: it answers at once, and nothing ever rang. */
  | { readonly kind: 'voice-app' }
  /** To a number outside: at once, or when nobody answered here for so long. */
  | { readonly kind: 'forwards'; readonly to: string; readonly afterMs?: number }

/** Picks up after a moment, says nothing, stays until the other side hangs up. */
export const obliging: ClientBehaviour = { reaction: { kind: 'answers', afterMs: 1500 } }

/** More ringing endpoints than Teams shows to one call. */
export const endpointsMax = 10
