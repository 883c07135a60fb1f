import type { CallHandlers, ReinviteReply } from '../calls.ts'
import { sdpBody } from '../messages/build.ts'
import type { ResponseParts } from '../messages/build.ts'
import { header } from '../messages/header.ts'
import { retrySoon } from '../messages/retry-after.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import { withRefreshedTarget } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import { readInfo } from './info-keys.ts'
import { sdpOf } from './sdp-body.ts'
import { allowedMethods } from './user-agent.ts'
import type { DialogOwner, UserAgent } from './user-agent.ts'

/** What an early dialog needs to know of its call. */
export interface EarlyStart {
  readonly dialog: Dialog
  /** Our Contact inside it. */
  readonly contact: string
  /** Whose INVITE made it. */
  readonly invitedBy: 'us' | 'them'
  /** Whose offer has no answer yet: another one would meet it (RFC 3311 §5.2). */
  readonly openOffer: () => 'ours' | 'theirs' | 'none'
  readonly handlers: () => CallHandlers
}

/** A dialog before the final answer of its INVITE (RFC 3261 §12.1), and the requests that come inside it. */
export class EarlyDialog implements DialogOwner {
  readonly #ua: UserAgent
  readonly #start: EarlyStart
  #dialog: Dialog
  #deciding: ServerTransaction | undefined
  /** What we answered last to an UPDATE with an offer. */
  changed: string | undefined

  constructor(ua: UserAgent, start: EarlyStart) {
    this.#ua = ua
    this.#start = start
    this.#dialog = start.dialog
  }

  get dialog(): Dialog {
    return this.#dialog
  }

  get localTag(): string {
    return this.#dialog.localTag
  }

  /** Whether a request comes in order (RFC 3261 §12.2.2); one that does not is answered here. */
  inOrder(transaction: ServerTransaction): boolean {
    const { number } = transaction.request.cseq
    if (number < (this.#dialog.remoteCseq ?? 0)) {
      this.#answer(transaction, { status: 500, reason: 'CSeq Out Of Order' })
      return false
    }
    this.#dialog = { ...this.#dialog, remoteCseq: number }
    return true
  }

  receive(transaction: ServerTransaction): void {
    if (this.inOrder(transaction)) this.serve(transaction)
  }

  /** 481 would end the dialog for whoever asks (RFC 5057 §5.3), so it is kept for what only makes sense elsewhere. */
  serve(transaction: ServerTransaction): void {
    const { method } = transaction.request
    if (method === 'UPDATE') this.#onUpdate(transaction)
    else if (method === 'INVITE') {
      // RFC 3261 §14.2: theirs came too soon, or crosses ours.
      if (this.#start.invitedBy === 'us') this.#answer(transaction, { status: 491 })
      else this.#sendLater(transaction)
    } else if (method === 'INFO') this.#onInfo(transaction)
    else if (method === 'OPTIONS' || method === 'NOTIFY') this.#answer(transaction, { status: 200 })
    else if (method === 'REFER') this.#answer(transaction, { status: 603 })
    else if (method === 'BYE' || method === 'PRACK') this.#answer(transaction, { status: 481 })
    else {
      const headers = [header('Allow', allowedMethods.join(', '))]
      this.#answer(transaction, { status: 405, headers })
    }
  }

  /** The call has its final answer, or will have none; an UPDATE that is not answered yet goes with it. */
  stop(): void {
    const open = this.#deciding
    this.#deciding = undefined
    if (open !== undefined) this.#answer(open, { status: 487 })
  }

  acknowledge(): void {
    // No 2xx of ours is out in an early dialog.
  }

  cancelled(): void {
    // No INVITE inside it waits for an answer.
  }

  /** RFC 3311 §5.2. */
  #onUpdate(transaction: ServerTransaction): void {
    const sdp = sdpOf(transaction.request)
    const open = sdp === undefined ? 'none' : this.#start.openOffer()
    const handlers = this.#start.handlers()
    if (this.#deciding !== undefined || open === 'theirs') this.#sendLater(transaction)
    else if (open === 'ours') this.#answer(transaction, { status: 491 })
    else if (sdp === undefined) this.#agree(transaction)
    else if (handlers.onReinvite === undefined) this.#answer(transaction, { status: 488 })
    else {
      this.#deciding = transaction
      void this.#decide(transaction, Promise.resolve(handlers.onReinvite({ sdp })))
    }
  }

  async #decide(transaction: ServerTransaction, deciding: Promise<ReinviteReply>): Promise<void> {
    const reply = await deciding.catch((error: unknown): ReinviteReply => {
      this.#ua.decided('answered-with-error', transaction.request.callId, String(error))
      return { kind: 'refuse', status: 500 }
    })
    if (this.#deciding !== transaction) return
    this.#deciding = undefined
    if (reply.kind === 'refuse') {
      const { status, reason } = reply
      this.#answer(transaction, { status, reason })
    } else {
      this.changed = reply.sdp
      this.#agree(transaction, reply.sdp)
    }
  }

  #agree(transaction: ServerTransaction, sdp?: string): void {
    this.#dialog = withRefreshedTarget(this.#dialog, transaction.request)
    const headers = [header('Contact', `<${this.#start.contact}>`)]
    this.#answer(transaction, { status: 200, headers, body: sdpBody(sdp) })
  }

  #sendLater(transaction: ServerTransaction): void {
    this.#answer(transaction, { status: 500, headers: [retrySoon(this.#ua.token())] })
  }

  #onInfo(transaction: ServerTransaction): void {
    const { status, headers, key } = readInfo(transaction.request)
    this.#answer(transaction, { status, headers })
    if (key !== undefined) this.#start.handlers().onKey?.(key)
  }

  #answer(transaction: ServerTransaction, parts: ResponseParts): void {
    this.#ua.respond(transaction, parts)
  }
}
