import type { PingOptions, PingResult, SipClock } from '../endpoint/endpoint-options.ts'
import type { SipTarget } from '../transport/points.ts'

/** How long an OPTIONS may go unanswered before its target counts as down. */
export const pingMsMax = 8_000

/** What OPTIONS told about one target. */
export interface TargetHealth {
  readonly target: SipTarget
  readonly state: 'unknown' | 'up' | 'down'
  readonly roundTripMs: number | undefined
  /** The status that made it down, or how it stayed silent. */
  readonly reason: string | undefined
}

/** What watching takes. */
export interface TrunkHealthOptions {
  readonly clock: SipClock
  readonly ping: (target: SipTarget, options: PingOptions) => Promise<PingResult>
  readonly targets: readonly SipTarget[]
  readonly everyMs: number
  readonly options: PingOptions
  onChange?(health: TargetHealth): void
}

/**
 * Asks every target of a trunk by OPTIONS, and keeps them in order of use: those not down first, each group in
 * the order configured. A target that is down is still tried last, as Microsoft does with us (What's new, 2023).
 */
export class TrunkHealth {
  readonly #options: TrunkHealthOptions
  #health: readonly TargetHealth[]
  #cancel: (() => void) | undefined
  #closed = false

  constructor(options: TrunkHealthOptions) {
    this.#options = options
    this.#health = options.targets.map(target => ({
      target,
      state: 'unknown',
      roundTripMs: undefined,
      reason: undefined,
    }))
    this.#round()
  }

  health(): readonly TargetHealth[] {
    return this.#health
  }

  ordered(): readonly SipTarget[] {
    const usable = this.#health.filter(({ state }) => state !== 'down')
    const down = this.#health.filter(({ state }) => state === 'down')
    return [...usable, ...down].map(({ target }) => target)
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
  }

  #round(): void {
    const { clock, everyMs, targets } = this.#options
    for (const target of targets) void this.#ask(target)
    this.#cancel = clock.setTimer(everyMs, () => this.#round())
  }

  async #ask(target: SipTarget): Promise<void> {
    const { ping, options } = this.#options
    const result = await ping(target, { timeoutMs: pingMsMax, ...options })
    if (this.#closed) return
    const { state, reason } = judge(result)
    const roundTripMs = result.kind === 'answered' ? result.roundTripMs : undefined
    const before = this.#health.find(entry => entry.target === target)
    const after: TargetHealth = { target, state, roundTripMs, reason }
    this.#health = this.#health.map(entry => (entry.target === target ? after : entry))
    if (before?.state !== state) this.#options.onChange?.(after)
  }
}

/** Any answer shows a living peer, but for those that say: not here, not now, not you. */
function judge(result: PingResult): Pick<TargetHealth, 'state' | 'reason'> {
  if (result.kind === 'silent') return { state: 'down', reason: result.reason }
  const refused = [403, 408, 503, 504].includes(result.status)
  return refused
    ? { state: 'down', reason: String(result.status) }
    : { state: 'up', reason: undefined }
}
