import type { BoardView } from '#contract'
import type { Person } from '../auth/person.ts'
import { boardWithoutMonitors } from '../present/hide-monitors.ts'
import type { TenantViews } from '../views/tenant-views.ts'
import { BoardLog } from './board-log.ts'
import type { LiveSocket, Watched } from './live-socket.ts'

/** What a page that shows a board is to its teller. */
export interface BoardPage extends Pick<LiveSocket, 'sendOctets'> {
  readonly asking: { readonly person: Pick<Person, 'role'> }
  readonly watched: Pick<Watched, 'boardHeld'>
}

/** How far a page is. */
interface Reader {
  /** The version it was sent last, or says it holds; empty for none. */
  told: string
  /** What was sent last has not left this process yet. */
  isBusy: boolean
  /** Something is to be sent as soon as it has. */
  isOwed: boolean
}

/**
 * Tells boards what has changed. Invariants:
 *
 * 1. On one socket each message follows from the one before it, and the first from what the page
 *    says it holds; where it cannot, it is the whole.
 * 2. One message at a time is on its way to a page. What changes meanwhile becomes one message, so a
 *    slow reader gets the latest, and nothing piles up for it.
 */
export class BoardTeller {
  readonly #hidesMonitors: TenantViews['hidesMonitors']
  readonly #readers = new Map<BoardPage, Reader>()
  /** Made when somebody first sees it: agents may not be meant to see who listens in. */
  readonly #logs: { whole?: BoardLog; withoutMonitors?: BoardLog } = {}

  constructor({ hidesMonitors }: Pick<TenantViews, 'hidesMonitors'>) {
    this.#hidesMonitors = hidesMonitors
  }

  get hasReaders(): boolean {
    return this.#readers.size > 0
  }

  /** Tells a page that begins to watch, or asks again, whether or not there is news for it. */
  greet(page: BoardPage, view: BoardView): void {
    const held = page.watched.boardHeld ?? ''
    const reader = this.#readers.get(page) ?? { told: held, isBusy: false, isOwed: false }
    // What the page held when it asked may be older than what is on its way; to hold nothing is to want the whole.
    if (held === '') reader.told = ''
    this.#readers.set(page, reader)
    this.#take(view)
    this.#send(page, reader, view)
  }

  /** Tells every page that shows another board than this one. */
  tell(view: BoardView): void {
    this.#take(view)
    for (const [page, reader] of this.#readers) {
      if (reader.told !== this.#logOf(page, view).version) this.#send(page, reader, view)
    }
  }

  forget(page: BoardPage): void {
    this.#readers.delete(page)
  }

  #take(view: BoardView): void {
    this.#logs.whole?.take(view)
    this.#logs.withoutMonitors?.take(boardWithoutMonitors(view))
  }

  #logOf({ asking }: BoardPage, view: BoardView): BoardLog {
    const logs = this.#logs
    if (!this.#hidesMonitors(asking.person)) return (logs.whole ??= new BoardLog(view))
    return (logs.withoutMonitors ??= new BoardLog(boardWithoutMonitors(view)))
  }

  #send(page: BoardPage, reader: Reader, view: BoardView): void {
    if (reader.isBusy) {
      reader.isOwed = true
      return
    }
    const log = this.#logOf(page, view)
    const octets = log.octetsFor(page.watched.boardHeld === undefined ? '' : reader.told)
    reader.told = log.version
    reader.isBusy = true
    page.sendOctets(octets, () => {
      reader.isBusy = false
      if (!reader.isOwed || this.#readers.get(page) !== reader) return
      reader.isOwed = false
      this.#send(page, reader, view)
    })
  }
}
