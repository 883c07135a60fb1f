import { randomBytes } from 'node:crypto'
import type { Timers } from '../timers.ts'
import type { Link } from './links.ts'
import { headerOf } from './message.ts'
import type { WireHeader, WireRequest, WireResponse } from './message.ts'

/** Timers B and F: 64 times T1 (RFC 3261 §17.1). */
export const answerMsMax = 32_000

/** Who waits for the answers to a request of ours; `onSilence` comes when none did in time. */
export interface ExchangeUser {
  onResponse(response: WireResponse): void
  onSilence(): void
}

/** A request on its way. */
export interface SentRequest {
  /** Takes an INVITE back (RFC 3261 §9.1); its own answer still comes. */
  cancel(): void
}

/** Requests of ours that wait for their answers. Nothing is repeated: TLS loses nothing. */
export interface Exchanges {
  /** Sends the request under a fresh Via. An INVITE that was heard of may take its time (RFC 3261 §17.1.1.2). */
  send(link: Link, request: WireRequest, user: ExchangeUser): SentRequest
  /** Sends an ACK of a 2xx, which is answered by nothing (RFC 3261 §13.2.2.4). */
  acknowledge(link: Link, ack: WireRequest): void
  receive(response: WireResponse, link: Link): void
  count(): number
}

interface Pending {
  readonly request: WireRequest
  readonly user: ExchangeUser
  readonly stop: () => void
}

/** Opens the table of exchanges; `sentBy` is our host and port for Via. */
export function openExchanges(sentBy: () => string, timers: Timers): Exchanges {
  const pending = new Map<string, Pending>()
  const routed = (bare: WireRequest, branch: string): WireRequest => {
    const via = { name: 'via', value: `SIP/2.0/TLS ${sentBy()};branch=${branch}` }
    return { ...bare, headers: [via, ...bare.headers] }
  }
  return {
    acknowledge: (link, ack) => link.send(routed(ack, freshBranch())),
    send: (link, bare, user) => {
      const branch = freshBranch()
      const request = routed(bare, branch)
      const stop = timers.after(answerMsMax, () => {
        pending.delete(branch)
        user.onSilence()
      })
      pending.set(branch, { request, user, stop })
      link.send(request)
      return {
        cancel: () => {
          if (pending.has(branch)) link.send(cancelOf(request))
        },
      }
    },
    receive: (response, link) => {
      const branch = /;branch=([^;,\s]+)/i.exec(headerOf(response, 'via') ?? '')?.[1] ?? ''
      const exchange = pending.get(branch)
      if (exchange === undefined || /CANCEL$/i.test(headerOf(response, 'cseq') ?? '')) return
      if (exchange.request.method === 'INVITE') exchange.stop()
      if (response.status >= 200) {
        exchange.stop()
        pending.delete(branch)
        if (exchange.request.method === 'INVITE' && response.status >= 300) {
          link.send(ackOf(exchange.request, response))
        }
      }
      exchange.user.onResponse(response)
    },
    count: () => pending.size,
  }
}

function freshBranch(): string {
  return `z9hG4bK${randomBytes(8).toString('hex')}`
}

/** The CANCEL of an INVITE says the same but for its method (RFC 3261 §9.1). */
function cancelOf(request: WireRequest): WireRequest {
  const kept = new Set(['via', 'from', 'to', 'call-id', 'max-forwards', 'route'])
  const sequence = Number.parseInt(headerOf(request, 'cseq') ?? '', 10)
  return {
    ...request,
    method: 'CANCEL',
    headers: [
      ...request.headers.filter(({ name }) => kept.has(name)),
      { name: 'cseq', value: `${sequence} CANCEL` },
    ],
    body: '',
  }
}

/** The ACK of a refused INVITE belongs to its transaction: same Via, the To of the refusal (RFC 3261 §17.1.1.3). */
function ackOf(request: WireRequest, response: WireResponse): WireRequest {
  const kept = new Set(['via', 'from', 'call-id', 'max-forwards', 'route'])
  const headers: WireHeader[] = request.headers.filter(({ name }) => kept.has(name))
  const sequence = Number.parseInt(headerOf(request, 'cseq') ?? '', 10)
  return {
    ...request,
    method: 'ACK',
    headers: [
      ...headers,
      { name: 'to', value: headerOf(response, 'to') ?? '' },
      { name: 'cseq', value: `${sequence} ACK` },
    ],
    body: '',
  }
}
