import type {
  Acknowledgement,
  CallEnd,
  CallHandlers,
  Describe,
  DialogId,
  DialogRules,
  HangUp,
  IncomingCall,
  InviteView,
  ReinviteResult,
} from '../calls.ts'
import { headersFrom, sdpBody } from '../messages/build.ts'
import { header, headerKey, lists, valueOf, valuesOf } from '../messages/header.ts'
import type { Header } from '../messages/message.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import type { SipSource } from '../transport/points.ts'
import { contactOf, dialogKey, dialogOfInvite } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import { EarlyDialog } from './early-dialog.ts'
import { readReason, reasonHeaders } from './reason-header.ts'
import { ReliableRing } from './reliable-ring.ts'
import { sdpOf } from './sdp-body.ts'
import { Session } from './session.ts'
import { termHeaders, termsOfRequest } from './session-timer.ts'
import { allowedMethods, supportedExtensions } from './user-agent.ts'
import type { DialogOwner, UserAgent } from './user-agent.ts'

/** A ringing call repeats its provisional response so that no proxy gives it up (RFC 3261 §13.3.1.1). */
export const provisionalEveryMs = 60_000

type Ring = Parameters<IncomingCall['ring']>[0]

/** An INVITE that arrived, and the dialog our answer will make. */
export interface IncomingStart {
  readonly transaction: ServerTransaction
  readonly source: SipSource
  readonly localTag: string
  /** The call an INVITE with Replaces takes the place of (RFC 3891). */
  readonly replaced: Session | undefined
  /** Told when the caller has had a first word of ours beyond 100, or will have none. Told again, it means nothing. */
  readonly spoken: () => void
}

/**
 * A call that came to us, from INVITE to its end (RFC 3261 §13.3).
 * 1. `onEnded` is called exactly once, after `handle` at the earliest.
 * 2. After a 2xx no BYE leaves before the ACK came or its time is over (§15).
 */
export class Incoming implements IncomingCall, DialogOwner {
  readonly callId: string
  readonly invite: InviteView
  readonly #ua: UserAgent
  readonly #start: IncomingStart
  readonly #early: EarlyDialog
  #handlers: CallHandlers | undefined
  #session: Session | undefined
  #unheard: CallEnd | undefined
  #over = false
  #acknowledged = false
  #hangUpAfterAck: HangUp | undefined
  #cancelRepeat: (() => void) | undefined
  /** Present when the caller requires its provisional responses to be reliable (RFC 3262). */
  readonly #reliable: ReliableRing | undefined
  /** The answer to the INVITE's offer was in a provisional response that the caller acknowledged. */
  #answered = false
  /** The provisional response that waits for its PRACK has a description. */
  #describes = false
  /** What waits for the PRACK of the provisional response that is out. */
  #afterPrack: (() => void) | undefined

