import { createHash, randomBytes } from 'node:crypto'
import type { ApiClock } from '../clock.ts'
import type { ApiLimits } from '../options.ts'
import type { SessionShelf } from './session-shelf.ts'
import type { Session, Sessions } from './sessions.ts'
import type { Identity } from './sign-in-port.ts'

/** Bytes of chance in a secret: 256 bits. */
const secretBytes = 32
/** How often sessions that ran out are looked for, so that their sockets end too. */
export const sweepMs = 10_000

interface Kept {
  readonly session: Session
  usedAt: number
}

/** How many and how long. */
export type SessionLimits = Pick<
  ApiLimits,
  'sessionsMax' | 'sessionsPerPersonMax' | 'sessionIdleMsMax' | 'sessionMsMax'
>

/**
 * Sessions in this process, under their secrets' digests, oldest first. Given a shelf they outlive
 * it: each is put there before its secret is given away, and read again at the next start. What the
 * shelf would not do is tried again with every look for sessions that ran out.
 */
export class MemorySessions implements Sessions {
  readonly #kept = new Map<string, Kept>()
  readonly #listeners = new Set<(session: Session) => void>()
  readonly #clock: ApiClock
  readonly #limits: SessionLimits
  readonly #shelf: SessionShelf | undefined
  #cancelSweep: () => void

  constructor(clock: ApiClock, limits: SessionLimits, shelf?: SessionShelf) {
    this.#clock = clock
    this.#limits = limits
    this.#shelf = shelf
    this.#cancelSweep = clock.after(sweepMs, () => this.#sweep())
  }

  /** Takes back the sessions that an earlier process left on the shelf. */
  async load(): Promise<void> {
    for (const one of (await this.#shelf?.load()) ?? []) {
      this.#kept.set(one.session.id, { ...one })
      if (this.#isOver(one)) this.#drop(one.session.id)
    }
    this.#leaveRoomFor(0)
  }

  async begin(identity: Identity): Promise<{ readonly secret: string; readonly session: Session }> {
    this.#makeRoom(identity)
    const secret = randomBytes(secretBytes).toString('base64url')
    const session = { id: digest(secret), identity, startedAt: this.#clock.now() }
    await this.#shelf?.put(session)
    this.#kept.set(session.id, { session, usedAt: session.startedAt })
    return { secret, session }
  }

  async find(secret: string): Promise<Session | undefined> {
    const found = this.#kept.get(digest(secret))
    if (found === undefined) return undefined
    if (this.#isOver(found)) {
      this.#drop(found.session.id)
      return undefined
    }
    this.#use(found)
    return found.session
  }

  keepAlive(id: string): void {
    const found = this.#kept.get(id)
    if (found !== undefined && !this.#isOver(found)) this.#use(found)
  }

  async end(id: string): Promise<void> {
    this.#drop(id)
    await this.#shelf?.flush()
  }

  countOf(identity: Identity): number {
    return this.#ofPerson(identity).length
  }

  count(): number {
    return this.#kept.size
  }

  onEnded(listener: (session: Session) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#cancelSweep()
    // On the shelf they stay: a server that stops signs nobody out.
    for (const { session } of this.#kept.values()) this.#tell(session)
    this.#kept.clear()
  }

  #use(found: Kept): void {
    found.usedAt = this.#clock.now()
    this.#shelf?.used(found.session.id, found.usedAt)
  }

  #isOver({ session, usedAt }: Kept): boolean {
    const now = this.#clock.now()
    const { sessionIdleMsMax, sessionMsMax } = this.#limits
    return now - usedAt >= sessionIdleMsMax || now - session.startedAt >= sessionMsMax
  }

  #drop(id: string): void {
    const dropped = this.#kept.get(id)
    if (dropped === undefined) return
    this.#kept.delete(id)
    this.#shelf?.drop(id)
    this.#tell(dropped.session)
  }

  #tell(session: Session): void {
    for (const listener of this.#listeners) listener(session)
  }

  #sweep(): void {
    for (const [id, one] of this.#kept) if (this.#isOver(one)) this.#drop(id)
    void this.#shelf?.flush()
    this.#cancelSweep = this.#clock.after(sweepMs, () => this.#sweep())
  }

  #ofPerson(identity: Identity): readonly string[] {
    return [...this.#kept].flatMap(([id, { session }]) =>
      isSame(session.identity, identity) ? id : [],
    )
  }

  #makeRoom(identity: Identity): void {
    const own = this.#ofPerson(identity)
    const tooMany = Math.max(0, own.length - this.#limits.sessionsPerPersonMax + 1)
    for (const id of own.slice(0, tooMany)) this.#drop(id)
    this.#leaveRoomFor(1)
  }

  #leaveRoomFor(more: number): void {
    for (const id of this.#kept.keys()) {
      if (this.#kept.size + more <= this.#limits.sessionsMax) return
      this.#drop(id)
    }
  }
}

function isSame(a: Identity, b: Identity): boolean {
  return a.tenantDirectoryId === b.tenantDirectoryId && a.personDirectoryId === b.personDirectoryId
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
