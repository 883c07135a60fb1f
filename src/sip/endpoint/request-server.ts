import { inspect, inspectWithin } from './admission.ts'
import { statelessRefusal } from './arrivals.ts'
import { dialogKey } from '../dialogs/dialog.ts'
import { takeIn } from '../dialogs/incoming.ts'
import type { Incoming } from '../dialogs/incoming.ts'
import { parseReplaces } from '../dialogs/referrals.ts'
import { Session } from '../dialogs/session.ts'
import { allowedMethods, supportedExtensions } from '../dialogs/user-agent.ts'
import type { DialogOwner } from '../dialogs/user-agent.ts'
import type { SipEndpointOptions, SipLimits } from './endpoint-options.ts'
import { transactionsKeptForCalls } from './limits.ts'
import { tagOf } from '../messages/address.ts'
import { headersFrom } from '../messages/build.ts'
import type { ResponseParts } from '../messages/build.ts'
import { header, valueOf } from '../messages/header.ts'
import type { Header, SipRequest } from '../messages/message.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import { serverKey } from '../transactions/transaction-key.ts'
import type { SipSource } from '../transport/points.ts'
import type { Peer } from '../transport/wire.ts'
import { createSourceLimit } from './source-limit.ts'
import type { SourceLimit } from './source-limit.ts'
import type { UserAgentCore } from './user-agent-core.ts'

/** Seconds a caller is asked to wait while we drain or are full. */
export const retryAfterSeconds = 5

type Serve = (transaction: ServerTransaction) => void

/** Serves the requests that arrive: finds their transaction, dialog or call, or refuses them (RFC 3261 §8.2). */
export class RequestServer {
  readonly #core: UserAgentCore
  readonly #options: SipEndpointOptions
  readonly #limits: SipLimits
  readonly #sources: SourceLimit
  draining = false

  constructor(core: UserAgentCore, options: SipEndpointOptions, limits: SipLimits) {
    this.#core = core
    this.#options = options
    this.#limits = limits
    this.#sources = createSourceLimit(limits.requestsPerSourcePerSecondMax)
  }

  serve(request: SipRequest, source: SipSource, peer: Peer): void {
    // First of all what is known already: a repeat costs nothing, and no limit may come between.
    if (this.#core.servers.repeat(request)) return
    if (request.method === 'ACK') {
      this.#acknowledge(request)
      return
    }
    const within = this.#within(request)
    const tooMuch = this.#tooMuch(source, within !== undefined)
    if (tooMuch !== undefined) {
      this.#sendAway(request, peer, { status: 503, headers: [retryAfter()] }, tooMuch)
    } else if (within === undefined && (request.method === 'CANCEL' || isTagged(request))) {
      const screened = this.#screened(request, source)
      this.#sendAway(request, peer, screened ?? { status: 481 }, 'no such call')
    } else if (!this.#keepsOut(request, peer)) {
      this.#take(request, source, peer, within)
    }
  }

  /** How a request that belongs to a call of ours is served; undefined where it belongs to none. */
  #within(request: SipRequest): Serve | undefined {
    const { dialogs, servers } = this.#core
    if (request.method === 'CANCEL') {
      const invite = servers.cancelled(request)
      return invite === undefined ? undefined : transaction => this.#cancel(transaction, invite)
    }
    const owner = isTagged(request) ? dialogs.get(keyOf(request)) : undefined
    return owner === undefined ? undefined : transaction => this.#serveWithin(transaction, owner)
  }

