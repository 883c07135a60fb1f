import type { ApiOptions } from './options.ts'

/** The running server. */
export interface ApiServer extends AsyncDisposable {
  /** Where it listens, as `http://127.0.0.1:8080`. */
  readonly url: string
  readonly counts: () => { readonly sockets: number; readonly sessions: number }
  /** Ends sockets, sessions and requests, and lets go of the port. */
  readonly close: () => Promise<void>
}
