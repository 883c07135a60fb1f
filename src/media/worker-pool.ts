/**
 * The engine's workers: as many threads as asked for, each with its share of the ports. One that
 * dies is reported with all it had, and another takes its place after a pause that grows.
 */
import type { MediaEvent, MediaLimits, MediaOptions, Refused } from './media-engine.ts'
import { repairRecording } from './recording/repair-recording.ts'
import { Placement } from './placement.ts'
import { WorkerLink } from './worker-link.ts'
import type { WorkerSetup } from './studio/worker-wire.ts'

/** The first pause before a dead worker is started again; it doubles up to the limit. */
const restartMsMin = 50
/** A worker that dies again and again is started again this much later at most. */
export const restartMsMax = 5_000

/** More workers than this is a mistake in a configuration. */
export const workersMax = 64

/** The limits of an ordinary installation. */
export const defaultLimits: MediaLimits = {
  legsPerWorkerMax: 2_000,
  recordingsPerWorkerMax: 1_000,
  recordingMsMax: 8 * 3_600_000,
  promptCacheBytesMax: 256 * 1024 * 1024,
  promptFileBytesMax: 64 * 1024 * 1024,
  rtpSilentMsMax: 20_000,
}

interface Post {
  readonly setup: WorkerSetup
  link: WorkerLink | undefined
  deathsInARow: number
}

/** The pool of an open engine. */
export class WorkerPool {
  readonly placement: Placement
  /** Files of recordings under way, so that those of a dead worker can be repaired. */
  readonly recordingFiles = new Map<string, string>()
  readonly #options: MediaOptions
  readonly #posts: readonly Post[]
  readonly #restarts = new Map<number, NodeJS.Timeout>()
  #closed: Promise<void> | undefined

  private constructor(options: MediaOptions) {
    this.#options = options
    this.placement = new Placement(options.workers)
    this.#posts = setupsOf(options).map(setup => ({ setup, link: undefined, deathsInARow: 0 }))
  }

  static async open(options: MediaOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options)
    try {
      await Promise.all(pool.#posts.map(post => pool.#man(post)))
    } catch (error) {
      await pool.close()
      throw error
    }
    return pool
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  /** The running worker at that number, or the refusal to give while there is none. */
  worker(number: number): WorkerLink | Refused {
    const link = this.#posts[number]?.link
    return link ?? { ok: false, reason: 'worker-down', detail: 'its worker is being started again' }
  }

  /** All workers that run now, with their numbers. */
  running(): readonly { readonly worker: number; readonly link: WorkerLink }[] {
    return this.#posts.flatMap(({ setup, link }) =>
      link === undefined ? [] : [{ worker: setup.worker, link }],
    )
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    for (const timer of this.#restarts.values()) clearTimeout(timer)
    await Promise.all(this.running().map(({ link }) => link.close()))
  }

  async #man(post: Post): Promise<void> {
    const link = await WorkerLink.open(post.setup, {
      onEvent: event => this.#hear(event),
      onDown: detail => this.#lose(post, detail),
    })
    if (this.closed) await link.close()
    else post.link = link
  }

  #hear(event: MediaEvent): void {
    if (event.type === 'recording-ended') {
      const { recordingId } = event.recording
      this.placement.remove({ kind: 'recording', id: recordingId })
      this.recordingFiles.delete(recordingId)
    }
    if (event.type === 'leg-fault') {
      const { worker, legId, detail, where } = event
      this.#options.log('error', 'media leg broke', { worker, leg: legId, detail, where })
    }
    this.#options.onEvent(event)
  }

  #lose(post: Post, detail: string): void {
    const { worker } = post.setup
    const wasUp = post.link !== undefined
    post.link = undefined
    if (this.closed) return
    if (wasUp) this.#tellLoss(worker, detail)
    const pauseMs = Math.min(restartMsMax, restartMsMin * 2 ** post.deathsInARow)
    post.deathsInARow += 1
    this.#restarts.set(
      worker,
      setTimeout(() => void this.#restart(post), pauseMs),
    )
  }

  #tellLoss(worker: number, detail: string): void {
    const lost = this.placement.dropWorker(worker)
    const idsOf = (kind: string): readonly string[] =>
      lost.filter(member => member.kind === kind).map(({ id }) => id)
    const recordingIds = idsOf('recording')
    for (const id of recordingIds) this.#repair(id)
    const legIds = idsOf('leg')
    this.#options.log('error', 'media worker down', { worker, legs: legIds.length, detail })
    this.#options.onEvent({ type: 'worker-down', worker, legIds, recordingIds, detail })
  }

  #repair(recordingId: string): void {
    const file = this.recordingFiles.get(recordingId)
    this.recordingFiles.delete(recordingId)
    if (file === undefined) return
    void repairRecording(file).catch((error: unknown) => {
      this.#options.log('error', 'recording not repaired', { file, error: String(error) })
    })
  }

  async #restart(post: Post): Promise<void> {
    const { worker } = post.setup
    this.#restarts.delete(worker)
    try {
      await this.#man(post)
      post.deathsInARow = 0
      this.#options.log('info', 'media worker up again', { worker })
    } catch (error) {
      // Its exit is reported by the link, which plans the next attempt.
      this.#options.log('error', 'media worker did not start', { worker, error: String(error) })
    }
  }
}

/** Each worker gets its own stretch of the range, beginning with an even port. */
function setupsOf(options: MediaOptions): readonly WorkerSetup[] {
  const { workers, address, publicAddress = address, ports } = options
  const { browserAddress = publicAddress } = options
  const limits = { ...defaultLimits, ...options.limits }
  const firstEven = ports.from + (ports.from % 2)
  const share = 2 * Math.floor((ports.to - firstEven + 1) / (2 * workers))
  return Array.from({ length: workers }, (_, worker) => {
    const from = ports.from === 0 ? 0 : firstEven + worker * share
    const to = ports.from === 0 ? 0 : from + share - 1
    return { worker, address, publicAddress, browserAddress, from, to, limits }
  })
}
