import type { SpeechLog } from '../speech/speech.ts'
import type { Clock } from './clock.ts'
import type { SpeechRefusal, SynthesisAnswer } from './voice-provider.ts'
import { refuse } from './refuse.ts'

/** One text for the engine's process. */
export interface EngineJob {
  readonly id: number
  readonly text: string
  readonly voice: string
}

/** What the process says of a job: the sound, or why it has none (it lives on in either case). */
export type EngineReply =
  | { readonly id: number; readonly ok: true; readonly wav: Uint8Array }
  | { readonly id: number; readonly ok: false; readonly reason: string }

/** A running engine, seen from outside. `stop` resolves when it is really gone. */
export interface EngineChild {
  send(job: EngineJob): void
  stop(): Promise<void>
}

/** How a running engine reports. After `exited` it says nothing more. */
export interface EngineEvents {
  replied(reply: EngineReply): void
  exited(reason: string): void
}

/** What an engine process is made of; time and the starting of processes come from outside. */
export interface EngineOptions {
  readonly start: (events: EngineEvents) => EngineChild
  readonly clock: Clock
  readonly log: SpeechLog
  readonly queueLengthMax: number
  readonly requestMsMax: number
}

/** Longest synthesis of one text; a process that takes longer hangs, and is ended. */
export const synthesisMsMax = 10_000

/** A text is given to the engine twice: once more if the process died under it, and then no more. */
export const triesMax = 2

/** An engine nobody used for so long is stopped, to give its memory back. */
export const idleMsMax = 600_000

/** Waits before a restart: none after one death, then twice as long each time, up to this. */
export const restartMsMax = 10_000
const restartMsFirst = 250

interface Waiting {
  readonly job: EngineJob
  readonly settle: (answer: SynthesisAnswer) => void
  tries: number
  answered: boolean
}

/**
 * Keeps one engine in a process of its own and gives it one text at a time.
 *
 * 1. Every request is answered exactly once: with sound, or with a refusal.
 * 2. A process that dies or hangs is replaced; it never takes more than the text under it with it.
 * 3. At most one process lives at a time, and none after `close`.
 */
export class EngineProcess {
  readonly #options: EngineOptions
  readonly #queue: Waiting[] = []
  #child: EngineChild | undefined
  #current: Waiting | undefined
  #deaths = 0
  #nextId = 1
  #closed = false
  #callOffRun = (): void => undefined
  #callOffIdle = (): void => undefined
  #callOffRestart: (() => void) | undefined

  constructor(options: EngineOptions) {
    this.#options = options
  }

  /** Queues one text. An abort answers the caller at once; a synthesis under way ends by itself. */
  synthesize(text: string, voice: string, signal: AbortSignal): Promise<SynthesisAnswer> {
    const early = this.#refuseEarly(signal)
    if (early !== undefined) return Promise.resolve(early)
    return new Promise(resolve => {
      const stopWaiting = (answer: SynthesisAnswer): void => {
        waiting.answered = true
        callOff()
        signal.removeEventListener('abort', onAbort)
        const place = this.#queue.indexOf(waiting)
        if (place !== -1) this.#queue.splice(place, 1)
        resolve(answer)
      }
      const onAbort = (): void => stopWaiting(refuse('cancelled', 'Nobody waits for this text.'))
      const onLate = (): void =>
        stopWaiting(refuse('timed-out', 'The voice did not answer in time.'))
      const callOff = this.#options.clock.after(this.#options.requestMsMax, onLate)
      const job = { id: this.#nextId, text, voice }
      const waiting: Waiting = { job, settle: stopWaiting, tries: 0, answered: false }
      this.#nextId += 1
      signal.addEventListener('abort', onAbort)
      this.#queue.push(waiting)
      this.#next()
    })
  }

  /** Refuses what waits, ends the process, and resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true
    this.#callOffRun()
    this.#callOffIdle()
    this.#callOffRestart?.()
    const left = this.#current === undefined ? [...this.#queue] : [this.#current, ...this.#queue]
    this.#current = undefined
    for (const waiting of left) waiting.settle(refuse('closed', 'Speech has been closed.'))
    const child = this.#child
    this.#child = undefined
    await child?.stop()
  }

  #refuseEarly(signal: AbortSignal): SpeechRefusal | undefined {
    if (this.#closed) return refuse('closed', 'Speech has been closed.')
    if (signal.aborted) return refuse('cancelled', 'Nobody waits for this text.')
    const max = this.#options.queueLengthMax
    if (this.#queue.length < max) return undefined
    return refuse('queue-full', `${max} texts already wait for the voice.`)
  }

  #next(): void {
    if (this.#closed || this.#current !== undefined || this.#callOffRestart !== undefined) return
    const waiting = this.#queue.shift()
    if (waiting === undefined) return
    this.#callOffIdle()
    waiting.tries += 1
    this.#current = waiting
    this.#callOffRun = this.#options.clock.after(synthesisMsMax, () => this.#hangs(waiting))
    this.#child ??= this.#start()
    this.#child.send(waiting.job)
  }

  #start(): EngineChild {
    const child = this.#options.start({
      replied: reply => this.#replied(reply),
      exited: reason => {
        if (this.#child === child) this.#died(reason)
      },
    })
    return child
  }

  #replied(reply: EngineReply): void {
    const done = this.#current
    if (done?.job.id !== reply.id) return
    this.#callOffRun()
    this.#deaths = 0
    this.#current = undefined
    done.settle(
      reply.ok ? reply : refuse('engine-failed', `The voice could not speak: ${reply.reason}.`),
    )
    if (this.#queue.length === 0) this.#restWhenIdle()
    this.#next()
  }

  #restWhenIdle(): void {
    this.#callOffIdle()
    this.#callOffIdle = this.#options.clock.after(idleMsMax, () => this.#dismiss())
  }

  #hangs(waiting: Waiting): void {
    waiting.settle(refuse('timed-out', 'The voice took too long over this text and was restarted.'))
    this.#dismiss()
    this.#died(`no answer within ${synthesisMsMax} ms`)
  }

  /** From here on the process is nobody's; its end is only a matter of time. */
  #dismiss(): void {
    const child = this.#child
    this.#child = undefined
    child?.stop().catch((cause: unknown) => {
      this.#options.log.warn({ err: cause }, 'a speech process could not be stopped')
    })
  }

  #died(reason: string): void {
    this.#callOffRun()
    this.#callOffIdle()
    this.#child = undefined
    this.#deaths += 1
    const lost = this.#current
    this.#current = undefined
    const again = lost !== undefined && !lost.answered && lost.tries < triesMax
    if (again) this.#queue.unshift(lost)
    else lost?.settle(refuse('engine-failed', `The voice stopped under this text: ${reason}.`))
    const delayMs = this.#restartMs()
    this.#options.log.warn({ reason, deaths: this.#deaths, delayMs }, 'speech process ended')
    this.#callOffRestart = this.#options.clock.after(delayMs, () => {
      this.#callOffRestart = undefined
      this.#next()
    })
  }

  #restartMs(): number {
    if (this.#deaths <= 1) return 0
    return Math.min(restartMsMax, restartMsFirst * 2 ** (this.#deaths - 2))
  }
}
