import type { SipClock, SipDecision } from './endpoint-options.ts'
import { buildRequest } from '../messages/build.ts'
import type { RequestParts } from '../messages/build.ts'
import type { SipMessage, SipRequest } from '../messages/message.ts'
import { branchCookie } from '../messages/via.ts'
import { lifetimeMs } from '../transactions/machine.ts'
import type { BoundPoint } from '../transport/points.ts'
import type { Peer, TransportFailure } from '../transport/wire.ts'
import { viaFor } from './requester.ts'

/** What sending an ACK takes. */
export interface AcknowledgementSurroundings {
  readonly clock: Pick<SipClock, 'now'>
  readonly bound: readonly BoundPoint[]
  readonly token: () => string
  readonly send: (
    peer: Peer,
    message: SipMessage,
    onFailed: (failure: TransportFailure) => void,
  ) => void
  readonly decided: (what: SipDecision, callId: string, detail: string) => void
}

/**
 * The ACK of a 2xx, which has no transaction to look after it (RFC 3261 §13.2.2.4). It goes to who took the
 * INVITE, where the ACK's target leads there too; else to each address in turn until one takes it (RFC 3263 §4.3).
 */
export class Acknowledgement {
  readonly #around: AcknowledgementSurroundings
  readonly #parts: RequestParts
  readonly #peers: readonly Peer[]
  readonly #isTaker: boolean
  #at = 0
  #failures = 0
  #sent: { readonly peer: Peer; readonly ack: SipRequest } | undefined

  constructor(
    around: AcknowledgementSurroundings,
    parts: RequestParts,
    peers: readonly Peer[],
    taker: Peer,
  ) {
    const isTaker = (peer: Peer): boolean => isSame(peer, taker)
    this.#around = around
    this.#parts = parts
    this.#peers = [...peers.filter(isTaker), ...peers.filter(peer => !isTaker(peer))]
    this.#isTaker = peers.some(isTaker)
  }

  send(): void {
    this.#failures = 0
    this.#transmit()
  }

  /** The 2xx came again, so the ACK has not arrived. Over UDP an address nothing ever came from may be dead. */
  again(): void {
    if (!this.#isTaker && this.#sent?.peer.transport === 'udp') this.#at += 1
    this.send()
  }

  #transmit(): void {
    const peer = this.#peers[this.#at % this.#peers.length]
    if (peer === undefined) return
    const sentAtMs = this.#around.clock.now()
    this.#around.send(peer, this.#ackTo(peer), ({ detail }) => {
      // A connection that breaks long after says nothing of this ACK.
      if (this.#around.clock.now() - sentAtMs <= lifetimeMs) this.#failed(peer, detail)
    })
  }

  #failed({ address, port }: Peer, why: string): void {
    const { callId } = this.#parts
    this.#failures += 1
    const isLast = this.#failures >= this.#peers.length
    const detail = `ACK: ${address}:${port} ${why}`
    this.#around.decided(isLast ? 'dropped' : 'next-target', callId, detail)
    if (isLast) return
    this.#at += 1
    this.#transmit()
  }

  /** The same ACK again for the same address; another has a Via of its own. */
  #ackTo(peer: Peer): SipRequest {
    if (this.#sent?.peer === peer) return this.#sent.ack
    const { bound, token } = this.#around
    const ack = buildRequest(this.#parts, viaFor(bound, peer, branchCookie + token()))
    this.#sent = { peer, ack }
    return ack
  }
}

function isSame(one: Peer, other: Peer): boolean {
  return (
    one.transport === other.transport && one.address === other.address && one.port === other.port
  )
}
