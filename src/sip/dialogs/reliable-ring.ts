import type { SipClock } from '../endpoint/endpoint-options.ts'
import { header, valueOf } from '../messages/header.ts'
import type { Header, SipRequest } from '../messages/message.ts'
import { lifetimeMs, t1Ms } from '../transactions/machine.ts'

/**
 * A provisional response that a caller wants acknowledged (RFC 3262 §3): repeated after T1, then at twice the
 * pause each time, until its PRACK comes; without one in 64·T1 the call is refused.
 */
export class ReliableRing {
  readonly #clock: SipClock
  readonly #invite: SipRequest
  #rseq = 0
  #cancelPause: (() => void) | undefined
  #cancelEnd: (() => void) | undefined

  constructor(clock: SipClock, invite: SipRequest) {
    this.#clock = clock
    this.#invite = invite
  }

  /** A provisional response is out and not acknowledged: no other may go out before (RFC 3262 §3). */
  get pending(): boolean {
    return this.#cancelEnd !== undefined
  }

  send(transmit: (headers: readonly Header[]) => void, onSilence: () => void): void {
    this.#rseq += 1
    const headers = [header('Require', '100rel'), header('RSeq', String(this.#rseq))]
    const again = (pauseMs: number): void => {
      transmit(headers)
      this.#cancelPause = this.#clock.setTimer(pauseMs, () => again(pauseMs * 2))
    }
    this.#cancelEnd = this.#clock.setTimer(lifetimeMs, () => {
      this.stop()
      onSilence()
    })
    again(t1Ms)
  }

  /** Whether this PRACK is for what is out; then the repetition stops (RFC 3262 §7.2). */
  acknowledge(prack: SipRequest): boolean {
    const { cseq } = this.#invite
    const wanted = `${this.#rseq} ${cseq.number} ${cseq.method}`
    const said = (valueOf(prack, 'rack') ?? '').split(/\s+/).join(' ')
    if (!this.pending || said !== wanted) return false
    this.stop()
    return true
  }

  stop(): void {
    this.#cancelPause?.()
    this.#cancelEnd?.()
    this.#cancelPause = undefined
    this.#cancelEnd = undefined
  }
}
