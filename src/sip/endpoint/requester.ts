import type {
  OutgoingRequest,
  PendingRequest,
  RequestUser,
  SentRequest,
  Silence,
} from '../dialogs/user-agent.ts'
import type { SipDecision } from './endpoint-options.ts'
import { buildRequest } from '../messages/build.ts'
import { header } from '../messages/header.ts'
import type { Header, SipRequest, SipResponse } from '../messages/message.ts'
import { retryAfterMsOf } from '../messages/retry-after.ts'
import { printMessage } from '../messages/print.ts'
import { bracketed, escapeUser } from '../messages/uri.ts'
import { branchCookie } from '../messages/via.ts'
import type { Via } from '../messages/via.ts'
import type { ClientTransactions } from '../transactions/client-transactions.ts'
import type { BoundPoint, SipTarget } from '../transport/points.ts'
import type { Locate, Peer } from '../transport/wire.ts'
import { answerChallenge } from '../trunk/digest.ts'

/** Times one request answers a challenge; a second 401 means the secret is wrong (RFC 3261 §22.2). */
const challengesAnsweredMax = 1

/** What sending requests takes. */
export interface RequesterSurroundings {
  readonly transactions: ClientTransactions
  readonly locate: Locate
  readonly bound: readonly BoundPoint[]
  readonly token: () => string
  readonly userAgent: string
  readonly udpRequestBytesMax: number
  readonly guard: (work: () => void) => void
  /** Begins nothing more on the connection to a peer. */
  readonly retire: (peer: Peer) => void
  readonly decided: (what: SipDecision, callId: string, detail: string) => void
}

/**
 * Sends one request to the first hop that takes it: looks names up, moves on to the next address after
 * silence, a transport fault or a failover status (RFC 3263 §4.3), and answers a challenge once.
 */
export class Requester implements PendingRequest {
  readonly #around: RequesterSurroundings
  readonly #outgoing: OutgoingRequest
  readonly #user: RequestUser
  readonly #targets: SipTarget[]
  #peers: Peer[] = []
  #sent: SentRequest | undefined
  #settled = false
  readonly #triedOverTcp = new Set<Peer>()
  #challenges = 0
  #extra: readonly Header[] = []
  #cseqNumber: number

  constructor(around: RequesterSurroundings, outgoing: OutgoingRequest, user: RequestUser) {
    this.#around = around
    this.#outgoing = outgoing
    this.#user = user
    this.#targets = [...outgoing.targets]
    this.#cseqNumber = outgoing.parts.cseqNumber
  }

  sent(): SentRequest | undefined {
    return this.#sent
  }

  settle(): void {
    this.#settled = true
    this.#peers = []
    this.#targets.length = 0
  }

  /** Tries the next address, or the next target's addresses; without any left the request has failed. */
  next(silence: Silence, detail: string): void {
    const peer = this.#peers.shift()
    if (peer !== undefined) {
      this.#send(peer)
      return
    }
    const target = this.#targets.shift()
    if (target === undefined) {
      // Never inside the call that asked for the request: its maker does not hold it yet.
      queueMicrotask(() => this.#around.guard(() => this.#user.onSilence(silence, detail)))
      return
    }
    this.#around.locate(target, peers => {
      if (!this.#settled) this.#peers.push(...peers)
      this.next(peers.length === 0 ? 'unresolved' : silence, `${target.host} not found`)
    })
  }

