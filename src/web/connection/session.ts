import type { MeView } from '#contract'
import { createCell, type Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import type { Http, Trouble } from './http.ts'

/** After this long without an answer the page says that it still waits. */
export const slowAfterMs = 4000

/** Who is at the page. */
export type SessionState =
  | { readonly kind: 'loading'; readonly slow: boolean }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  | { readonly kind: 'signed-in'; readonly me: MeView }

/** The signed-in person, found out once and looked at again when something casts doubt. */
export interface Session extends Source<SessionState> {
  /** Asks who is here; also the retry after a failure. */
  readonly load: () => Promise<void>
  /** Asks quietly whether the session still holds: only "no" changes what is shown. */
  readonly check: () => Promise<void>
  readonly signOut: () => Promise<void>
  /** An answer elsewhere said that the session has ended. */
  readonly ended: () => void
}

/** A session over HTTP: nothing is asked before `load`. */
export function createSession(http: Http, clock: Clock): Session {
  const cell = createCell<SessionState>({ kind: 'loading', slow: false })
  async function load(): Promise<void> {
    cell.set({ kind: 'loading', slow: false })
    const cancel = clock.after(slowAfterMs, () => cell.set({ kind: 'loading', slow: true }))
    const outcome = await http.get<MeView>('/api/me')
    cancel()
    if (outcome.ok) cell.set({ kind: 'signed-in', me: outcome.value })
    else if (outcome.trouble.kind === 'signed-out') cell.set({ kind: 'signed-out' })
    else cell.set({ kind: 'failed', trouble: outcome.trouble })
  }
  function ended(): void {
    if (cell.get().kind === 'signed-in') cell.set({ kind: 'signed-out' })
  }
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    load,
    ended,
    check: async () => {
      const outcome = await http.get<MeView>('/api/me')
      if (!outcome.ok && outcome.trouble.kind === 'signed-out') ended()
    },
    signOut: async () => {
      const outcome = await http.post('/auth/sign-out')
      // With the server away the cookie stays: saying "signed out" would be a lie.
      if (outcome.ok || outcome.trouble.kind === 'signed-out') cell.set({ kind: 'signed-out' })
      else cell.set({ kind: 'failed', trouble: outcome.trouble })
    },
  }
}
