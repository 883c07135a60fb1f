import type { ReinviteReply } from '../calls.ts'
import { sdpBody } from '../messages/build.ts'
import { header } from '../messages/header.ts'
import type { SipRequest } from '../messages/message.ts'
import { retrySoon } from '../messages/retry-after.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import { repeatAnswer } from './repeated-answer.ts'
import type { RepeatedAnswer } from './repeated-answer.ts'
import { sdpOf } from './sdp-body.ts'
import type { Session } from './session.ts'

/** A 2xx on its way, and whether it holds an offer of ours. */
interface Unacknowledged {
  readonly repeated: RepeatedAnswer
  readonly offered: boolean
}

/** The INVITEs and UPDATEs the far end sends inside a dialog, and the ACKs our 2xx wait for. */
export class InboundOffers {
  readonly #session: Session
  #pending: ServerTransaction | undefined
  /** 2xx of ours without their ACK yet, by CSeq: a re-INVITE may overtake the ACK of the one before. */
  readonly #unacknowledged = new Map<number, Unacknowledged>()

  constructor(session: Session) {
    this.#session = session
  }

  get pending(): boolean {
    return this.#pending !== undefined || this.#unacknowledged.size > 0
  }

  receive(transaction: ServerTransaction): void {
    const { ua, owner } = this.#session
    const { request } = transaction
    const sdp = sdpOf(request)
    if (!this.#mayOffer(transaction)) return
    if (request.method === 'UPDATE' && sdp === undefined) {
      this.#refresh(request)
      ua.respond(transaction, { status: 200, headers: this.#headers() })
      return
    }
    const handlers = owner.handlers()
    if (handlers.onReinvite === undefined) {
      ua.respond(transaction, { status: 488 })
      return
    }
    this.#pending = transaction
    if (request.method === 'INVITE') ua.respond(transaction, { status: 100 })
    void this.#decide(transaction, Promise.resolve(handlers.onReinvite({ sdp })))
  }

  /** The ACK of a 2xx of ours: repetition stops; an answer to our offer goes to the owner. */
  acknowledge(ack: SipRequest): void {
    const waiting = this.#unacknowledged.get(ack.cseq.number)
    if (waiting === undefined) return
    waiting.repeated.stop()
    this.#unacknowledged.delete(ack.cseq.number)
    const { offered: owed } = waiting
    const sdp = owed ? sdpOf(ack) : undefined
    this.#session.owner.onAcknowledged(sdp === undefined ? { owed } : { owed, sdp })
  }

  /** Repeats a 2xx until it is acknowledged; silence for 64·T1 ends the call (RFC 3261 §13.3.1.4). */
  awaitAck(cseq: number, send: () => void, offered: boolean): void {
    const { clock } = this.#session.ua
    const repeated = repeatAnswer(clock, send, () => {
      this.#unacknowledged.delete(cseq)
      this.#session.end({ by: 'error', cause: 'ack-timeout' })
    })
    this.#unacknowledged.set(cseq, { repeated, offered })
  }

  /** The call is over: an INVITE still open is terminated (RFC 3261 §15.1.2). */
  stop(): void {
    for (const { repeated } of this.#unacknowledged.values()) repeated.stop()
    this.#unacknowledged.clear()
    if (this.#pending !== undefined) this.#session.ua.respond(this.#pending, { status: 487 })
    this.#pending = undefined
  }

  /** A CANCEL for an INVITE of theirs we have not answered: the session stays as it was (RFC 3261 §9.2). */
  cancelled(transaction: ServerTransaction): void {
    if (this.#pending !== transaction) return
    this.#pending = undefined
    this.#session.ua.respond(transaction, { status: 487 })
  }

  #mayOffer(transaction: ServerTransaction): boolean {
    const { ua, dialog } = this.#session
    if (this.#pending !== undefined) {
      ua.respond(transaction, { status: 500, headers: [retrySoon(ua.token())] })
      return false
    }
    const offering = this.#session.offering || this.#awaitsAnswer()
    if (!offering) return true
    // RFC 3261 §14.2: both sides offered at once. An offer of ours in a 200 is open until its ACK (RFC 5407 §3.1.5).
    ua.decided('glare', dialog.callId, 'their offer crossed ours')
    ua.respond(transaction, { status: 491 })
    return false
  }

  #awaitsAnswer(): boolean {
    return [...this.#unacknowledged.values()].some(({ offered }) => offered)
  }

  async #decide(transaction: ServerTransaction, deciding: Promise<ReinviteReply>): Promise<void> {
    const reply = await deciding.catch((error: unknown): ReinviteReply => {
      this.#session.ua.decided('answered-with-error', transaction.request.callId, String(error))
      return { kind: 'refuse', status: 500 }
    })
    if (this.#pending !== transaction) return
    this.#pending = undefined
    if (reply.kind === 'refuse') {
      const { status, reason } = reply
      this.#session.ua.respond(transaction, { status, reason })
      return
    }
    this.#accept(transaction, reply.sdp)
  }

  #accept(transaction: ServerTransaction, sdp: string): void {
    const { ua } = this.#session
    const { request } = transaction
    this.#session.localSdp = sdp
    this.#refresh(request)
    const answer = { status: 200, headers: this.#headers(), body: sdpBody(sdp) }
    const send = (): void => ua.respond(transaction, answer)
    if (request.method === 'UPDATE') send()
    else this.awaitAck(request.cseq.number, send, sdpOf(request) === undefined)
  }

  /** What is answered with a 2xx moves the remote target and renews the session; a refusal leaves both (§12.2.2). */
  #refresh(request: SipRequest): void {
    this.#session.refreshTarget(request)
    this.#session.timer.refreshedBy(request)
  }

  #headers(): ReturnType<Session['offerHeaders']> {
    return [
      header('Contact', `<${this.#session.contact}>`),
      ...this.#session.offerHeaders('response'),
    ]
  }
}
