import type { TransferTarget } from '../direct-routing/referral.ts'
import type { EmulatorLog } from '../emulator.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import type { Sound } from '../sound/sound.ts'
import type { Timers } from '../timers.ts'
import { endpointsMax } from './behaviour.ts'
import type { ClientBehaviour, ClientReaction } from './behaviour.ts'
import type { CallInHand, OfferedCall } from './offered-call.ts'
import type { ClientState } from './teams-client.ts'

/** Endpoints of one person ring one after the other, as their clients wake up. */
export const endpointGapMs = 40

const ringback: readonly Sound[] = [
  { kind: 'tone', hz: 425, ms: 1000 },
  { kind: 'silence', ms: 4000 },
]
const earlySilence: readonly Sound[] = [{ kind: 'silence', ms: 1000 }]
const holdMusic: readonly Sound[] = [523, 659, 784, 1047].map(hz => ({ kind: 'tone', hz, ms: 400 }))
const voicemailGreeting: readonly Sound[] = [
  { kind: 'words', text: 'The person you called is not available. Please leave a message.' },
  { kind: 'tone', hz: 1000, ms: 500 },
]

/** What a call at a person lives on. */
export interface CallParts {
  readonly timers: Timers
  readonly log: EmulatorLog
  now(): number
}

/** One call at one person, offered or made: the behaviour played out, or hands doing it. */
export class CurrentCall {
  readonly #call: CallInHand
  /** Undefined for a call the person makes. */
  readonly #offered: OfferedCall | undefined
  readonly #behaviour: ClientBehaviour
  readonly #parts: CallParts
  readonly #rangAtMs: number
  readonly #stops = new Set<() => void>()
  #leg: SoundLeg | undefined
  #decided: boolean
  #voicemail = false
  #answeredAtMs: number | undefined
  /** Each side may hold the other at the same time; sound returns when neither does. */
  #holding = false
  #heldByThem = false
  #music = false
  #over = false

  constructor(
    call: { readonly offered: OfferedCall } | { readonly placed: CallInHand },
    behaviour: ClientBehaviour,
    parts: CallParts,
  ) {
    this.#offered = 'offered' in call ? call.offered : undefined
    this.#call = 'offered' in call ? call.offered : call.placed
    this.#decided = this.#offered === undefined
    this.#behaviour = behaviour
    this.#parts = parts
    this.#rangAtMs = parts.now()
  }

  /** Plays the person's decision. */
  meet(): void {
    const { reaction } = this.#behaviour
    switch (reaction.kind) {
      case 'busy':
      case 'offline':
        this.#decided = true
        return this.#offered?.refuse(reaction.kind)
      case 'answers':
        this.#ring()
        return this.#after(reaction.afterMs, () => this.answer())
      case 'declines':
        this.#ring()
        return this.#after(reaction.afterMs, () => this.decline())
      case 'rings':
        return this.#ring()
      case 'rings-with':
        this.#ring()
        return this.#offered?.alongside(reaction.to)
      case 'voice-app':
        return void this.#accept('server')
      case 'forwards':
        return this.#forward(reaction)
    }
  }

  answer(): boolean {
    return this.#accept(this.#endpoints() - 1)
  }

