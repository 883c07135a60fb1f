import { StoreError } from './store-error.ts'

interface Waiting<Job, Answer> {
  readonly job: Job
  readonly settle: (answer: Answer) => void
  readonly fail: (error: unknown) => void
}

/** How groups are made and committed. */
export interface GroupOptions<Job, Answer> {
  /** Jobs in one group. */
  readonly lengthMax: number
  /** Jobs that wait for their turn; one more is refused. */
  readonly waitingMax: number
  /** Jobs of the same lane never share a group. Without it any may. */
  readonly lane?: (job: Job) => string
  /** Carries out one group in one commit; one answer for each job, in order. */
  readonly commit: (jobs: readonly Job[]) => Promise<readonly Answer[]>
}

/**
 * Group commit: whatever arrives while one commit is under way shares the next one. A lone
 * writer waits for nobody; sixty-four writers pay for one flush of the disk, not for sixty-four.
 */
export class CommitGroups<Job, Answer> {
  readonly #options: GroupOptions<Job, Answer>
  #waiting: Waiting<Job, Answer>[] = []
  #working: Promise<void> | undefined
  #closed = false

  constructor(options: GroupOptions<Job, Answer>) {
    this.#options = options
  }

  /** Hands a job over. Settles when its group is committed. */
  async hand(job: Job): Promise<Answer> {
    if (this.#closed) throw closedStore()
    if (this.#waiting.length >= this.#options.waitingMax) throw tooManyWaiting(this.#options)
    return await new Promise<Answer>((settle, fail) => {
      this.#waiting.push({ job, settle, fail })
      this.#working ??= this.#work()
    })
  }

  /** Takes nothing more, and settles when all that was handed over is answered. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#working
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup()
      try {
        const answers = await this.#options.commit(group.map(({ job }) => job))
        settleAll(group, answers)
      } catch (error) {
        for (const { fail } of group) fail(error)
      }
    }
    this.#working = undefined
  }

  #takeGroup(): readonly Waiting<Job, Answer>[] {
    const { lane, lengthMax } = this.#options
    if (lane === undefined) return this.#waiting.splice(0, lengthMax)
    const seen = new Set<string>()
    const group: Waiting<Job, Answer>[] = []
    const left: Waiting<Job, Answer>[] = []
    for (const waiting of this.#waiting) {
      const name = lane(waiting.job)
      const taken = group.length < lengthMax && !seen.has(name)
      seen.add(name)
      if (taken) group.push(waiting)
      else left.push(waiting)
    }
    this.#waiting = left
    return group
  }
}

function settleAll<Job, Answer>(
  group: readonly Waiting<Job, Answer>[],
  answers: readonly Answer[],
): void {
  for (const [index, { settle, fail }] of group.entries()) {
    const answer = answers[index]
    if (answer === undefined) fail(new TypeError('a commit left a job without an answer'))
    else settle(answer)
  }
}

/** What a call to a closed store is told. */
export function closedStore(): StoreError {
  return new StoreError('closed', {
    words: 'The store is closed.',
    remedy: 'Open it again; whatever was answered before is kept.',
  })
}

function tooManyWaiting({ waitingMax }: { readonly waitingMax: number }): StoreError {
  return new StoreError('overloaded', {
    words: `${waitingMax} writes wait for the disk already.`,
    remedy: 'Refuse new work until writes are answered again, or use a faster disk.',
  })
}
