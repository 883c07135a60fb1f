import type { Http, Trouble } from '../connection/http.ts'
import { createCell, type Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'

/** Something asked of the server: what came last is kept while it is asked again. */
export interface Refetched<T> extends Source<Fetched<T>> {
  /** Asks again, now and once more after a moment: what is being written is a moment behind. */
  readonly refresh: () => void
}

/** What is known of it. A trouble takes the place of nothing that was there. */
export type Fetched<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  | { readonly kind: 'ready'; readonly value: T }

/** What the server gathers before it writes, and then some. */
export const behindMs = 1500

/** Asks nothing before somebody listens. */
export function createRefetched<T>(
  { http, clock }: { readonly http: Http; readonly clock: Clock },
  path: string,
): Refetched<T> {
  let run = 0
  let last = ''
  let cancel: (() => void) | undefined
  const cell = createCell<Fetched<T>>({ kind: 'loading' }, () => {
    void ask()
    return () => {
      run += 1
      cancel?.()
    }
  })

  async function ask(): Promise<void> {
    run += 1
    const mine = run
    const outcome = await http.get<T>(path)
    if (mine !== run) return
    if (outcome.ok) take(outcome.value)
    else if (cell.get().kind !== 'ready') cell.set({ kind: 'failed', trouble: outcome.trouble })
  }

  /** The same again draws nothing again. */
  function take(value: T): void {
    const { at: _at, ...rest } = Object(value)
    const text = JSON.stringify(rest)
    if (cell.get().kind === 'ready' && text === last) return
    last = text
    cell.set({ kind: 'ready', value })
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    refresh: () => {
      cancel?.()
      void ask()
      cancel = clock.after(behindMs, () => void ask())
    },
  }
}
