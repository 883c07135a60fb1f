import type {
  Acknowledgement,
  CallEnd,
  CallHandlers,
  Credentials,
  Describe,
  DialogRules,
  HangUp,
  ReinviteResult,
} from '../calls.ts'
import { headersFrom } from '../messages/build.ts'
import type { Body } from '../messages/build.ts'
import { header } from '../messages/header.ts'
import type { Header, SipRequest, SipResponse } from '../messages/message.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import type { SipTarget } from '../transport/points.ts'
import { addressWithin, dialogKey, nextHop, withRefreshedTarget } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import { forbids } from './dialog-rules.ts'
import { InboundOffers } from './inbound-offers.ts'
import { readInfo } from './info-keys.ts'
import { OutboundOffers } from './outbound-offers.ts'
import { readReason, reasonHeaders } from './reason-header.ts'
import { Referrals } from './referrals.ts'
import { SessionTimer } from './session-timer.ts'
import { allowedMethods, supportedExtensions } from './user-agent.ts'
import type {
  DialogOwner,
  PendingRequest,
  RequestUser,
  SentRequest,
  UserAgent,
} from './user-agent.ts'

/** Whose call a session is part of. */
export interface SessionOwner {
  readonly handlers: () => CallHandlers
  /** The session is over; called once. */
  onOver(end: CallEnd): void
  /** An ACK of a 2xx of ours came. */
  onAcknowledged(ack: Acknowledgement): void
}

/** How a session begins. */
export interface SessionStart {
  readonly dialog: Dialog
  /** Our Contact URI inside this dialog. */
  readonly contact: string
  readonly localSdp: string | undefined
  readonly credentials?: Credentials | undefined
  /** Whoever began the call chose its Call-ID, and waits longer after glare (RFC 3261 §14.1). */
  readonly ownsCallId: boolean
  /** What this far end must not be sent. */
  readonly rules?: DialogRules | undefined
}

/** What one request inside the dialog says. */
export interface InDialogRequest {
  readonly method: string
  readonly headers?: readonly Header[]
  readonly body?: Body | undefined
}

/**
 * A confirmed dialog and the call it carries (RFC 3261 §12, §14, §15).
 * 1. It is in the endpoint's table from its making until its BYE is answered, so that crossing requests find it.
 * 2. `onOver` is called exactly once, whatever ends it; requests after that are answered but change nothing.
 */
export class Session implements DialogOwner {
  readonly ua: UserAgent
  readonly owner: SessionOwner
  readonly contact: string
  readonly ownsCallId: boolean
  readonly rules: DialogRules | undefined
  readonly timer: SessionTimer
  readonly #inbound: InboundOffers
  readonly #outbound: OutboundOffers
  readonly #referrals: Referrals
  readonly #credentials: Credentials | undefined
  #dialog: Dialog
  #over = false
  /** The session description we sent last: what a session refresh repeats. */
  localSdp: string | undefined

