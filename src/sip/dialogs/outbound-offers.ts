import type { Describe, ReinviteResult } from '../calls.ts'
import { sdpBody } from '../messages/build.ts'
import { chanceOf } from '../messages/chance.ts'
import type { SipResponse } from '../messages/message.ts'
import { retryAfterMsOf } from '../messages/retry-after.ts'
import { lifetimeMs } from '../transactions/machine.ts'
import { worded } from './dialog-rules.ts'
import type { Session } from './session.ts'
import { sdpOf } from './sdp-body.ts'
import type { PendingRequest, SentRequest, Silence } from './user-agent.ts'

/** Tries of one offer while the far end keeps offering too. */
export const glareRetriesMax = 5
/** How long a far end may think about an offer after its 100 Trying; then it counts as gone. */
export const offerMsMax = 60_000

interface Offer {
  readonly describe: Describe
  readonly settle: (result: ReinviteResult) => void
}

/** One sending of an offer. */
interface Try {
  readonly offer: Offer
  readonly attempt: number
  readonly sdp: string
}

/** Our own re-INVITEs inside a dialog: one at a time, tried again after glare (RFC 3261 §14.1). */
export class OutboundOffers {
  readonly #session: Session
  readonly #queue: Offer[] = []
  #current: Offer | undefined
  #sending = false
  #cancelPause: (() => void) | undefined
  #request: PendingRequest | undefined

  constructor(session: Session) {
    this.#session = session
  }

  /** An INVITE of ours is being worded, or has no final answer yet. */
  get pending(): boolean {
    return this.#sending
  }

  offer(describe: Describe): Promise<ReinviteResult> {
    return new Promise(settle => {
      if (this.#session.isOver) settle({ kind: 'over' })
      else this.#queue.push({ describe, settle })
      this.#next()
    })
  }

  /** The call is over; nobody will answer any more. */
  stop(): void {
    this.#cancelPause?.()
    if (this.#sending) this.#forgetLater()
    for (const offer of [this.#current, ...this.#queue]) offer?.settle({ kind: 'over' })
    this.#current = undefined
    this.#queue.length = 0
  }

  #next(): void {
    if (this.#current !== undefined) return
    this.#current = this.#queue.shift()
    if (this.#current !== undefined) void this.#try(this.#current, 1)
  }

  async #try(offer: Offer, attempt: number): Promise<void> {
    if (this.#session.answering) {
      this.#later(offer, attempt)
      return
    }
    // While it is worded, an offer of theirs crosses it already: answered, it would make the words stale.
    this.#sending = true
    this.#request = undefined
    const sdp = await this.#describe(offer)
    if (this.#session.isOver) return
    if (sdp !== undefined) {
      this.#send({ offer, attempt, sdp })
      return
    }
    this.#sending = false
    this.#settle(offer, { kind: 'withdrawn' })
  }

  async #describe({ describe }: Offer): Promise<string | undefined> {
    try {
      return await describe()
    } catch (error) {
      const { ua, dialog } = this.#session
      ua.decided('dropped', dialog.callId, `offer: ${String(error)}`)
      return undefined
    }
  }

  #send(sending: Try): void {
    this.#cancelPause = this.#session.ua.clock.setTimer(offerMsMax, () =>
      this.#onSilence('timeout'),
    )
    let resend: (() => void) | undefined
    const headers = this.#session.offerHeaders('request')
    this.#request = this.#session.request(
      { method: 'INVITE', headers, body: sdpBody(worded(sending.sdp, this.#session.rules)) },
      {
        onResponse: (response, sent) => {
          const { status } = response
          if (status >= 200 && status < 300) {
            // A repeated 2xx means the ACK was lost (RFC 3261 §13.2.2.4).
            if (resend === undefined) resend = this.#onAnswered(sending, response, sent)
            else resend()
          } else if (status >= 300) this.#onRefused(sending, response)
        },
        onSilence: silence => this.#onSilence(silence),
      },
    )
  }

  #onAnswered({ offer, sdp }: Try, response: SipResponse, sent: SentRequest): () => void {
    this.#onFinal()
    this.#session.refreshTarget(response)
    const resend = this.#session.sendAck(sent)
    if (this.#session.isOver) return resend
    this.#session.localSdp = sdp
    this.#session.timer.refreshedBy(response)
    this.#settle(offer, { kind: 'answered', sdp: sdpOf(response) })
    return resend
  }

  #onRefused({ offer, attempt }: Try, response: SipResponse): void {
    const { status, reason } = response
    this.#onFinal()
    if (this.#session.isOver) return
    if (status === 491 && attempt < glareRetriesMax) {
      this.#session.ua.decided('glare', this.#session.dialog.callId, `attempt ${attempt}`)
      this.#later(offer, attempt + 1)
    } else if (status === 481 || status === 408) {
      // RFC 3261 §12.2.1.2: the far end knows of no such call, or nothing of it can be reached.
      this.#session.end({ by: 'error', cause: 'dialog-gone', status })
    } else {
      const retryAfterMs = retryAfterMsOf(response)
      const later = retryAfterMs === undefined ? {} : { retryAfterMs }
      this.#settle(offer, { kind: 'refused', status, reason, ...later })
    }
  }

  #onFinal(): void {
    this.#sending = false
    this.#cancelPause?.()
  }

  /** The call ended while its last offer was open: the final answer is waited for no longer than a CANCEL's is. */
  #forgetLater(): void {
    const { ua } = this.#session
    const sent = this.#request?.sent()
    if (sent === undefined) return
    this.#cancelPause = ua.clock.setTimer(lifetimeMs, () => ua.forget(sent))
  }

  #onSilence(silence: Silence): void {
    const cause = silence === 'timeout' ? 'timeout' : 'transport-failed'
    this.#session.end({ by: 'error', cause })
  }

  /** §14.1: the owner of the Call-ID waits 2.1 to 4 s, the other side 0 to 2 s, in steps of 10 ms. */
  #later(offer: Offer, attempt: number): void {
    const { ua, ownsCallId } = this.#session
    const share = chanceOf(ua.token())
    const steps = ownsCallId ? 210 + Math.floor(share * 191) : Math.floor(share * 201)
    this.#cancelPause = ua.clock.setTimer(steps * 10, () => {
      this.#cancelPause = undefined
      void this.#try(offer, attempt)
    })
  }

  #settle(offer: Offer, result: ReinviteResult): void {
    this.#current = undefined
    offer.settle(result)
    this.#next()
  }
}
