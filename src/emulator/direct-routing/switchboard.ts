import { randomBytes, randomUUID } from 'node:crypto'
import type { OfferedCall, OfferedCallUser } from '../clients/offered-call.ts'
import type { EmulatedPerson } from '../config.ts'
import { admitCall, admitOptions } from '../rules/admission.ts'
import type { Admission } from '../rules/admission.ts'
import type { CheckedCallee } from '../rules/check-request.ts'
import type { DeclineMemory } from '../rules/decline-memory.ts'
import { refusals } from '../rules/refusal.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { Tenancy } from '../rules/tenancy.ts'
import type { Link } from '../wire/links.ts'
import { headerOf } from '../wire/message.ts'
import type { WireMessage, WireRequest } from '../wire/message.ts'
import { parseNamedUri } from '../wire/sip-uri.ts'
import { InboundCall } from './inbound-call.ts'
import type { Admitted } from './inbound-call.ts'
import type { ProxyCall } from './proxy-call.ts'
import { OutboundCall } from './outbound-call.ts'
import type { OutboundPlan, OutboundUser } from './outbound-call.ts'
import type { Pairing } from './pairing.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { correlationOf } from './referral.ts'
import { refuseWith, replyTo } from './reply.ts'

/** Puts a call before a person's clients. */
export type OfferToPerson = (person: EmulatedPerson, call: OfferedCall) => OfferedCallUser

/** How a datacenter of Microsoft's fails: busy for a second, too slow, or deaf (direct-routing §1.7). */
export type ProxyFault =
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'times-out' }
  | { readonly kind: 'silent' }

const overloaded = { status: 503, reason: 'Service Unavailable' } as const
const timedOut = { status: 408, reason: 'Request Timeout' } as const

/** A person's call to a number outside. */
export interface PlacedOut extends Pick<
  OutboundPlan,
  'to' | 'forwarded' | 'transferred' | 'replaces' | 'group'
> {
  readonly personId: string
}

/** A person takes over the call a colleague is in, or an attendant answered in the colleague's place. */
export interface PickedUp {
  readonly personId: string
  readonly from: string
}

interface OpenCall {
  readonly call: ProxyCall
  /** The SBC's INVITE, where the call is one of the SBC's, and how it is taken back. */
  readonly inbound?: { readonly invite: WireRequest; readonly of: InboundCall }
}

/** Brings every message to the call, the trunk or the refusal it deserves. */
export class Switchboard {
  readonly #calls = new Map<string, OpenCall>()
  #fault: ProxyFault | undefined
  readonly #declined: DeclineMemory
  readonly #parts: ProxyParts
  readonly #pairing: Pairing
  readonly #tenancy: Tenancy
  readonly #offer: OfferToPerson

  constructor(
    parts: ProxyParts,
    around: {
      readonly pairing: Pairing
      readonly tenancy: Tenancy
      readonly declined: DeclineMemory
      readonly offer: OfferToPerson
    },
  ) {
    this.#parts = parts
    this.#pairing = around.pairing
    this.#tenancy = around.tenancy
    this.#declined = around.declined
    this.#offer = around.offer
  }

  receive(message: WireMessage, link: Link): void {
    if (message.kind === 'response') return this.#parts.exchanges.receive(message, link)
    const fault = faultOf(message)
    if (fault !== undefined) return this.#refuse(message, link, fault)
    if (message.method === 'CANCEL') return this.#cancel(message, link)
    const inside = tagged(message) || message.method === 'ACK'
    return inside ? this.#receiveInside(message, link) : this.#receiveOutside(message, link)
  }

  /** A person calls a number outside by the SBCs of the route. */
  place(
    { personId, routes, ...plan }: PlacedOut & Pick<OutboundPlan, 'routes'>,
    user: OutboundUser,
  ): OutboundCall {
    const { id, name, number = '' } = this.#tenancy.person(personId) ?? { id: personId, name: '' }
    const directoryId = this.#tenancy.tenantOfPerson(personId)?.directoryId ?? ''
    const call: OutboundCall = new OutboundCall(
      { ...plan, routes, directoryId, person: { id, name, number } },
      this.#parts,
      () => this.#calls.delete(call.callId),
    )
    this.#calls.set(call.callId, { call })
    void call.start(user)
    return call
  }

