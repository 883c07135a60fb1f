import { isSame, type WallView } from '#contract'
import type { Http } from '../connection/http.ts'
import type { Screen } from '../connection/live-view.ts'
import type { ServerClock } from '../connection/server-clock.ts'
import { createCell, type Source } from './cell.ts'
import type { Clock } from './clock.ts'

/** How often a wallboard asks for its figures. */
export const wallEveryMs = 2000

/** What a wallboard is made from. */
export interface WallPorts {
  readonly http: Http
  readonly clock: Clock
  readonly serverClock: ServerClock
}

/** One wallboard by its link: asked for again and again while it is shown, drawn when something changed. */
export function createWall(ports: WallPorts, token: string): Source<Screen<WallView>> {
  let cancel: (() => void) | undefined
  let isShown = false
  function take(view: WallView): void {
    ports.serverClock.heard(view.at)
    const now = cell.get()
    const isNews = now.kind !== 'ready' || !isSame({ ...now.view, at: 0 }, { ...view, at: 0 })
    if (isNews) cell.set({ kind: 'ready', view, stale: false })
    else if (now.stale) cell.set({ ...now, stale: false })
  }
  async function read(): Promise<void> {
    const path = `/wall/${encodeURIComponent(token)}/figures`
    const outcome = await ports.http.get<WallView>(path)
    const now = cell.get()
    // A board once shown stays on the wall while the server is away, and says that it is old.
    const isAway = !outcome.ok && outcome.trouble.kind !== 'refused' && now.kind === 'ready'
    if (outcome.ok) take(outcome.value)
    else if (isAway) cell.set({ ...now, stale: true })
    else cell.set({ kind: 'failed', trouble: outcome.trouble })
    if (isShown) cancel = ports.clock.after(wallEveryMs, () => void read())
  }
  const cell = createCell<Screen<WallView>>({ kind: 'loading', slow: false }, () => {
    isShown = true
    void read()
    return () => {
      isShown = false
      cancel?.()
    }
  })
  return cell
}
