import type {
  OutgoingRequest,
  PendingRequest,
  RequestUser,
  SentRequest,
  UserAgent,
} from '../dialogs/user-agent.ts'
import type { DialogOwner } from '../dialogs/user-agent.ts'
import type { SipClock, SipDecision, SipEndpointOptions, SipLimits } from './endpoint-options.ts'
import { buildRequest, buildResponse } from '../messages/build.ts'
import type { RequestParts, ResponseParts } from '../messages/build.ts'
import { chanceOf } from '../messages/chance.ts'
import { header, linesOf } from '../messages/header.ts'
import type { SipMessage, SipRequest } from '../messages/message.ts'
import { printMessage } from '../messages/print.ts'
import { Acknowledgement } from './acknowledgement.ts'
import type { AcknowledgementSurroundings } from './acknowledgement.ts'
import { OverloadGate } from './overload.ts'
import { Requester, contactUri } from './requester.ts'
import type { RequesterSurroundings } from './requester.ts'
import { createClientTransactions } from '../transactions/client-transactions.ts'
import type { ClientTransactions } from '../transactions/client-transactions.ts'
import { createServerTransactions } from '../transactions/server-transactions.ts'
import type { ServerTransaction, ServerTransactions } from '../transactions/server-transactions.ts'
import type { SipTarget } from '../transport/points.ts'
import type { Locate, Peer, TransportFailure, Wire } from '../transport/wire.ts'

/** What the core is made of. */
export interface CoreParts {
  readonly options: SipEndpointOptions
  readonly clock: SipClock
  readonly limits: SipLimits
  readonly wire: Wire
  readonly locate: Locate
  readonly guard: Guard
}

/** Does something of which no fault may reach further: logs it, and tells whether it went well. */
export type Guard = (work: () => void) => boolean

const ignored = (): void => undefined

/** The user agent core (RFC 3261 §8): sends for the calls, keeps their dialogs, logs every byte that leaves. */
export class UserAgentCore implements UserAgent {
  readonly clock: SipClock
  readonly dialogs = new Map<string, DialogOwner>()
  readonly calls = new Set<{ shutDown(): void }>()
  readonly clients: ClientTransactions
  readonly servers: ServerTransactions
  readonly #parts: CoreParts
  readonly gate: OverloadGate
  readonly #requester: RequesterSurroundings
  readonly #acknowledgements: AcknowledgementSurroundings

  constructor(parts: CoreParts) {
    const { options, clock, limits, wire, locate } = parts
    this.#parts = parts
    this.clock = clock
    const surroundings = {
      clock,
      send: (peer: Peer, message: SipMessage, onFailed: (failure: TransportFailure) => void) =>
        this.send(peer, message, onFailed),
    }
    const decided: RequesterSurroundings['decided'] = (what, callId, detail) =>
      this.decided(what, callId, detail)
    this.gate = new OverloadGate({
      clock,
      socketWaitMs: () => wire.socketWaitMs(),
      waitMsMax: limits.newCallWaitMsMax,
      chance: () => chanceOf(options.token()),
      log: event => options.log?.(event),
    })
    this.clients = createClientTransactions(surroundings)
    this.servers = createServerTransactions(surroundings)
    this.#requester = {
      transactions: this.clients,
      locate,
      bound: wire.bound,
      token: options.token,
      userAgent: options.userAgent,
      udpRequestBytesMax: limits.udpRequestBytesMax,
      guard: parts.guard,
      retire: peer => wire.retire(peer),
      decided,
    }
    this.#acknowledgements = { ...surroundings, bound: wire.bound, token: options.token, decided }
  }

  get token(): () => string {
    return this.#parts.options.token
  }

  /** Never throws: whoever sends is in the middle of a step, which would stay half done for ever. */
  send(peer: Peer, message: SipMessage, onFailed: (failure: TransportFailure) => void): void {
    const { guard, options, wire } = this.#parts
    const failed = (failure: TransportFailure): void => void guard(() => onFailed(failure))
    const went = guard(() => {
      const bytes = printMessage(message)
      const { transport, address, port } = peer
      options.log?.({ type: 'sent', message, bytes, transport, address, port })
      wire.send(peer, bytes, failed)
    })
    if (!went) queueMicrotask(() => failed({ code: 'unreachable', detail: 'a fault of ours' }))
  }

  request(outgoing: OutgoingRequest, user: RequestUser): PendingRequest {
    const requester = new Requester(this.#requester, outgoing, user)
    requester.next('unresolved', 'no next hop')
    return requester
  }

  cancel({ request, peer }: SentRequest, reason: string | undefined): void {
    const { requestUri, from, to, callId, cseq, via } = request
    const parts: RequestParts = {
      method: 'CANCEL',
      requestUri,
      from,
      to,
      callId,
      cseqNumber: cseq.number,
      routes: linesOf(request, 'route'),
      headers: reason === undefined ? [] : [header('Reason', reason)],
    }
    // RFC 3261 §9.1: the same topmost Via, so that the far end finds the INVITE by its branch.
    this.clients.start(buildRequest(parts, via), peer, {
      onResponse: ignored,
      onTimeout: ignored,
      onTransportFailed: ignored,
    })
  }

  forget({ request }: SentRequest): void {
    this.clients.forget(request)
  }

  acknowledge(parts: RequestParts, target: SipTarget | undefined, taker: Peer): () => void {
    let sent: Acknowledgement | undefined
    if (target === undefined) return ignored
    this.#parts.locate(target, peers => {
      if (peers.length === 0) {
        this.decided('dropped', parts.callId, `no address for the ACK: ${target.host}`)
        return
      }
      sent = new Acknowledgement(this.#acknowledgements, parts, peers, taker)
      sent.send()
    })
    return () => sent?.again()
  }

  respond(transaction: ServerTransaction, parts: ResponseParts): void {
    const server = header('Server', this.#parts.options.userAgent)
    const headers = [...(parts.headers ?? []), server]
    const toTag = parts.toTag ?? this.token()
    transaction.respond(buildResponse(transaction.request, { ...parts, headers, toTag }))
  }

  contactFor(peer: Peer): string {
    return contactUri(this.#parts.wire.bound, peer)
  }

  decided(what: SipDecision, callId: string, detail: string): void {
    this.#parts.options.log?.({ type: 'decision', what, callId, detail })
  }

  /** The INVITE a CANCEL names belongs to a dialog of a confirmed call, or to a call not answered yet. */
  readonly invited = new WeakMap<SipRequest, DialogOwner>()
}
