import { randomUUID } from 'node:crypto'
import type { CallEnd, CallFailure, CallHandlers, OutgoingCall, SipEndpoint } from '#sip'
import type { EmulatorLog } from '../emulator.ts'
import type { SoundLeg, SoundStudio } from '../sound/sound-leg.ts'
import type { Timers } from '../timers.ts'
import { runScript } from './run-script.ts'
import type { CallHappening, CallResult, Phase, PlacedCall, PlannedCall } from './script.ts'

/** How long a caller lets it ring when his plan does not say. */
export const answerMsDefault = 120_000

/** What a call of the phone network needs. */
export interface PhoneParts {
  readonly endpoint: SipEndpoint
  readonly studio: SoundStudio
  readonly timers: Timers
  readonly log: EmulatorLog
  /** Whether the carrier is out of order: then nobody gets through. */
  isDown(): boolean
  now(): number
}

/** One caller on the phone: the call he makes, his ears, and the script he follows. */
export class ScriptedCall implements PlacedCall {
  readonly callId = randomUUID()
  readonly result: Promise<CallResult>
  readonly #plan: PlannedCall
  readonly #parts: PhoneParts
  readonly #startedAtMs: number
  readonly #happenings: CallHappening[] = []
  readonly #over: Promise<void>
  #leg: SoundLeg | undefined
  #call: OutgoingCall | undefined
  #phase: Phase = 'dialling'
  #outcome: CallResult['outcome'] = 'failed'
  #status: number | undefined
  #answeredAfterMs: number | undefined
  #weHungUp = false
  #end: () => void = () => undefined

  constructor(plan: PlannedCall, parts: PhoneParts) {
    this.#plan = plan
    this.#parts = parts
    this.#startedAtMs = parts.now()
    this.#over = new Promise(resolve => {
      this.#end = resolve
    })
    this.result = this.#run()
  }

  phase(): Phase {
    return this.#phase
  }

  leg(): SoundLeg | undefined {
    return this.#leg
  }

  heard(): ReturnType<PlacedCall['heard']> {
    return this.#leg?.heard()
  }

  happenings(): readonly CallHappening[] {
    return this.#happenings
  }

  async join(offer: string): ReturnType<PlacedCall['join']> {
    return this.#leg?.join(offer)
  }

  async press(keys: string): Promise<boolean> {
    const sent = (await this.#leg?.press(keys)) ?? false
    this.note(sent ? 'pressed' : 'failed', sent ? keys : `no keys: ${keys}`)
    return sent
  }

  async say(words: string): Promise<boolean> {
    if (this.#leg === undefined || this.#phase === 'over') return false
    // Said, not waited for: who asked wants to know that it begins.
    void this.#leg.say([{ kind: 'words', text: words }], false)
    this.note('said', words)
    return true
  }

  hangUp(): void {
    if (this.#phase === 'over' || this.#weHungUp) return
    this.#weHungUp = true
    this.note('hung-up', this.#phase === 'talking' ? 'after the answer' : 'before the answer')
    if (this.#phase === 'talking') this.#call?.hangUp({ q850: 16 })
    else if (this.#call === undefined) this.#finish('abandoned')
    else this.#call.cancel()
  }

  note(what: CallHappening['what'], detail: string): void {
    const atMs = this.#parts.now() - this.#startedAtMs
    this.#happenings.push({ atMs, what, detail })
    this.#parts.log('debug', `caller ${what}`, { from: this.#plan.from, detail })
  }

  /** Waits, but no longer than the call lasts; tells whether it still does. */
  async sleep(ms: number): Promise<boolean> {
    const waiting: { stop: () => void } = { stop: () => undefined }
    const passed = new Promise<void>(resolve => {
      waiting.stop = this.#parts.timers.after(ms, resolve)
    })
    await Promise.race([passed, this.#over])
    waiting.stop()
    return this.#phase !== 'over'
  }

  async #run(): Promise<CallResult> {
    try {
      if (await this.#dial()) {
        await runScript(this, this.#plan.script)
        this.hangUp()
      }
    } catch (error) {
      this.note('failed', String(error))
      this.hangUp()
    }
    await this.#over
    await this.#leg?.close()
    const { from, to } = this.#plan
    return {
      callId: this.callId,
      from,
      to,
      outcome: this.#outcome,
      ...(this.#status === undefined ? {} : { status: this.#status }),
      ...(this.#answeredAfterMs === undefined ? {} : { answeredAfterMs: this.#answeredAfterMs }),
      durationMs: this.#parts.now() - this.#startedAtMs,
      happenings: this.#happenings,
    }
  }

  async #dial(): Promise<boolean> {
    if (this.#parts.isDown()) {
      this.note('failed', 'the carrier is out of order')
      this.#finish('failed')
      return false
    }
    const { from, fromName, to, trunk, answerMsMax } = this.#plan
    this.#leg = await this.#parts.studio.open({ id: `phone-${this.callId}`, secure: false })
    const offer = await this.#leg?.offer()
    if (offer === undefined || !offer.ok) {
      this.note('failed', offer === undefined ? 'no media leg' : offer.words)
      this.#finish('failed')
      return false
    }
    if (this.#weHungUp) return false
    const { host, port, transport } = trunk
    const name = fromName === undefined ? {} : { displayName: fromName }
    this.note('dialled', to)
    this.#call = this.#parts.endpoint.invite(
      {
        targets: [{ transport, host, port }],
        requestUri: `sip:${to}@${host}:${port};user=phone`,
        from: { uri: `sip:${from}@carrier.invalid;user=phone`, ...name },
        to: { uri: `sip:${to}@${host};user=phone` },
        callId: this.callId,
        sdp: offer.sdp,
        answerMsMax: answerMsMax ?? answerMsDefault,
      },
      this.#handlers(this.#leg),
    )
    return true
  }

  #handlers(leg: SoundLeg | undefined): CallHandlers {
    return {
      onProgress: ({ status, sdp }) => {
        this.note('progress', String(status))
        if (sdp !== undefined) void leg?.accept(sdp)
      },
      onAnswered: ({ sdp }) => {
        this.#phase = 'talking'
        this.#answeredAfterMs = this.#parts.now() - this.#startedAtMs
        this.note('answered', '')
        if (sdp !== undefined) void leg?.accept(sdp)
      },
      onReinvite: async ({ sdp }) => {
        const answer = sdp === undefined ? await leg?.offer() : await leg?.answer(sdp)
        return answer?.ok === true
          ? { kind: 'accept', sdp: answer.sdp }
          : { kind: 'refuse', status: 488 }
      },
      onFailed: failure => this.#failed(failure),
      onEnded: end => this.#ended(end),
    }
  }

  #failed({ code, status, reason }: CallFailure): void {
    this.#status = status
    if (code === 'cancelled' || this.#weHungUp) return this.#finish('abandoned')
    this.note('failed', `${status} ${reason} (${code})`)
    this.#finish('failed')
  }

  #ended(end: CallEnd): void {
    if (end.by === 'us') return this.#finish('completed')
    this.note('far-end-hung-up', end.text ?? end.cause)
    this.#finish(end.by === 'far-end' ? 'far-end-hung-up' : 'failed')
  }

  #finish(outcome: CallResult['outcome']): void {
    this.#phase = 'over'
    this.#outcome = outcome
    // Whoever was in the middle of a sentence stops, so that the script can end.
    void this.#leg?.hush()
    this.#end()
  }
}
