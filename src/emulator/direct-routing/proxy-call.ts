import { createHash, randomBytes } from 'node:crypto'
import type { Link } from '../wire/links.ts'
import type { WireRequest } from '../wire/message.ts'
import { refusals } from '../rules/refusal.ts'
import type { ProxyParts } from './proxy-parts.ts'
import type { Referral } from './referral.ts'
import { refuseWith, replyTo } from './reply.ts'

/** A call of the proxy, as the switchboard leads messages to it. */
export interface ProxyCall {
  readonly callId: string
  readonly correlation: string
  /** A request of the SBC inside this call, or the ACK of its answer. */
  receive(request: WireRequest, link: Link): void
  /** The transfer under way, which the SBC's new INVITE must repeat. */
  referral(): Referral | undefined
  /** Ends the call at once; resolves when the SBC was told, where there is a way to tell it. */
  shutDown(): Promise<void>
}

/** Our Contact: an internal name and port 443, never to be dialled; `d` where the call is ours, `s` where the SBC's (direct-routing §2.5). */
export function contactOf(callId: string, correlation: string, began: 'd/8' | 's/1'): string {
  const hex = /^[0-9a-f]{32}$/.test(callId)
    ? callId
    : createHash('md5').update(callId).digest('hex')
  const opaque = `x-i=${correlation};x-c=${hex}/${began}/${randomBytes(16).toString('hex')}`
  return `sip:api-du-a-euno.pstnhub.microsoft.com:443;${opaque}`
}

/** A call as requests inside it must name it. */
export interface LedTo {
  readonly callId: string
  readonly contact: string
  readonly correlation: string
  readonly parts: ProxyParts
}

/** Checks what every request inside a call must have; false when it was refused, or is worth nothing. */
export function isWellLed(request: WireRequest, link: Link, call: LedTo): boolean {
  const { callId, contact, correlation, parts } = call
  if (request.uri !== contact) {
    parts.scoreCard.note('request-uri-changed', { callId, refused: true })
    const tag = randomBytes(16).toString('hex')
    if (request.method !== 'ACK') {
      link.send(refuseWith(request, refusals.dialogUnknown, { correlation, tag }))
    }
    return false
  }
  const routes = request.headers.filter(({ name }) => name === 'route')
  if (!routes.some(({ value }) => value.includes(parts.routeUri()))) {
    parts.scoreCard.note('route-missing', { callId, refused: false })
  }
  return true
}

/** Answers a request inside a call that was not answered itself: PRACK, UPDATE and the like have their place here, and are no more allowed than later (direct-routing §2.1). */
export function receiveEarly(request: WireRequest, link: Link, call: LedTo): void {
  const { callId, correlation, parts } = call
  switch (request.method) {
    case 'BYE':
    case 'NOTIFY':
    case 'OPTIONS':
      return link.send(replyTo(request, { status: 200, reason: 'OK' }))
    case 'INVITE': {
      // A second offer while the first has no answer (RFC 3261 §14.2).
      const headers = [{ name: 'retry-after', value: '5' }]
      return link.send(replyTo(request, { status: 500, reason: 'Server Internal Error', headers }))
    }
    default: {
      parts.scoreCard.note('method-not-allowed', { callId, refused: true })
      const tag = randomBytes(16).toString('hex')
      link.send(refuseWith(request, refusals.methodUnsupported, { correlation, tag }))
    }
  }
}