  constructor(ua: UserAgent, start: SessionStart, owner: SessionOwner) {
    this.ua = ua
    this.owner = owner
    this.#dialog = start.dialog
    this.contact = start.contact
    this.ownsCallId = start.ownsCallId
    this.rules = start.rules
    this.localSdp = start.localSdp
    this.#credentials = start.credentials
    this.#inbound = new InboundOffers(this)
    this.#outbound = new OutboundOffers(this)
    this.#referrals = new Referrals(this)
    this.timer = new SessionTimer(this)
    ua.dialogs.set(this.#key(), this)
  }

  get dialog(): Dialog {
    return this.#dialog
  }

  get localTag(): string {
    return this.#dialog.localTag
  }

  get isOver(): boolean {
    return this.#over
  }

  /** An offer of ours is on its way: theirs would be glare (RFC 3261 §14.2). */
  get offering(): boolean {
    return this.#outbound.pending
  }

  /** An offer of theirs is not answered yet: ours has to wait (RFC 3261 §14.1). */
  get answering(): boolean {
    return this.#inbound.pending
  }

  nextHop(): SipTarget | undefined {
    return nextHop(this.#dialog)
  }

  refreshTarget(message: SipRequest | SipResponse): void {
    this.#dialog = withRefreshedTarget(this.#dialog, message)
  }

  /** The fields of every INVITE and UPDATE inside the dialog, and of the answers to them. */
  offerHeaders(within: 'request' | 'response'): readonly Header[] {
    return [
      header('Allow', (this.rules?.allow ?? allowedMethods).join(', ')),
      header('Supported', supportedExtensions.join(', ')),
      ...this.timer.headers(within),
    ]
  }

  nextCseq(): number {
    this.#dialog = { ...this.#dialog, localCseq: this.#dialog.localCseq + 1 }
    return this.#dialog.localCseq
  }

  /** Sends a request inside the dialog (RFC 3261 §12.2.1). */
  request({ method, headers, body }: InDialogRequest, user: RequestUser): PendingRequest {
    if (forbids(this.rules, method)) return this.#keepBack(method, user)
    const parts = { ...addressWithin(this.#dialog, method, this.nextCseq()), headers, body }
    const hop = this.nextHop()
    return this.ua.request(
      {
        parts: { ...parts, headers: headers ?? [] },
        targets: hop === undefined ? [] : [hop],
        ...(method === 'BYE' ? {} : { contact: this.contact }),
        nextCseq: () => this.nextCseq(),
        credentials: this.#credentials,
      },
      user,
    )
  }

  /** A method the far end does not take is not sent: whoever asked for it hears what silence would tell. */
  #keepBack(method: string, user: RequestUser): PendingRequest {
    this.ua.decided('kept-back', this.#dialog.callId, method)
    user.onSilence('unresolved', `${method} is not sent on this trunk`)
    return { sent: () => undefined, settle: () => undefined }
  }

  /** Acknowledges a 2xx with the CSeq number of its INVITE (RFC 3261 §13.2.2.4). */
  sendAck({ request, peer }: SentRequest): () => void {
    const ack = addressWithin(this.#dialog, 'ACK', request.cseq.number)
    return this.ua.acknowledge(ack, this.nextHop(), peer)
  }

  reinvite(describe: Describe): Promise<ReinviteResult> {
    return this.#outbound.offer(describe)
  }

  hangUp(how: HangUp = {}): void {
    const { q850, text } = how
    const end: CallEnd = {
      by: 'us',
      cause: 'bye',
      ...(q850 === undefined ? {} : { q850 }),
      ...(text === undefined ? {} : { text }),
    }
    this.end(end, how)
  }

  /** Ends the call with a BYE; the owner hears of it now, the dialog leaves the table when it is answered. */
  end(end: CallEnd, how: HangUp = {}): void {
    if (!this.#conclude(end)) return
    const headers = [...reasonHeaders(how), ...headersFrom(how.headers)]
    const forget = (): void => this.#forget()
    this.request(
      { method: 'BYE', headers },
      { onResponse: ({ status }) => (status < 200 ? undefined : forget()), onSilence: forget },
    )
  }

  /** Ends the call without a BYE: the far end has ended it, or is gone. */
  drop(end: CallEnd): void {
    if (this.#conclude(end)) this.#forget()
  }

  receive(transaction: ServerTransaction): void {
    const { request } = transaction
    const { remoteCseq } = this.#dialog
    // RFC 3261 §12.2.2: a request that was overtaken by a later one is out of order.
    if (remoteCseq !== undefined && request.cseq.number < remoteCseq) {
      this.ua.respond(transaction, { status: 500, reason: 'CSeq Out Of Order' })
      return
    }
    this.#dialog = { ...this.#dialog, remoteCseq: request.cseq.number }
    this.#dispatch(transaction)
  }

  acknowledge(ack: SipRequest): void {
    this.#inbound.acknowledge(ack)
  }

  cancelled(transaction: ServerTransaction): void {
    this.#inbound.cancelled(transaction)
  }

  /** Waits for the ACK of a 2xx this session's own INVITE got from us. */
  awaitAck(transaction: ServerTransaction, send: () => void, offered: boolean): void {
    this.#inbound.awaitAck(transaction.request.cseq.number, send, offered)
  }

  #dispatch(transaction: ServerTransaction): void {
    const { request } = transaction
    switch (request.method) {
      case 'BYE':
        this.#onBye(transaction)
        break
      case 'INVITE':
      case 'UPDATE':
        if (this.#over) this.#answer(transaction, 481)
        else this.#inbound.receive(transaction)
        break
      case 'REFER':
        if (this.#over) this.#answer(transaction, 481)
        else this.#referrals.receive(transaction)
        break
      case 'INFO':
        this.#onInfo(transaction)
        break
      case 'OPTIONS':
      case 'NOTIFY':
        this.#answer(transaction, 200)
        break
      default:
        // PRACK among them: we send nothing reliably, so no PRACK can match (RFC 3262 §3).
        this.#answer(transaction, request.method === 'PRACK' ? 481 : 405)
    }
  }

  /** RFC 3261 §15.1.2: a BYE is answered even when ours is already on its way. */
  #onBye(transaction: ServerTransaction): void {
    this.#answer(transaction, 200)
    this.drop({ by: 'far-end', cause: 'bye', ...readReason(transaction.request) })
  }

  #onInfo(transaction: ServerTransaction): void {
    const { status, headers, key } = readInfo(transaction.request)
    this.ua.respond(transaction, { status, headers })
    if (key !== undefined && !this.#over) this.owner.handlers().onKey?.(key)
  }

  #answer(transaction: ServerTransaction, status: number): void {
    const headers = status === 405 ? [header('Allow', allowedMethods.join(', '))] : []
    this.ua.respond(transaction, { status, headers })
  }

  #conclude(end: CallEnd): boolean {
    if (this.#over) return false
    this.#over = true
    this.#inbound.stop()
    this.#outbound.stop()
    this.timer.stop()
    this.owner.onOver(end)
    return true
  }

  #forget(): void {
    if (this.ua.dialogs.get(this.#key()) === this) this.ua.dialogs.delete(this.#key())
  }

  #key(): string {
    const { callId, localTag, remoteTag } = this.#dialog
    return dialogKey(callId, localTag, remoteTag)
  }
}
