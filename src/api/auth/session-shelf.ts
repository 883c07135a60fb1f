import type { KeptSignIn, SignInsPort } from '#engine'
import type { ApiLog } from '../options.ts'
import type { Session } from './sessions.ts'
import type { Identity } from './sign-in-port.ts'

/**
 * What outlives the process of its sessions. Beginning one waits for the store; uses and ends are
 * gathered and handed over together, and again if the store would not take them.
 */
export class SessionShelf {
  readonly #signIns: SignInsPort
  readonly #log: ApiLog
  readonly #used = new Map<string, number>()
  readonly #dropped = new Set<string>()
  #flushing: Promise<void> | undefined

  constructor(signIns: SignInsPort, log: ApiLog) {
    this.#signIns = signIns
    this.#log = log
  }

  /** The sessions that are on the shelf, with their last use. */
  async load(): Promise<readonly { readonly session: Session; readonly usedAt: number }[]> {
    const kept = await this.#signIns.all()
    return kept.flatMap(({ id, startedAt, usedAt, body }) => {
      const identity = identityIn(body)
      if (identity === undefined) this.#dropped.add(id)
      return identity === undefined ? [] : [{ session: { id, startedAt, identity }, usedAt }]
    })
  }

  /** A session that the store does not take lasts as long as this process; the person is let in. */
  async put({ id, identity, startedAt }: Session): Promise<void> {
    const directory = identity.tenantDirectoryId
    const body = JSON.stringify(identity)
    const signIn: KeptSignIn = { id, directory, startedAt, usedAt: startedAt, body }
    try {
      await this.#signIns.put(signIn)
    } catch (error) {
      this.#log.warn({ words: wordsOf(error) }, 'a sign-in will not outlive this process')
    }
  }

  used(id: string, usedAt: number): void {
    this.#used.set(id, usedAt)
  }

  drop(id: string): void {
    this.#used.delete(id)
    this.#dropped.add(id)
  }

  /** Hands over what has gathered. Never fails: what the store would not take is left for the next time. */
  async flush(): Promise<void> {
    await this.#flushing
    this.#flushing ??= this.#handOver().finally(() => {
      this.#flushing = undefined
    })
    await this.#flushing
  }

  async #handOver(): Promise<void> {
    const dropped = [...this.#dropped]
    const used = [...this.#used]
    try {
      await this.#signIns.drop(dropped)
      for (const id of dropped) this.#dropped.delete(id)
      await this.#signIns.use(used.map(([id, usedAt]) => ({ id, usedAt })))
      for (const [id, usedAt] of used) if (this.#used.get(id) === usedAt) this.#used.delete(id)
    } catch (error) {
      this.#log.warn({ words: wordsOf(error) }, 'sign-ins are not kept for now')
    }
  }
}

function identityIn(body: string): Identity | undefined {
  const value: unknown = JSON.parse(body)
  return isIdentity(value) ? value : undefined
}

function isIdentity(value: unknown): value is Identity {
  if (typeof value !== 'object' || value === null) return false
  const fields = ['tenantDirectoryId', 'personDirectoryId', 'name', 'userName']
  const found = new Map(Object.entries(value))
  return fields.every(field => typeof found.get(field) === 'string')
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
