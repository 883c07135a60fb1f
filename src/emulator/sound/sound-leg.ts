import type { Heard, Sound } from './sound.ts'

/** What a negotiation came to. */
export type Described =
  | { readonly ok: true; readonly sdp: string }
  | { readonly ok: false; readonly words: string }

/** The mouth and ear of one simulated person: real RTP, encrypted where the other side wants it. */
export interface SoundLeg {
  /** Takes the other side's offer and answers it; again for every change. */
  answer(offer: string): Promise<Described>
  offer(): Promise<Described>
  /** Takes the answer to our offer; false when it agrees on nothing. */
  accept(answer: string): Promise<boolean>
  /** What we wish for from now on: `inactive` holds. */
  direction(wish: 'sendrecv' | 'inactive'): Promise<void>
  /** Says these in order, over and over if told; resolves when they were said or cut off. */
  say(sounds: readonly Sound[], repeats: boolean): Promise<void>
  hush(): Promise<void>
  /** Presses keys (RFC 4733). */
  press(keys: string): Promise<boolean>
  /** A person speaks and listens here by a browser, in the place of what was said so far: WebRTC offer, answer. */
  join(offer: string): Promise<Described>
  /** The browser leaves; the leg is silent again. */
  leave(): Promise<void>
  /** The keys the other side pressed so far (RFC 4733). */
  keys(): string
  /** What was heard in the last half second. */
  heard(): Heard
  /** The level alone, which is cheap to ask often. */
  levelDbfs(): number
  /** From now on this leg and another of its group hear each other, in the place of what was said. */
  bridge(other: SoundLeg): Promise<void>
  readonly id: string
  close(): Promise<void>
}

/** A leg that is wanted. */
export interface LegWish {
  readonly id: string
  readonly secure: boolean
  /** Legs of one group can hear each other. */
  readonly group?: string
}

/** Where legs come from. */
export interface SoundStudio {
  /** Undefined when there is no room or no port for another leg; the log says which. */
  open(leg: LegWish): Promise<SoundLeg | undefined>
  count(): number
  /** From now on this share of moments (0 to 1) is lost on the way, of everything said; 0 mends it. */
  lose(share: number): void
  close(): Promise<void>
}