  decline(): boolean {
    if (this.#decided) return false
    this.#decided = true
    this.#offered?.refuse('declined')
    return true
  }

  hangUp(): boolean {
    if (this.#over || !this.#decided) return false
    this.#call.hangUp()
    return true
  }

  hold(music: boolean): boolean {
    const leg = this.#leg
    if (leg === undefined || this.#answeredAtMs === undefined || this.#holding) return false
    this.#holding = true
    this.#music = music
    // Music comes from a mixer as ordinary sound: the SBC sees no change at all (direct-routing §2.8).
    if (music) void leg.say(holdMusic, true)
    else void this.#reinvite(true)
    return true
  }

  resume(): boolean {
    if (!this.#holding) return false
    this.#holding = false
    if (this.#music) void this.#leg?.hush()
    else void this.#reinvite(false)
    return true
  }

  async transfer(target: TransferTarget): Promise<boolean> {
    return this.#answeredAtMs !== undefined && this.#call.transfer(target)
  }

  connected(): void {
    this.#answeredAtMs = this.#parts.now()
    if (this.#voicemail) return void this.#leg?.say(voicemailGreeting, false)
    const { says, repeats, hangsUpAfterMs, soundStopsAfterMs, holds } = this.#behaviour
    if (says !== undefined) void this.#leg?.say(says, repeats ?? false)
    if (hangsUpAfterMs !== undefined) this.#after(hangsUpAfterMs, () => this.#call.hangUp())
    if (soundStopsAfterMs !== undefined) {
      this.#after(soundStopsAfterMs, () => void this.#leg?.direction('inactive'))
    }
    if (holds === undefined) return
    this.#after(holds.afterMs, () => this.hold(holds.music))
    this.#after(holds.afterMs + holds.forMs, () => this.resume())
  }

  /** A call the person makes has sound. */
  took(leg: SoundLeg): void {
    this.#leg = leg
  }

  heldByThem(held: boolean): void {
    this.#heldByThem = held
  }

  over(): void {
    this.#over = true
    for (const stop of this.#stops) stop()
    this.#stops.clear()
  }

  leg(): SoundLeg | undefined {
    return this.#over ? undefined : this.#leg
  }

  times(): { readonly rangAtMs: number; readonly answeredAtMs: number | undefined } {
    return { rangAtMs: this.#rangAtMs, answeredAtMs: this.#answeredAtMs }
  }

  state(): ClientState {
    const { callId, from } = this.#call
    if (this.#answeredAtMs === undefined && this.#offered === undefined) {
      return { kind: 'calling', callId, to: from, sinceMs: this.#rangAtMs }
    }
    if (this.#answeredAtMs === undefined) {
      return { kind: 'ringing', callId, from, sinceMs: this.#rangAtMs }
    }
    return {
      kind: 'talking',
      callId,
      from,
      sinceMs: this.#answeredAtMs,
      held: this.#held(),
      voicemail: this.#voicemail,
    }
  }

  #ring(): void {
    const { ringAfterMs = 0, earlyMedia = 'none', voicemailAfterMs } = this.#behaviour
    for (let endpoint = 0; endpoint < this.#endpoints(); endpoint++) {
      this.#after(ringAfterMs + endpoint * endpointGapMs, () => this.#offered?.ring(endpoint))
    }
    if (earlyMedia !== 'none') {
      const sounds = earlyMedia === 'ringback' ? ringback : earlySilence
      this.#after(ringAfterMs + endpointGapMs, () => void this.#playEarly(sounds))
    }
    if (voicemailAfterMs !== undefined) {
      this.#after(voicemailAfterMs, () => {
        this.#voicemail = this.#accept('server')
      })
    }
  }

  /** At once, or when nobody answered here for so long (direct-routing §2.6). */
  #forward({ to, afterMs = 0 }: Extract<ClientReaction, { kind: 'forwards' }>): void {
    const go = (): void => {
      if (this.#decided || this.#over) return
      this.#decided = true
      this.#offered?.forward({ to, cause: afterMs === 0 ? 302 : 408 })
    }
    if (afterMs === 0) return go()
    this.#ring()
    this.#after(afterMs, go)
  }

  async #playEarly(sounds: readonly Sound[]): Promise<void> {
    if (this.#decided) return
    const leg = await this.#offered?.early()
    if (leg === undefined || this.#decided) return
    this.#leg = leg
    await leg.say(sounds, true)
  }

  #accept(by: number | 'server'): boolean {
    if (this.#decided || this.#over) return false
    this.#decided = true
    void this.#takeUp(by)
    return true
  }

  async #takeUp(by: number | 'server'): Promise<void> {
    await this.#leg?.hush()
    const leg = await this.#offered?.accept(by)
    if (leg === undefined) return
    this.#leg = leg
  }

  async #reinvite(held: boolean): Promise<void> {
    const done = await this.#call.hold(held)
    if (done || this.#over) return
    this.#parts.log('warn', 'hold refused', { callId: this.#call.callId, held })
    if (this.#holding === held) this.#holding = !held
  }

  #held(): 'no' | 'by-us' | 'by-them' {
    if (this.#holding) return 'by-us'
    return this.#heldByThem ? 'by-them' : 'no'
  }

  #endpoints(): number {
    return Math.min(Math.max(this.#behaviour.endpoints ?? 1, 1), endpointsMax)
  }

  #after(ms: number, act: () => void): void {
    const stop = this.#parts.timers.after(ms, () => {
      this.#stops.delete(stop)
      act()
    })
    this.#stops.add(stop)
  }
}
