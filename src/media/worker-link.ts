/** One worker thread as the engine sees it: orders in, results and events out, and its death. */
import { Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { MediaEvent, Refused } from './media-engine.ts'
import { MediaError } from './media-engine.ts'
import { makeBell, ring } from './studio/sleep.ts'
import type { Bell } from './studio/sleep.ts'
import type { FromWorker, Orders, ToWorker, WorkerData, WorkerSetup } from './studio/worker-wire.ts'

/** A thread that takes longer to start is broken. */
export const workerStartMsMax = 10_000

/** A thread that has finished its work must be gone within this time. */
export const workerLeaveMsMax = 2_000

/**
 * A leg that is over may wait this long to be let go of: the next order takes it along, and nobody
 * hears the difference.
 */
const releaseWaitsMsMax = 20

/** What the engine wants to hear of a worker. */
export interface WorkerEars {
  readonly onEvent: (event: MediaEvent) => void
  /** Called once, and not after an ordered close. */
  readonly onDown: (detail: string) => void
}

type ResultOf<Name extends keyof Orders> = Awaited<ReturnType<Orders[Name]>>

/** A running thread. When it dies, every order under way is answered with `worker-down`. */
export class WorkerLink {
  readonly #thread: Worker
  readonly #bell: Bell
  readonly #ears: WorkerEars
  readonly #waiting = new Map<number, (result: unknown) => void>()
  readonly #gone = Promise.withResolvers<void>()
  #lastId = 0
  /** Orders of this turn of the loop: they leave in one message, as waking a thread costs more than they do. */
  #outbox: ToWorker[] = []
  #ports: MessagePort[] = []
  #flushSoon: NodeJS.Immediate | undefined
  #flushLater: NodeJS.Timeout | undefined
  #down = false
  #closing = false

  private constructor({ thread, bell }: { thread: Worker; bell: Bell }, ears: WorkerEars) {
    this.#thread = thread
    this.#bell = bell
    this.#ears = ears
  }

  /** Starts a thread and waits until it listens. */
  static async open(setup: WorkerSetup, ears: WorkerEars): Promise<WorkerLink> {
    const url = new URL('./studio/media-worker.ts', import.meta.url)
    const bell = makeBell()
    const workerData: WorkerData = { ...setup, bell }
    const thread = new Worker(url, { workerData, name: `media-${setup.worker}` })
    const link = new WorkerLink({ thread, bell }, ears)
    await link.#listen()
    return link
  }

  /** Gives an order and waits for its result. */
  ask<Name extends keyof Orders>(
    order: Name,
    input: Parameters<Orders[Name]>[0],
    ports: readonly MessagePort[] = [],
  ): Promise<ResultOf<Name> | Refused> {
    if (this.#down) return Promise.resolve(workerDown)
    this.#lastId += 1
    const id = this.#lastId
    return new Promise(resolve => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a worker answers an order with that order's result, and the wire has no types
      this.#waiting.set(id, resolve as (result: unknown) => void)
      if (order === 'releaseLeg') {
        this.#flushLater ??= setTimeout(() => this.#flush(), releaseWaitsMsMax)
      } else {
        this.#flushSoon ??= setImmediate(() => this.#flush())
      }
      this.#outbox.push({ id, order, input })
      this.#ports.push(...ports)
    })
  }

  /** Lets the worker finish its recordings and leave by itself; ends it when it does not. */
  async close(): Promise<void> {
    this.#closing = true
    await this.ask('close', {})
    const tooSlow = setTimeout(() => void this.#thread.terminate(), workerLeaveMsMax)
    await this.#gone.promise
    clearTimeout(tooSlow)
  }

  #flush(): void {
    clearImmediate(this.#flushSoon)
    clearTimeout(this.#flushLater)
    this.#flushSoon = undefined
    this.#flushLater = undefined
    const orders = this.#outbox
    const ports = this.#ports
    this.#outbox = []
    this.#ports = []
    this.#thread.postMessage(orders, ports)
    ring(this.#bell)
  }

  #listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const tooSlow = setTimeout(() => {
      reject(new MediaError('cannot-start', `no sign of life within ${workerStartMsMax} ms`))
      void this.#thread.terminate()
    }, workerStartMsMax)
    let detail = 'the thread ended'
    this.#thread.on('message', (messages: readonly FromWorker[]) => {
      for (const message of messages) {
        if (message.kind === 'ready') clearTimeout(tooSlow)
        if (message.kind === 'ready') resolve()
        else this.#hear(message)
      }
    })
    this.#thread.on('error', error => {
      detail = String(error)
    })
    this.#thread.on('exit', code => {
      clearTimeout(tooSlow)
      reject(new MediaError('cannot-start', detail))
      this.#fall(`${detail} (exit ${code})`)
      this.#gone.resolve()
    })
    return promise
  }

  #hear(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    if (message.kind === 'event') {
      this.#ears.onEvent(message.event)
      return
    }
    this.#waiting.get(message.id)?.(message.result)
    this.#waiting.delete(message.id)
  }

  #fall(detail: string): void {
    this.#down = true
    for (const answer of this.#waiting.values()) answer(workerDown)
    this.#waiting.clear()
    if (!this.#closing) this.#ears.onDown(detail)
  }
}

const workerDown: Refused = {
  ok: false,
  reason: 'worker-down',
  detail: 'the media worker of this leg died; its legs are gone',
}
