import type { Described } from '../sound/sound-leg.ts'
import type { TransferTarget } from '../direct-routing/referral.ts'
import type { Heard, Sound } from '../sound/sound.ts'
import type { ClientBehaviour } from './behaviour.ts'

/** Where a person's Teams client is. */
export type ClientState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'ringing'
      readonly callId: string
      readonly from: string
      readonly sinceMs: number
    }
  | {
      readonly kind: 'calling'
      readonly callId: string
      readonly to: string
      readonly sinceMs: number
    }
  | {
      readonly kind: 'talking'
      readonly callId: string
      readonly from: string
      readonly sinceMs: number
      readonly held: 'no' | 'by-us' | 'by-them'
      readonly voicemail: boolean
    }

/** One call a client took part in, as it remembers it afterwards. */
export interface ClientCall {
  readonly callId: string
  readonly from: string
  /** Whom the person called; absent for a call that came. */
  readonly to?: string
  readonly rangAtMs: number
  readonly answeredAtMs: number | undefined
  readonly endedAtMs: number
  /** How it ended: the word of whoever ended it. */
  readonly end:
    | 'caller-hung-up'
    | 'person-hung-up'
    | 'declined'
    | 'busy'
    | 'offline'
    | 'missed'
    | 'answered-elsewhere'
    | 'forwarded'
    | 'failed'
}

/** The hands, mouth and ear of one simulated Teams user. */
export interface TeamsClient {
  readonly personId: string
  readonly number: string
  /** How calls from now on are met; a call in progress keeps its script. */
  set(behaviour: ClientBehaviour): void
  behaviour(): ClientBehaviour
  state(): ClientState
  /** Calls that are over, newest last; the oldest are forgotten. */
  history(): readonly ClientCall[]
  /** Calls a number outside, by the SBCs of the organisation; false for a person on the phone. */
  call(to: string): boolean
  /** Takes over the call a colleague is in, or a voice app answered: an INVITE with Replaces; false where there is none. */
  pickUp(from: string): boolean
  /** Each returns whether there was a call to do it to. */
  answer(): boolean
  decline(): boolean
  hangUp(): boolean
  hold(music: boolean): boolean
  resume(): boolean
  /** Blind transfer by REFER; true when it went through, and then the call here is over. */
  transfer(target: TransferTarget): Promise<boolean>
  /** Says this instead of what is being said. */
  say(sounds: readonly Sound[]): Promise<boolean>
  /** Presses keys (RFC 4733). */
  press(keys: string): Promise<boolean>
  /** A person takes the client's voice over by a browser (WebRTC offer, answer); undefined without a call. */
  join(offer: string): Promise<Described | undefined>
  /** The network under the client goes, without a word to anybody; false without a call. */
  vanish(): boolean
  /** The keys the other side pressed in the call under way. */
  keys(): string
  /** What the person heard in the last half second; undefined without a call. */
  heard(): Heard | undefined
}