  /** An INVITE with Replaces to the SBC whose call it is (direct-routing §2.10.3). */
  pickUp({ personId, from }: PickedUp, user: OutboundUser): OutboundCall | undefined {
    const calls = [...this.#calls.values()].map(({ inbound }) => inbound?.of)
    const replaces = calls.find(call => call?.isOf(from))?.replaceable()
    if (replaces === undefined) return undefined
    return this.place({ personId, to: '', replaces, routes: [replaces.fqdn] }, user)
  }

  /** Calls that are not over. */
  count(): number {
    return this.#calls.size
  }

  /** Goes wrong in this way from now on, or no longer. */
  setFault(fault: ProxyFault | undefined): void {
    this.#fault = fault
  }

  async close(): Promise<void> {
    await Promise.all([...this.#calls.values()].map(({ call }) => call.shutDown()))
  }

  #receiveOutside(request: WireRequest, link: Link): void {
    if (this.#fault?.kind === 'silent') return
    if (this.#fault?.kind === 'overloaded' && request.method === 'INVITE') {
      const headers = [{ name: 'retry-after', value: '1' }]
      const tag = randomBytes(16).toString('hex')
      return link.send(replyTo(request, { ...overloaded, tag, headers }))
    }
    if (this.#fault?.kind === 'times-out' && request.method === 'INVITE') {
      const tag = randomBytes(16).toString('hex')
      return link.send(replyTo(request, { ...timedOut, tag }))
    }
    switch (request.method) {
      case 'OPTIONS':
        return this.#options(request, link)
      case 'INVITE':
        return this.#invite(request, link)
      default:
        this.#parts.scoreCard.note('method-not-allowed', at(request, true))
        this.#refuse(request, link, refusals.methodUnsupported)
    }
  }

  #options(request: WireRequest, link: Link): void {
    const admission = admitOptions(request, link.proof, this.#tenancy)
    if (!this.#passes(request, link, admission)) return
    link.send(replyTo(request, { status: 200, reason: 'OK' }))
    const { contact, fqdn } = admission.sender
    if (fqdn === undefined || contact === undefined) return
    this.#pairing.heardFrom(fqdn, contact, request)
  }

  #invite(request: WireRequest, link: Link): void {
    if (this.#calls.has(callIdOf(request))) return
    link.send(replyTo(request, { status: 100, reason: 'Trying' }))
    const referred = this.#referredCallee(request)
    const onward = referred?.number
    const admission = admitCall(request, link.proof, this.#tenancy, referred)
    this.#noteRetry(request)
    if (!this.#passes(request, link, admission)) return
    const { person, offer, sender } = admission
    const { fqdn, tenant } = sender
    if (person === undefined || offer === undefined || fqdn === undefined) return
    const directoryId = tenant?.directoryId ?? ''
    const admitted = { invite: request, link, fqdn, offer, person, directoryId }
    if (onward === undefined) this.#begin(admitted, call => this.#offer(person, call))
    else this.#begin(admitted, call => passingOn(call, onward))
  }

  /** An INVITE that follows a REFER: Refer-To and Referred-By must come back to the letter (direct-routing §2.10). */
  #referredCallee(request: WireRequest): ReferredCallee | undefined {
    if (headerOf(request, 'referred-by') === undefined) return undefined
    const correlation = correlationOf(request)
    const calls = [...this.#calls.values()].map(({ call }) => call)
    const referral = calls.find(call => call.correlation === correlation)?.referral()
    const intact =
      referral !== undefined &&
      headerOf(request, 'referred-by') === referral.referredBy &&
      request.uri === referral.referTo
    const altered = { code: 'referred-by-altered', refusal: refusals.referralAltered } as const
    if (!intact) return { findings: [altered], person: undefined }
    const { target } = referral
    if (target.kind === 'person') {
      return { findings: [], person: this.#tenancy.person(target.personId) }
    }
    // Who hands a call on to a number outside is whose call out of Teams it becomes.
    return { findings: [], person: this.#tenancy.person(referral.by), number: target.number }
  }

  #begin(admitted: Admitted, offer: (call: InboundCall) => OfferedCallUser): void {
    const { invite, person } = admitted
    const callId = callIdOf(invite)
    const call = new InboundCall(admitted, this.#parts, () => this.#calls.delete(callId))
    this.#calls.set(callId, { call, inbound: { invite, of: call } })
    const user = offer(call)
    call.start({
      ...user,
      onEnded: end => {
        if (end === 'declined') this.#declined.remember(invite, this.#parts.now())
        this.#parts.log('info', 'call ended', { callId, person: person.id, end })
        user.onEnded(end)
      },
    })
  }

  #receiveInside(request: WireRequest, link: Link): void {
    const found = this.#calls.get(callIdOf(request))
    if (found !== undefined && tagged(request)) return found.call.receive(request, link)
    if (request.method !== 'ACK') this.#refuse(request, link, refusals.dialogUnknown)
  }

  #cancel(request: WireRequest, link: Link): void {
    const found = this.#calls.get(callIdOf(request))?.inbound
    if (found === undefined || branchOf(found.invite) !== branchOf(request)) {
      return this.#refuse(request, link, refusals.dialogUnknown)
    }
    link.send(replyTo(request, { status: 200, reason: 'OK' }))
    found.of.cancel(request)
  }

  /** Writes down everything broken; refuses where Microsoft refuses. */
  #passes(request: WireRequest, link: Link, admission: Admission): boolean {
    for (const { code, refusal } of admission.findings) {
      this.#parts.scoreCard.note(code, at(request, refusal !== undefined))
    }
    if (admission.refusal === undefined) return true
    this.#refuse(request, link, admission.refusal)
    return false
  }

  #refuse(request: WireRequest, link: Link, refusal: Refusal): void {
    if (request.method === 'ACK') return
    const { status, phrase, code } = refusal
    this.#parts.log('info', 'refused', { callId: callIdOf(request), status, phrase, code })
    const tag = randomBytes(16).toString('hex')
    link.send(refuseWith(request, refusal, { correlation: randomUUID(), tag }))
  }

  #noteRetry(request: WireRequest): void {
    if (!this.#declined.isRetry(request, this.#parts.now())) return
    this.#parts.scoreCard.note('retry-after-decline', at(request, false))
  }
}

/** Whom an INVITE that follows a REFER is for: a person, or a number outside on that person's bill. */
interface ReferredCallee extends CheckedCallee {
  readonly number?: string
}

/** A call handed on to a number outside is before nobody's client: it is called on at once. */
function passingOn(call: InboundCall, number: string): OfferedCallUser {
  return {
    onOffered: () => call.passOn(number),
    onConnected: () => undefined,
    onHeld: () => undefined,
    onEnded: () => undefined,
  }
}

/** What makes a request unfit to be looked at (RFC 3261 §8.1.1). */
function faultOf(request: WireRequest): Refusal | undefined {
  if (request.version !== 'SIP/2.0') return refusals.versionUnsupported
  const essential = ['via', 'from', 'to', 'call-id', 'cseq']
  const complete = essential.every(name => headerOf(request, name) !== undefined)
  const [, method] = (headerOf(request, 'cseq') ?? '').split(/\s+/)
  return complete && method === request.method ? undefined : refusals.malformed
}

function callIdOf(request: WireRequest): string {
  return headerOf(request, 'call-id') ?? ''
}

function tagged(request: WireRequest): boolean {
  return parseNamedUri(headerOf(request, 'to') ?? '')?.tag !== undefined
}

function branchOf(request: WireRequest): string | undefined {
  return /;branch=([^;,\s]+)/i.exec(headerOf(request, 'via') ?? '')?.[1]
}

function at(
  request: WireRequest,
  refused: boolean,
): { readonly callId: string; readonly refused: boolean } {
  return { callId: callIdOf(request), refused }
}
