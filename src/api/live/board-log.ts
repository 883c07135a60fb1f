import { randomUUID } from 'node:crypto'
import {
  boardChangeOf,
  joinBoardChanges,
  type BoardChange,
  type BoardMessage,
  type BoardView,
} from '#contract'

/** Rows in all changes that are kept, for each row of the board: past it the whole is shorter. */
export const keptRowsPerRowMax = 1

interface Kept {
  readonly change: BoardChange
  readonly rows: number
}

/**
 * One board as it is now and how it came to be, for all who may see the same of it. Invariants:
 *
 * 1. A version is told by no other log, not after a restart either: who names one of ours holds
 *    exactly the board we had then.
 * 2. What is kept is bounded by the board itself, and leads without a gap to the board of now.
 * 3. A message is written once, for everybody who holds the same version.
 */
export class BoardLog {
  readonly #name = randomUUID()
  #view: BoardView
  /** How many changes there have been. */
  #count = 0
  /** The newest changes, the last of them to the board of now. */
  #kept: readonly Kept[] = []
  readonly #written = new Map<string, Buffer>()

  constructor(view: BoardView) {
    this.#view = view
  }

  get version(): string {
    return this.#versionAt(this.#count)
  }

  /** The board is this one now. */
  take(view: BoardView): void {
    const change = boardChangeOf(this.#view, view)
    this.#view = view
    if (change === undefined) return
    this.#count += 1
    this.#written.clear()
    this.#kept = within(
      [...this.#kept, { change, rows: rowsIn(change) }],
      keptRowsPerRowMax * rowsOf(view),
    )
  }

  /** What brings whoever holds a version to the board of now: what has changed since, or the whole where that is not known. */
  octetsFor(held: string): Buffer {
    const changes = this.#changesSince(held)
    const from = changes === undefined ? '' : held
    const written = this.#written.get(from)
    if (written !== undefined) return written
    const octets = Buffer.from(JSON.stringify(this.#message(from, changes)))
    this.#written.set(from, octets)
    return octets
  }

  #message(from: string, changes: readonly BoardChange[] | undefined): BoardMessage {
    if (changes === undefined) return { topic: 'board', version: this.version, view: this.#view }
    const [first = { at: this.#view.at }, ...others] = changes
    const change = others.reduce(joinBoardChanges, first)
    return { topic: 'board-change', from, to: this.version, change }
  }

  #changesSince(held: string): readonly BoardChange[] | undefined {
    const count = Number(held.slice(this.#name.length + 1))
    const oldest = this.#count - this.#kept.length
    const isKnown = this.#versionAt(count) === held && count >= oldest && count <= this.#count
    return isKnown ? this.#kept.slice(count - oldest).map(({ change }) => change) : undefined
  }

  #versionAt(count: number): string {
    return `${this.#name}.${count}`
  }
}

/** The newest of what is kept that say no more rows than there may be. */
function within(kept: readonly Kept[], rowsMax: number): readonly Kept[] {
  let rows = 0
  const first = kept.findLastIndex(one => {
    rows += one.rows
    return rows > rowsMax
  })
  return kept.slice(first + 1)
}

function rowsOf({ queues, agents, interactions }: BoardView): number {
  return queues.length + agents.length + interactions.length
}

function rowsIn({ queues, agents, interactions }: BoardChange): number {
  return [queues, agents, interactions].reduce(
    (sum, list) => sum + (list?.put?.length ?? 0) + (list?.removed?.length ?? 0),
    0,
  )
}
