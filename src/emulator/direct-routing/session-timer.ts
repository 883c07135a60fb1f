import type { Timers } from '../timers.ts'
import { headerOf } from '../wire/message.ts'
import type { WireHeader, WireMessage } from '../wire/message.ts'

/** Who refreshes a session, and what becomes of it. */
export interface SessionTimerUser {
  /** Half of the time is over, and refreshing is our task. */
  onDue(): void
  /** Nobody refreshed it in time. */
  onExpired(): void
}

interface Agreed {
  readonly seconds: number
  readonly ours: boolean
}

/**
 * The session timer of one dialog (RFC 4028), as the newest 2xx of either side has it: who is
 * named refreshes by a re-INVITE at half time (§10), and a session not refreshed ends.
 */
export class SessionTimer {
  readonly #timers: Timers
  readonly #user: SessionTimerUser
  #agreed: Agreed | undefined
  #stops: readonly (() => void)[] = []

  constructor(timers: Timers, user: SessionTimerUser) {
    this.#timers = timers
    this.#user = user
  }

  /** Grants what the SBC's request asks for, and says so (§9). Refreshing is the SBC's task unless it asks for us. */
  grant(request: WireMessage): readonly WireHeader[] {
    const asked = read(request)
    const refresher = asked?.refresher ?? 'uac'
    this.#agree(asked && { seconds: asked.seconds, ours: refresher === 'uas' })
    if (asked === undefined) return []
    return [
      { name: 'session-expires', value: `${asked.seconds};refresher=${refresher}` },
      { name: 'require', value: 'timer' },
    ]
  }

  /** What a request of ours asks for: that it stays as it is (§7.4). */
  ask(): readonly WireHeader[] {
    if (this.#agreed === undefined) return []
    const { seconds, ours } = this.#agreed
    return [{ name: 'session-expires', value: `${seconds};refresher=${ours ? 'uac' : 'uas'}` }]
  }

  /** Takes what the SBC's answer granted; without the field there is no timer (§7.2). */
  take(answer: WireMessage): void {
    const granted = read(answer)
    this.#agree(granted && { seconds: granted.seconds, ours: granted.refresher !== 'uas' })
  }

  stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  #agree(agreed: Agreed | undefined): void {
    this.stop()
    this.#agreed = agreed
    if (agreed === undefined) return
    const { seconds, ours } = agreed
    this.#stops = [
      this.#timers.after(seconds * 1000, () => this.#user.onExpired()),
      ...(ours ? [this.#timers.after(seconds * 500, () => this.#user.onDue())] : []),
    ]
  }
}

function read(
  message: WireMessage,
): { readonly seconds: number; readonly refresher: 'uac' | 'uas' | undefined } | undefined {
  const value = headerOf(message, 'session-expires') ?? ''
  const seconds = Number.parseInt(value, 10)
  const said = /;\s*refresher\s*=\s*(uac|uas)/i.exec(value)?.[1]?.toLowerCase()
  if (Number.isNaN(seconds)) return undefined
  return { seconds, refresher: said === 'uac' || said === 'uas' ? said : undefined }
}
