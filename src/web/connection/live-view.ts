import { createCell, type Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import type { Http, Trouble } from './http.ts'
import type { Live, Topic, ViewMessage } from './live.ts'
import type { ServerClock } from './server-clock.ts'
import { slowAfterMs } from './session.ts'

/** What a page can be in: every page designs each of these. */
export type Screen<View> =
  | { readonly kind: 'loading'; readonly slow: boolean }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** `stale` is a view shown while the live connection is away: true once, and perhaps not now. */
  | { readonly kind: 'ready'; readonly view: View; readonly stale: boolean }

/** What every live view shares. */
export interface LiveViewPorts {
  readonly http: Http
  readonly live: Live
  readonly clock: Clock
  readonly serverClock: ServerClock
}

/** Which view: where to fetch it, what to watch, and how to take it out of a message. */
export interface ViewPlace<View> {
  readonly path: string
  readonly topic: Topic
  readonly pick: (message: ViewMessage) => View | undefined
  /** Makes the newer view of the older one's parts where they say the same. */
  readonly settle?: (before: View, after: View) => View
}

/** One view of the server's, fetched once and then kept by the live connection. */
export interface LiveView<View> extends Source<Screen<View>> {
  readonly retry: () => void
  /** A newer view came by another way, as the answer to a command. */
  readonly accept: (view: View) => void
}

/** Fetches and watches while somebody listens; an older view never replaces a newer one. */
export function createLiveView<View extends { readonly at: number }>(
  ports: LiveViewPorts,
  place: ViewPlace<View>,
): LiveView<View> {
  let run = 0
  const cell = createCell<Screen<View>>({ kind: 'loading', slow: false }, start)

  function accept(view: View): void {
    const now = cell.get()
    if (now.kind === 'ready' && now.view.at > view.at) return
    const known = now.kind === 'ready' && place.settle !== undefined
    const settled = known ? place.settle(now.view, view) : view
    const stale = isLost()
    if (now.kind === 'ready' && now.view === settled && now.stale === stale) return
    cell.set({ kind: 'ready', view: settled, stale })
  }

  function isLost(): boolean {
    return ports.live.state.get() === 'lost'
  }

  async function fetchView(): Promise<void> {
    run += 1
    const mine = run
    const cancel = ports.clock.after(slowAfterMs, () => {
      if (cell.get().kind === 'loading') cell.set({ kind: 'loading', slow: true })
    })
    const outcome = await ports.http.get<View>(place.path)
    cancel()
    if (mine !== run) return
    if (outcome.ok) {
      ports.serverClock.heard(outcome.value.at)
      accept(outcome.value)
    } else if (cell.get().kind !== 'ready') cell.set({ kind: 'failed', trouble: outcome.trouble })
  }

  function start(): () => void {
    const unwatch = ports.live.watch(place.topic, message => {
      const view = place.pick(message)
      if (view !== undefined) accept(view)
    })
    const forget = ports.live.state.subscribe(() => {
      const now = cell.get()
      if (now.kind === 'ready') cell.set({ ...now, stale: isLost() })
    })
    void fetchView()
    return () => {
      run += 1
      unwatch()
      forget()
    }
  }

  return {
    get: cell.get,
    subscribe: cell.subscribe,
    accept,
    retry: () => {
      cell.set({ kind: 'loading', slow: false })
      void fetchView()
    },
  }
}
