import type { Identity } from './sign-in-port.ts'

/** A person who signed in with one browser. What the person may do is looked up each time. */
export interface Session {
  /** Names the session in memory and between parts; it is not the secret that is in the cookie. */
  readonly id: string
  readonly identity: Identity
  readonly startedAt: number
}

/**
 * Where sessions are kept. Promises of every implementation:
 *
 * 1. The secret is known to the browser alone; what is kept does not give it away.
 * 2. A session that is over is never found again, and `onEnded` tells of it once.
 * 3. Finding a session, or `keepAlive`, counts as its use.
 */
export interface Sessions {
  /** Begins a session and gives its secret, once. */
  readonly begin: (
    identity: Identity,
  ) => Promise<{ readonly secret: string; readonly session: Session }>
  readonly find: (secret: string) => Promise<Session | undefined>
  /** A live socket is use too, though it asks for nothing. */
  readonly keepAlive: (id: string) => void
  readonly end: (id: string) => Promise<void>
  /** How many sessions a person has now. */
  readonly countOf: (identity: Identity) => number
  readonly count: () => number
  readonly onEnded: (listener: (session: Session) => void) => () => void
  readonly close: () => void
}
