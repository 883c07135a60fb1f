import { randomBytes } from 'node:crypto'
import type { ApiClock } from '../clock.ts'
import type { ApiLimits } from '../options.ts'

/** A sign-in whose person is at the provider's page. */
export interface PendingSignIn {
  readonly pending: string
  readonly returnTo: string
}

/** Sign-ins under way. Each is taken once, by the browser that began it, within its time. */
export interface PendingSignIns {
  readonly keep: (signIn: PendingSignIn) => string
  readonly take: (name: string) => PendingSignIn | undefined
}

/** Kept here and not in the browser: what proves the answer must not travel with it. */
export function createPendingSignIns(
  clock: ApiClock,
  limits: Pick<ApiLimits, 'signInsPendingMax' | 'signInMsMax'>,
): PendingSignIns {
  const kept = new Map<string, PendingSignIn & { readonly at: number }>()

  /** The oldest come first, so looking stops at the first that may stay. */
  function forget(): void {
    for (const [name, { at }] of kept) {
      const fits = kept.size < limits.signInsPendingMax
      if (fits && clock.now() - at < limits.signInMsMax) return
      kept.delete(name)
    }
  }

  return {
    keep: signIn => {
      forget()
      const name = randomBytes(32).toString('base64url')
      kept.set(name, { ...signIn, at: clock.now() })
      return name
    },
    take: name => {
      const found = kept.get(name)
      kept.delete(name)
      if (found === undefined || clock.now() - found.at >= limits.signInMsMax) return undefined
      return { pending: found.pending, returnTo: found.returnTo }
    },
  }
}
