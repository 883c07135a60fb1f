import type { InteractionPage, InteractionRow } from '#contract'
import { createCell, type Source } from './cell.ts'
import type { Http, Trouble } from '../connection/http.ts'

/** Rows fetched at a time. */
export const pageSize = 50

/** The list so far, and whether more is asked for, there, or refused. */
export interface InteractionList {
  readonly rows: readonly InteractionRow[]
  readonly next: string | undefined
  readonly state: 'loading' | 'ready' | 'failed'
  readonly trouble: Trouble | undefined
}

/** Past interactions, newest first, one page after another. */
export interface Interactions extends Source<InteractionList> {
  /** From the top again, of those behind a figure where one is named, as `came=answered`; the old rows stay until the new ones are here. */
  readonly reload: (behind?: string) => Promise<void>
  /** The next page; also the retry after a failure. */
  readonly more: () => Promise<void>
}

const empty: InteractionList = { rows: [], next: undefined, state: 'loading', trouble: undefined }

/** A list that is empty until it is first loaded. */
export function createInteractions(http: Http): Interactions {
  let run = 0
  let behind = ''
  const cell = createCell<InteractionList>(empty)

  async function fetchPage(before: readonly InteractionRow[], cursor?: string): Promise<void> {
    run += 1
    const mine = run
    cell.set({ ...cell.get(), state: 'loading', trouble: undefined })
    const at = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const outcome = await http.get<InteractionPage>(
      `/api/interactions?limit=${pageSize}${behind}${at}`,
    )
    // A newer request has been made since: its answer is the one that counts.
    if (mine !== run) return
    if (!outcome.ok) {
      cell.set({ ...cell.get(), state: 'failed', trouble: outcome.trouble })
      return
    }
    const { rows, next } = outcome.value
    cell.set({ rows: [...before, ...rows], next, state: 'ready', trouble: undefined })
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    reload: (figure = '') => {
      const before = behind
      behind = figure === '' ? '' : `&${figure}`
      // Rows of another list are none of this one, not even for a moment.
      if (behind !== before) cell.set(empty)
      return fetchPage([])
    },
    more: () => {
      const { rows, next } = cell.get()
      return fetchPage(rows, next)
    },
  }
}
