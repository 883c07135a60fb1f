/** Orders about recordings, and the ends that nobody ordered. */
import type { MediaEvent, Outcome, RecordingRequest, RecordingSummary } from '../media-engine.ts'
import { Recorder } from '../recording/recorder.ts'
import type { Call } from './call.ts'
import { LastWords } from './last-words.ts'
import { refuse } from './refuse.ts'
import type { Studio } from './studio.ts'

type EndedWhy = Extract<MediaEvent, { type: 'recording-ended' }>['why']

/** All recordings of one worker. */
export class Recordings {
  readonly #studio: Studio
  readonly #callOf = new Map<string, Call>()
  readonly #opening = new Map<string, Promise<Outcome>>()
  readonly #ending = new Set<Promise<RecordingSummary>>()
  readonly #ended = new LastWords<Promise<RecordingSummary>>()

  constructor(studio: Studio) {
    this.#studio = studio
  }

  get count(): number {
    return this.#callOf.size + this.#ending.size
  }

  start(request: RecordingRequest): Promise<Outcome> {
    const { recordingId } = request
    if (this.#callOf.has(recordingId) || this.#ended.has(recordingId)) {
      return this.#opening.get(recordingId) ?? Promise.resolve({ ok: true })
    }
    if (this.#callOf.size >= this.#studio.parts.limits.recordingsPerWorkerMax) {
      return Promise.resolve(refuse('recordings-max', `${this.#callOf.size} are under way`))
    }
    const call = this.#studio.callNamed(request.callId)
    this.#callOf.set(recordingId, call)
    const opening = this.#open(call, request).finally(() => this.#opening.delete(recordingId))
    this.#opening.set(recordingId, opening)
    return opening
  }

  async #open(call: Call, request: RecordingRequest): Promise<Outcome> {
    const { recordingId, file } = request
    try {
      call.recorders.set(recordingId, await Recorder.open(request))
      this.#studio.wake(call)
      return { ok: true }
    } catch (cause) {
      this.#callOf.delete(recordingId)
      this.#studio.forgetIfEmpty(call)
      return refuse('file-not-writable', `${file}: ${String(cause)}`)
    }
  }

  setPaused(recordingId: string, paused: boolean): Outcome {
    const recorder = this.#callOf.get(recordingId)?.recorders.get(recordingId)
    if (recorder === undefined) return refuse('unknown-recording', recordingId)
    recorder.paused = paused
    return { ok: true }
  }

  async stop(recordingId: string): Promise<Outcome<{ readonly recording: RecordingSummary }>> {
    await this.#opening.get(recordingId)
    this.#end(recordingId, 'stopped')
    const recording = await this.#ended.get(recordingId)
    if (recording === undefined) return refuse('unknown-recording', recordingId)
    return { ok: true, recording }
  }

  /** The call's last leg went: its recordings have nothing more to hear. */
  endOf(call: Call): void {
    for (const recordingId of call.recorders.keys()) this.#end(recordingId, 'call-gone')
  }

  /** Ends what grew too long or cannot be written. Call it now and then. */
  tend(): void {
    for (const [recordingId, call] of this.#callOf) {
      const recorder = call.recorders.get(recordingId)
      if (recorder?.failed !== undefined) this.#end(recordingId, 'write-failed')
      const tooLong = (recorder?.durationMs ?? 0) >= this.#studio.parts.limits.recordingMsMax
      if (tooLong) this.#end(recordingId, 'limit')
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#opening.values())
    for (const recordingId of this.#callOf.keys()) this.#end(recordingId, 'call-gone')
    await Promise.all(this.#ending)
  }

  #end(recordingId: string, why: EndedWhy): void {
    const call = this.#callOf.get(recordingId)
    const recorder = call?.recorders.get(recordingId)
    if (call === undefined || recorder === undefined) return
    this.#callOf.delete(recordingId)
    call.recorders.delete(recordingId)
    const summary = this.#finish(recorder, why).finally(() => this.#ending.delete(summary))
    this.#ending.add(summary)
    this.#ended.set(recordingId, summary)
    this.#studio.forgetIfEmpty(call)
  }

  async #finish(recorder: Recorder, why: EndedWhy): Promise<RecordingSummary> {
    const recording = await recorder.close()
    const told = recorder.failed === undefined ? why : 'write-failed'
    this.#studio.parts.world.emit({ type: 'recording-ended', why: told, recording })
    return recording
  }
}
