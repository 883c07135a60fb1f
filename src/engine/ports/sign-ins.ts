/** A sign-in as it is kept: enough to know it again, nothing to sign in with. */
export interface KeptSignIn {
  /** A digest of the secret that the browser alone has. */
  readonly id: string
  /** The directory of the person; whose tenant that is the configuration says. */
  readonly directory: string
  readonly startedAt: number
  readonly usedAt: number
  /** Who it is, as whoever keeps it writes it down. */
  readonly body: string
}

/**
 * Where sign-ins outlive the process. Promises every implementation keeps:
 *
 * 1. `all` gives what was put and not dropped, with the latest use, the oldest sign-in first.
 * 2. Putting one again takes its place; using or dropping one that is not there changes nothing.
 */
export interface SignInsPort {
  readonly put: (signIn: KeptSignIn) => Promise<void>
  readonly use: (uses: readonly Pick<KeptSignIn, 'id' | 'usedAt'>[]) => Promise<void>
  readonly drop: (ids: readonly string[]) => Promise<void>
  readonly all: () => Promise<readonly KeptSignIn[]>
}