  #serveWithin(transaction: ServerTransaction, owner: DialogOwner): void {
    const refusal = inspectWithin(transaction.request)
    if (refusal === undefined) owner.receive(transaction)
    else this.#refuse(transaction, refusal.status, 'within a call', refusal.headers)
  }

  /** Why a request cannot be served now. A tag alone proves nothing: only what belongs to a call has room kept for it. */
  #tooMuch({ address }: SipSource, isWithin: boolean): string | undefined {
    const { clock, servers } = this.#core
    if (!isWithin && !this.#sources.admit(address, clock.now())) return `too much from ${address}`
    const share = isWithin ? 1 : 1 - transactionsKeptForCalls
    const isFull = servers.count() >= this.#limits.transactionsMax * share
    return isFull ? 'too many transactions' : undefined
  }

  #take(request: SipRequest, source: SipSource, peer: Peer, within: Serve | undefined): void {
    const { servers } = this.#core
    const merged = within === undefined && servers.isMerged(request)
    const transaction = servers.accept(request, peer)
    try {
      const screened = this.#screened(request, source)
      if (screened !== undefined) this.#core.respond(transaction, screened)
      else if (within !== undefined) within(transaction)
      else if (merged) this.#refuse(transaction, 482, 'merged request')
      else this.#serveOutside(transaction, source)
    } catch (error) {
      // A request that is never answered is never forgotten; where an answer has gone out this means nothing.
      this.#core.respond(transaction, { status: 500 })
      throw error
    }
  }

  #screened(request: SipRequest, source: SipSource): ResponseParts | undefined {
    const screened = this.#options.screen?.({ request, source })
    return screened && { ...screened, headers: headersFrom(screened.headers) }
  }

  /** Answers without a transaction, for what would only fill the table. */
  #sendAway(request: SipRequest, peer: Peer, parts: ResponseParts, why: string): void {
    this.#core.decided('answered-with-error', request.callId, `${parts.status} ${why}`)
    this.#core.send(peer, statelessRefusal(request, parts), () => undefined)
  }

  #acknowledge(ack: SipRequest): void {
    const owner = this.#core.dialogs.get(keyOf(ack))
    // The ACK of a refusal that no transaction remembers ends with us (RFC 3261 §17.1.1.3).
    if (this.#core.gate.refused(serverKey(ack, 'INVITE')) !== undefined) return
    if (owner === undefined) this.#core.decided('stray-ack', ack.callId, 'no such call')
    else owner.acknowledge(ack)
  }

  /**
   * Refuses new calls that come in faster than they can be answered, before anything is made for them
   * (RFC 3261 §21.5.4). All that belongs to a call goes on: requests inside dialogs, CANCEL, and an
   * INVITE that takes a call's place.
   */
  #keepsOut(request: SipRequest, peer: Peer): boolean {
    const isNewCall = request.method === 'INVITE' && !isTagged(request)
    if (!isNewCall || valueOf(request, 'replaces') !== undefined) return false
    const seconds = this.#core.gate.refuse(serverKey(request))
    if (seconds === undefined) return false
    const headers = [header('Retry-After', String(seconds))]
    this.#core.send(peer, statelessRefusal(request, { status: 503, headers }), () => undefined)
    return true
  }

  /** RFC 3261 §9.2: 200, and the INVITE's owner decides. */
  #cancel(transaction: ServerTransaction, invite: ServerTransaction): void {
    const { request } = transaction
    const owner =
      this.#core.invited.get(invite.request) ?? this.#core.dialogs.get(keyOf(invite.request))
    // §9.2: the To tag of both answers should be the same.
    const toTag = owner?.localTag
    this.#core.respond(transaction, { status: 200, ...(toTag === undefined ? {} : { toTag }) })
    owner?.cancelled(invite, request)
  }

  #serveOutside(transaction: ServerTransaction, source: SipSource): void {
    const { request } = transaction
    const refusal = inspect(request)
    if (refusal !== undefined)
      this.#refuse(transaction, refusal.status, request.method, refusal.headers)
    else if (this.#isFull()) {
      this.#refuse(transaction, 503, 'full or draining', [retryAfter()])
    } else if (request.method === 'OPTIONS') this.#answerOptions(transaction, source)
    else this.#takeIn(transaction, source)
  }

  /** RFC 3261 §11.2. */
  #answerOptions(transaction: ServerTransaction, source: SipSource): void {
    const reply = this.#options.onOptions?.({ request: transaction.request, source }) ?? {
      status: 200,
    }
    const headers = [
      header('Allow', allowedMethods.join(', ')),
      header('Accept', 'application/sdp'),
      header('Supported', supportedExtensions.join(', ')),
      ...headersFrom(reply.headers),
    ]
    this.#core.respond(transaction, { status: reply.status, headers })
  }

  #takeIn(transaction: ServerTransaction, source: SipSource): void {
    const { request } = transaction
    const replaced = this.#replacedBy(transaction)
    if (replaced === 'refused') return
    this.#core.respond(transaction, { status: 100 })
    const localTag = this.#core.token()
    const spoken = this.#core.gate.cameIn()
    const call = takeIn(this.#core, { transaction, source, localTag, replaced, spoken })
    if (call === undefined) {
      spoken()
      this.#refuse(transaction, 400, 'INVITE without Contact')
      return
    }
    this.#core.invited.set(request, call)
    this.#hand(call, replaced)
  }

  #hand(call: Incoming, replaced: Session | undefined): void {
    const handlers = replaced?.owner.handlers()
    try {
      if (handlers?.onReplaced === undefined) this.#options.onInvite(call)
      else handlers.onReplaced(call)
    } catch (error) {
      // Nobody has taken the call: its caller is told so at once, and the fault goes on to the log.
      call.reject({ status: 500 })
      throw error
    }
  }

  /** RFC 3891 §3: 481 for a call we do not have, 603 for one that is over, 486 for one already confirmed. */
  #replacedBy(transaction: ServerTransaction): Session | undefined | 'refused' {
    const value = valueOf(transaction.request, 'replaces')
    if (value === undefined) return undefined
    const id = parseReplaces(value)
    const found = id && this.#core.dialogs.get(dialogKey(id.callId, id.localTag, id.remoteTag))
    if (id === undefined) this.#refuse(transaction, 400, 'malformed Replaces')
    else if (!(found instanceof Session)) this.#refuse(transaction, 481, 'nothing to replace')
    else if (found.isOver) this.#refuse(transaction, 603, 'the call to replace is over')
    else if (id.earlyOnly) this.#refuse(transaction, 486, 'the call to replace is answered')
    else return found
    return 'refused'
  }

  #isFull(): boolean {
    return this.draining || this.#core.dialogs.size >= this.#limits.dialogsMax
  }

  #refuse(
    transaction: ServerTransaction,
    status: number,
    why: string,
    headers: readonly Header[] = [],
  ): void {
    this.#core.decided('answered-with-error', transaction.request.callId, `${status} ${why}`)
    this.#core.respond(transaction, { status, headers })
  }
}

function retryAfter(): Header {
  return header('Retry-After', String(retryAfterSeconds))
}

function isTagged(request: SipRequest): boolean {
  return tagOf(request.to) !== undefined
}

function keyOf(request: SipRequest): string {
  return dialogKey(request.callId, tagOf(request.to) ?? '', tagOf(request.from) ?? '')
}