  #send(peer: Peer): void {
    const request = this.#build(peer)
    if (!this.#isTooLargeForUdp(request, peer)) {
      this.#transact(request, peer)
      return
    }
    // RFC 3261 §18.1.1: large requests go over TCP; a peer without TCP gets them over UDP after all.
    this.#triedOverTcp.add(peer)
    this.#peers.unshift(peer)
    const { localPort: _, ...rest } = peer
    const overTcp: Peer = { ...rest, transport: 'tcp' }
    this.#transact(this.#build(overTcp), overTcp)
  }

  #isTooLargeForUdp(request: SipRequest, peer: Peer): boolean {
    if (peer.transport !== 'udp' || this.#triedOverTcp.has(peer)) return false
    return printMessage(request).length > this.#around.udpRequestBytesMax
  }

  #transact(request: SipRequest, peer: Peer): void {
    this.#sent = { request, peer }
    const sent = this.#sent
    this.#around.transactions.start(
      request,
      peer,
      {
        onResponse: response => this.#onResponse(response, sent),
        onTimeout: () => this.#onSilence('timeout', `${peer.address}:${peer.port}`),
        onTransportFailed: ({ code, detail }) =>
          this.#onSilence('transport-failed', `${peer.address}:${peer.port} ${code}: ${detail}`),
      },
      this.#outgoing.timeoutMs,
    )
  }

  #onSilence(silence: Silence, detail: string): void {
    if (this.#moreHops()) this.#decided('next-target', `${silence}: ${detail}`)
    this.next(silence, detail)
  }

  #onResponse(response: SipResponse, sent: SentRequest): void {
    const { status } = response
    const failover = this.#outgoing.failoverStatuses ?? [503]
    // A datacenter that sends us away wants to be connected to anew (direct-routing reference, C12).
    if (status === 503 && retryAfterMsOf(response) !== undefined) this.#around.retire(sent.peer)
    if (failover.includes(status) && this.#moreHops()) {
      this.#decided('next-target', `${status} from ${sent.peer.address}:${sent.peer.port}`)
      this.next('transport-failed', `status ${status}`)
    } else if (!this.#answeredChallenge(response, sent)) this.#user.onResponse(response, sent)
  }

  /** RFC 3261 §22.2: the same request again, with credentials and a new CSeq. */
  #answeredChallenge(response: SipResponse, sent: SentRequest): boolean {
    const { credentials, nextCseq } = this.#outgoing
    // Whoever gave the call up has nothing more to prove: a second INVITE would ring after its CANCEL.
    if (this.#settled) return false
    if (credentials === undefined || nextCseq === undefined) return false
    if (this.#challenges >= challengesAnsweredMax) return false
    const authorization = answerChallenge(response, sent.request, credentials, this.#around.token())
    if (authorization === undefined) return false
    this.#challenges += 1
    this.#extra = [authorization]
    this.#cseqNumber = nextCseq()
    this.#transact(this.#build(sent.peer), sent.peer)
    return true
  }

  #moreHops(): boolean {
    return this.#peers.length + this.#targets.length > 0
  }

  #decided(what: SipDecision, detail: string): void {
    this.#around.decided(what, this.#outgoing.parts.callId, detail)
  }

  #build(peer: Peer): SipRequest {
    const { parts, contact, contactUser } = this.#outgoing
    const headers = [...(parts.headers ?? []), ...this.#extra]
    if (contact !== undefined && !headers.some(field => field.key === 'contact')) {
      const uri = contact === 'auto' ? contactUri(this.#around.bound, peer, contactUser) : contact
      headers.unshift(header('Contact', `<${uri}>`))
    }
    headers.push(header('User-Agent', this.#around.userAgent))
    const via = viaFor(this.#around.bound, peer, branchCookie + this.#around.token())
    return buildRequest({ ...parts, headers, cseqNumber: this.#cseqNumber }, via)
  }
}

/** The listening point a message to this peer leaves from, or would be answered at. */
function pointFor(bound: readonly BoundPoint[], peer: Peer): BoundPoint | undefined {
  const sameTransport = bound.filter(point => point.transport === peer.transport)
  const sameFamily = sameTransport.filter(
    point => point.host.includes(':') === peer.address.includes(':'),
  )
  return (
    sameFamily.find(point => point.port === peer.localPort) ?? sameFamily[0] ?? sameTransport[0]
  )
}

/** Who listens nowhere has no name to be reached by. */
function nameFor(
  bound: readonly BoundPoint[],
  peer: Peer,
): { readonly host: string; readonly port?: number } {
  return (pointFor(bound, peer) ?? bound[0])?.advertised ?? { host: 'invalid' }
}

/** Our Via for a request to this peer. `rport` asks for the answer on the port we send from (RFC 3581 §3). */
export function viaFor(bound: readonly BoundPoint[], peer: Peer, branch: string): Via {
  const { host, port } = nameFor(bound, peer)
  const flags: readonly (readonly [string, string])[] =
    peer.transport === 'udp' ? [['rport', '']] : []
  return {
    transport: peer.transport.toUpperCase(),
    host: bracketed(host),
    port,
    params: new Map([...flags, ['branch', branch]]),
  }
}

/** Our Contact URI towards this peer. */
export function contactUri(bound: readonly BoundPoint[], peer: Peer, user = ''): string {
  const { host, port } = nameFor(bound, peer)
  const who = user === '' ? '' : `${escapeUser(user)}@`
  const transport = peer.transport === 'udp' ? '' : `;transport=${peer.transport}`
  return `sip:${who}${bracketed(host)}${port === undefined ? '' : `:${port}`}${transport}`
}