  constructor(ua: UserAgent, start: IncomingStart, dialog: Dialog) {
    const { request } = start.transaction
    this.#ua = ua
    this.#start = start
    this.#early = new EarlyDialog(ua, {
      dialog,
      contact: ua.contactFor(start.transaction.peer),
      invitedBy: 'them',
      openOffer: () => this.#openOffer(),
      handlers: () => this.#handlersOrNone(),
    })
    this.callId = request.callId
    this.invite = {
      requestUri: request.requestUri,
      from: request.from,
      to: request.to,
      contact: contactOf(request),
      sdp: sdpOf(request),
      source: start.source,
      header: name => valueOf(request, headerKey(name)),
      headers: name => valuesOf(request, headerKey(name)),
    }
    this.#reliable = lists(request, 'require', '100rel')
      ? new ReliableRing(ua.clock, request)
      : undefined
    ua.calls.add(this)
    ua.dialogs.set(this.#key(), this)
    start.transaction.onLost = () => this.#onLost()
  }

  get localTag(): string {
    return this.#start.localTag
  }

  dialog(): DialogId {
    const { callId, localTag, remoteTag } = this.#early.dialog
    return { callId, localTag, remoteTag }
  }

  handle(handlers: CallHandlers): void {
    this.#handlers = handlers
    const end = this.#unheard
    this.#unheard = undefined
    if (end !== undefined) handlers.onEnded(end)
  }

  ring(how: NonNullable<Ring> = {}): void {
    if (this.#over || this.#session !== undefined || this.#waits(() => this.ring(how))) return
    const { status = 180, sdp, headers } = how
    const extra = headersFrom(headers)
    const body = sdpBody(sdp)
    const transmit = (more: readonly Header[]): void =>
      this.#respond(status, [...this.#contact(extra), ...more, ...extra], body)
    this.#cancelRepeat?.()
    if (this.#reliable !== undefined) {
      this.#describes = sdp !== undefined
      this.#reliable.send(transmit, () => this.reject({ status: 504 }))
      return
    }
    const send = (): void => {
      transmit([])
      this.#cancelRepeat = this.#ua.clock.setTimer(provisionalEveryMs, send)
    }
    send()
  }

  accept(answer: Parameters<IncomingCall['accept']>[0]): void {
    if (this.#over || this.#session !== undefined || this.#waits(() => this.accept(answer))) return
    const { headers, rules } = answer
    const { changed } = this.#early
    const sdp = changed ?? answer.sdp
    this.#cancelRepeat?.()
    const { transaction, replaced } = this.#start
    const extra = headersFrom(headers)
    const contact = this.#contact(extra)
    const session = this.#openSession({ sdp, rules }, [...contact, ...extra])
    const terms = termsOfRequest(transaction.request)
    session.timer.start(terms)
    const fields = [
      ...contact,
      header('Allow', (rules?.allow ?? allowedMethods).join(', ')),
      header('Supported', supportedExtensions.join(', ')),
      ...(terms === undefined ? [] : termHeaders(terms, 'response')),
      ...extra,
    ]
    // An answer that an UPDATE has overtaken is not given again (RFC 6337 §3.1.1).
    const body = changed === undefined ? sdpBody(sdp) : undefined
    const send = (): void => this.#respond(200, fields, body)
    session.awaitAck(transaction, send, this.invite.sdp === undefined)
    // RFC 3891 §3: once the new call stands, the one it replaces is hung up.
    replaced?.end({ by: 'far-end', cause: 'replaced' })
  }

  reject(why: Parameters<IncomingCall['reject']>[0]): void {
    if (this.#over || this.#session !== undefined) return
    const { status, reason, headers, q850, retryAfterMs } = why
    const retry = retryAfterMs === undefined ? [] : [retryAfter(retryAfterMs)]
    const cause = q850 === undefined ? [] : reasonHeaders({ q850 })
    this.#respond(status, [...retry, ...cause, ...headersFrom(headers)], undefined, reason)
    this.#end({ by: 'us', cause: 'rejected', status, ...(q850 === undefined ? {} : { q850 }) })
  }

  hangUp(how: HangUp = {}): void {
    if (this.#session === undefined) {
      this.reject({ status: 480, ...(how.q850 === undefined ? {} : { q850: how.q850 }) })
    } else if (this.#acknowledged) this.#session.hangUp(how)
    else this.#hangUpAfterAck ??= how
  }

  reinvite(describe: Describe): Promise<ReinviteResult> {
    return this.#session?.reinvite(describe) ?? Promise.resolve({ kind: 'over' })
  }

  shutDown(): void {
    if (this.#session !== undefined) this.#session.end({ by: 'us', cause: 'endpoint-closed' })
    else {
      this.#respond(503, [retryAfter(1_000)], undefined)
      this.#end({ by: 'us', cause: 'endpoint-closed', status: 503 })
    }
  }

  /** Requests inside the dialog before it is confirmed: BYE (§15) and PRACK (RFC 3262) are about the INVITE. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction
    if (!this.#early.inOrder(transaction)) return
    if (request.method === 'PRACK') this.#onPrack(transaction)
    else if (request.method === 'BYE') {
      this.#ua.respond(transaction, { status: 200 })
      this.#respond(487, [], undefined)
      this.#end({ by: 'far-end', cause: 'bye', ...readReason(request) })
    } else this.#early.serve(transaction)
  }

  acknowledge(): void {
    // The ACK of a 2xx reaches the session; any other belongs to its transaction.
  }

  /** RFC 3261 §9.2: a CANCEL before the final answer ends the call with 487; after it, it means nothing. */
  cancelled(_transaction: ServerTransaction, cancel: Parameters<typeof readReason>[0]): void {
    if (this.#over || this.#session !== undefined) return
    this.#respond(487, [], undefined)
    this.#end({ by: 'far-end', cause: 'cancelled', status: 487, ...readReason(cancel) })
  }

  /** RFC 3262 §3: while a reliable provisional response is out, nothing more is said; the newest word waits. */
  #waits(then: () => void): boolean {
    if (this.#reliable?.pending !== true) return false
    this.#afterPrack = then
    return true
  }

  #onPrack(transaction: ServerTransaction): void {
    if (this.#reliable?.acknowledge(transaction.request) !== true) {
      this.#ua.respond(transaction, { status: 481 })
      return
    }
    this.#answered ||= this.#describes
    this.#ua.respond(transaction, { status: 200 })
    const then = this.#afterPrack
    this.#afterPrack = undefined
    then?.()
  }

  /** An INVITE without an offer gets ours with the answer, so that one of theirs would cross it. */
  #openOffer(): 'ours' | 'theirs' | 'none' {
    if (this.invite.sdp === undefined) return 'ours'
    return this.#answered ? 'none' : 'theirs'
  }

  #openSession(
    { sdp, rules }: { readonly sdp: string; readonly rules: DialogRules | undefined },
    headers: readonly Header[],
  ): Session {
    const contact = contactOf({ ...this.#start.transaction.request, headers })?.uri
    this.#early.stop()
    const session = new Session(
      this.#ua,
      {
        dialog: this.#early.dialog,
        contact: contact ?? this.#ua.contactFor(this.#start.transaction.peer),
        localSdp: sdp,
        ownsCallId: false,
        rules,
      },
      {
        handlers: () => this.#handlersOrNone(),
        onAcknowledged: ack => this.#onAck(ack),
        onOver: end => this.#conclude(end),
      },
    )
    this.#session = session
    return session
  }

  #onAck(ack: Acknowledgement): void {
    const first = !this.#acknowledged
    this.#acknowledged = true
    this.#handlersOrNone().onAcknowledged?.(ack)
    if (first && this.#hangUpAfterAck !== undefined) this.#session?.hangUp(this.#hangUpAfterAck)
  }

  #handlersOrNone(): CallHandlers {
    return this.#handlers ?? { onEnded: () => undefined }
  }

  /** Our answer could not be delivered: over a broken connection nobody is left to talk to. */
  #onLost(): void {
    const end: CallEnd = { by: 'error', cause: 'transport-failed' }
    if (this.#session === undefined) this.#end(end)
    else if (!this.#acknowledged) this.#session.end(end)
  }

  #respond(
    status: number,
    headers: readonly Header[],
    body: ReturnType<typeof sdpBody>,
    reason?: string,
  ): void {
    const { localTag: toTag, spoken, transaction } = this.#start
    spoken()
    this.#ua.respond(transaction, { status, toTag, headers, body, reason })
  }

  #contact(extra: readonly Header[]): readonly Header[] {
    if (extra.some(field => field.key === 'contact')) return []
    return [header('Contact', `<${this.#ua.contactFor(this.#start.transaction.peer)}>`)]
  }

  #end(end: CallEnd): void {
    if (this.#over) return
    this.#conclude(end)
    if (this.#ua.dialogs.get(this.#key()) === this) this.#ua.dialogs.delete(this.#key())
  }

  #conclude(end: CallEnd): void {
    this.#over = true
    this.#start.spoken()
    this.#cancelRepeat?.()
    this.#reliable?.stop()
    this.#early.stop()
    this.#ua.calls.delete(this)
    if (this.#handlers === undefined) this.#unheard = end
    else this.#handlers.onEnded(end)
  }

  #key(): string {
    const { callId, localTag, remoteTag } = this.#early.dialog
    return dialogKey(callId, localTag, remoteTag)
  }
}

function retryAfter(ms: number): Header {
  return header('Retry-After', String(Math.max(1, Math.ceil(ms / 1_000))))
}

/** Takes an INVITE in, or tells that it lacks the Contact a dialog needs (RFC 3261 §8.1.1.8). */
export function takeIn(ua: UserAgent, start: IncomingStart): Incoming | undefined {
  const dialog = dialogOfInvite(start.transaction.request, start.localTag)
  return dialog && new Incoming(ua, start, dialog)
}
