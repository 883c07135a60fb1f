import { randomBytes, randomUUID } from 'node:crypto'
import type { CallInHand, OfferedCall, OfferedCallUser } from '../clients/offered-call.ts'
import type { ClientCall } from '../clients/teams-client.ts'
import type { Offer } from '../rules/offer.ts'
import { refusals } from '../rules/refusal.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import { answerMsMax } from '../wire/exchanges.ts'
import type { Link } from '../wire/links.ts'
import { headerOf, valuesOf } from '../wire/message.ts'
import type { WireHeader, WireRequest } from '../wire/message.ts'
import { parseNamedUri } from '../wire/sip-uri.ts'
import { CallSound } from './call-sound.ts'
import { Conversation } from './conversation.ts'
import { dialogOf } from './dialog.ts'
import type { ForwardCause, OutboundPlan } from './outbound-call.ts'
import { contactOf, isWellLed, receiveEarly } from './proxy-call.ts'
import type { ProxyCall } from './proxy-call.ts'
import type { ProxyParts } from './proxy-parts.ts'
import type { Referral, TransferTarget } from './referral.ts'
import { refuseWith, replyTo } from './reply.ts'

/** T1 and T2, between which a 200 is repeated until its ACK comes, over TLS too (RFC 3261 §13.3.1.4). */
export const answerAgainMs = 500
export const answerAgainMsMax = 4000

/** A call an SBC made, after all rules were kept. */
export interface Admitted {
  readonly invite: WireRequest
  readonly link: Link
  readonly fqdn: string
  readonly offer: Offer
  readonly person: { readonly id: string }
  readonly directoryId: string
}

/** A call on to a number outside: in the place of the person, or beside the ringing clients. */
type Onward = Pick<OutboundPlan, 'to' | 'forwarded' | 'transferred'> & {
  readonly rings?: 'instead' | 'beside'
}

type Phase = 'ringing' | 'answered' | 'confirmed' | 'over'

/**
 * The proxy's half of one call from an SBC:
 *
 *   ringing ──200──▶ answered ──ACK──▶ confirmed
 *      └──CANCEL, 4xx, 603──▶ over ◀──BYE──┘
 */
export class InboundCall implements OfferedCall, ProxyCall {
  readonly callId: string
  readonly from: string
  readonly correlation = randomUUID()
  /** Our Contact: an internal name and port 443, never to be dialled (direct-routing §2.5). */
  readonly contact: string
  readonly #admitted: Admitted
  readonly #parts: ProxyParts
  readonly #onOver: () => void
  readonly #sound: CallSound
  readonly #tags = new Map<number | 'server', string>()
  #user: OfferedCallUser | undefined
  #phase: Phase = 'ringing'
  #conversation: Conversation | undefined
  #hangUpAtAck = false
  /** The call to whom this one is forwarded. */
  #onward: CallInHand | undefined
  /** The caller talks with the number outside. */
  #joined = false
  #stopAnswering: () => void = () => undefined

  constructor(admitted: Admitted, parts: ProxyParts, onOver: () => void) {
    this.#admitted = admitted
    this.#parts = parts
    this.#onOver = onOver
    this.callId = headerOf(admitted.invite, 'call-id') ?? ''
    this.from = parseNamedUri(headerOf(admitted.invite, 'from') ?? '')?.uri.user ?? 'anonymous'
    const { studio, log } = parts
    const first = { offer: admitted.offer, body: admitted.invite.body }
    const { correlation, callId: group } = this
    this.#sound = new CallSound({ studio, log, correlation, group }, first)
    this.contact = contactOf(this.callId, this.correlation, 's/1')
  }

  /** Who decides about this call from now on. */
  start(user: OfferedCallUser): void {
    this.#user = user
    user.onOffered()
  }

  ring(endpoint: number): void {
    if (this.#phase !== 'ringing') return
    this.#respond(180, 'Ringing', { tag: this.#tag(endpoint) })
  }

  async early(): Promise<SoundLeg | undefined> {
    const leg = await this.#sound.open()
    if (leg === undefined || this.#phase !== 'ringing') return undefined
    this.#respond(183, 'Session Progress', { tag: this.#tag(0), sdp: this.#sound.sdp() })
    return leg
  }

  async accept(by: number | 'server'): Promise<SoundLeg | undefined> {
    // A number that rings beside the person's clients is called in vain.
    if (this.#phase === 'ringing') this.#onward?.hangUp()
    return this.#take(by)
  }

  async #take(by: number | 'server'): Promise<SoundLeg | undefined> {
    const leg = await this.#sound.open()
    if (this.#phase !== 'ringing') return undefined
    if (leg === undefined) {
      this.#refuse(refusals.mediaFailed, 'failed')
      return undefined
    }
    this.#phase = 'answered'
    const tag = this.#tag(by)
    const conversation = this.#converse(tag)
    this.#conversation = conversation
    const session = conversation.grantSession(this.#admitted.invite)
    const sdp = this.#sound.sdp()
    const answer = (): void => this.#respond(200, 'OK', { tag, sdp, headers: session })
    answer()
    this.#answerUntilAcknowledged(answer, answerAgainMs, 0)
    return leg
  }

  #converse(tag: string): Conversation {
    const { invite, person, directoryId, fqdn } = this.#admitted
    return new Conversation(
      {
        dialog: dialogOf(invite, { tag, contact: this.contact }),
        fqdn,
        sound: this.#sound,
        correlation: this.correlation,
        by: { personId: person.id, directoryId },
        refers: valuesOf(invite, 'allow').some(method => method.toUpperCase() === 'REFER'),
        ownsCallId: false,
        sequence: 0,
      },
      this.#parts,
      { onHeld: held => this.#user?.onHeld(held), onOver: end => this.#end(end) },
    )
  }

  forward({ to, cause }: { readonly to: string; readonly cause: ForwardCause }): void {
    if (this.#phase !== 'ringing') return
    this.#respond(181, 'Call Is Being Forwarded', { tag: this.#tag('server') })
    this.#callOnward({ to, forwarded: { from: this.from, cause } })
  }

  alongside(to: string): void {
    // Sent with its history, as for a call that is forwarded (direct-routing §2.6).
    this.#callOnward({ to, forwarded: { from: this.from, cause: 302 }, rings: 'beside' })
  }

  /** A transfer to a number outside is an ordinary call out of Teams; its end is this call's (direct-routing §2.10.1). */
  passOn(to: string): void {
    this.#callOnward({ to, transferred: { from: this.from } })
  }

  /** Whether it is a call at this person that was answered. */
  isOf(personId: string): boolean {
    return this.#admitted.person.id === personId && this.#phase === 'confirmed'
  }

  /** How an INVITE names this call to the SBC: tags as the SBC sees them (RFC 3891 §3). */
  replaceable(): OutboundPlan['replaces'] {
    return this.#conversation?.named()
  }

  #callOnward({ rings = 'instead', ...plan }: Onward): void {
    const late: { leg?: SoundLeg } = {}
    this.#onward = this.#parts.place(
      { ...plan, personId: this.#admitted.person.id, group: this.callId },
      {
        onRinging: () => this.ring(0),
        onSound: leg => {
          late.leg = leg
        },
        onConnected: () => void this.#joinOnward(late.leg),
        onHeld: () => undefined,
        onEnded: (end, status = 480) => {
          this.#onward = undefined
          const refusal = { ...refusals.noEndpoint, status, reason: 'Forwarded Call Failed' }
          if (this.#phase === 'ringing') {
            if (rings === 'instead') this.#refuse(refusal, end)
          } else if (this.#joined) this.#conversation?.hangUp()
        },
      },
    )
  }

  /** The number outside answered: the caller is put through to it. */
  async #joinOnward(other: SoundLeg | undefined): Promise<void> {
    const leg = await this.#take('server')
    this.#joined = leg !== undefined
    if (leg !== undefined && other !== undefined) await leg.bridge(other)
  }

  refuse(how: 'busy' | 'declined' | 'offline'): void {
    const refusal = {
      busy: refusals.busy,
      declined: refusals.declined,
      offline: refusals.noEndpoint,
    }
    this.#refuse(refusal[how], how)
  }

  hangUp(): void {
    if (this.#phase === 'answered') this.#hangUpAtAck = true
    if (this.#phase === 'confirmed') this.#conversation?.hangUp()
  }

  async hold(held: boolean): Promise<boolean> {
    return (await this.#conversation?.hold(held)) ?? false
  }

  async transfer(target: TransferTarget): Promise<boolean> {
    return (await this.#conversation?.transfer(target)) ?? false
  }

  referral(): Referral | undefined {
    return this.#conversation?.referral()
  }

  receive(request: WireRequest, link: Link): void {
    const { callId, contact, correlation } = this
    const call = { callId, contact, correlation, parts: this.#parts }
    if (!isWellLed(request, link, call)) return
    if (request.method === 'ACK') return this.#acknowledged()
    if (this.#conversation !== undefined) return this.#conversation.receive(request, link)
    receiveEarly(request, link, call)
    if (request.method === 'BYE') this.#refuse(refusals.cancelled, 'missed')
  }

  /** The SBC takes its INVITE back (RFC 3261 §9.2). After the answer a CANCEL changes nothing. */
  cancel(cancel: WireRequest): void {
    if (this.#phase !== 'ringing') return
    const elsewhere = /cause=200\b/.test(headerOf(cancel, 'reason') ?? '')
    this.#refuse(refusals.cancelled, elsewhere ? 'answered-elsewhere' : 'missed')
  }

  async shutDown(): Promise<void> {
    if (this.#phase === 'ringing') return this.#refuse(refusals.noEndpoint, 'failed')
    await this.#conversation?.fail(38, 'ServiceStopping')
  }

  #acknowledged(): void {
    if (this.#phase !== 'answered') return
    this.#stopAnswering()
    this.#phase = 'confirmed'
    this.#conversation?.confirm()
    this.#user?.onConnected()
    if (this.#hangUpAtAck) this.hangUp()
  }

  #answerUntilAcknowledged(answer: () => void, waitMs: number, waitedMs: number): void {
    this.#stopAnswering = this.#parts.timers.after(waitMs, () => {
      const soFar = waitedMs + waitMs
      if (soFar < answerMsMax) {
        answer()
        const next = Math.min(2 * waitMs, answerAgainMsMax)
        return this.#answerUntilAcknowledged(answer, Math.min(next, answerMsMax - soFar), soFar)
      }
      this.#parts.scoreCard.note('ack-missing', { callId: this.callId, refused: true })
      void this.#conversation?.fail(102, 'NoAck')
    })
  }

  #tag(by: number | 'server'): string {
    const tag = this.#tags.get(by) ?? randomBytes(16).toString('hex')
    this.#tags.set(by, tag)
    return tag
  }

  #ourHeaders(): readonly WireHeader[] {
    return [
      { name: 'record-route', value: `<${this.#parts.routeUri()}>` },
      { name: 'contact', value: `<${this.contact}>` },
      { name: 'supported', value: 'timer' },
    ]
  }

  #respond(
    status: number,
    reason: string,
    what: { tag: string; sdp?: string; headers?: readonly WireHeader[] },
  ): void {
    const headers = [...this.#ourHeaders(), ...(what.headers ?? [])]
    this.#admitted.link.send(replyTo(this.#admitted.invite, { ...what, status, reason, headers }))
  }

  #refuse(refusal: Refusal, end: ClientCall['end']): void {
    if (this.#phase !== 'ringing') return
    this.#admitted.link.send(this.#refusalOf(this.#admitted.invite, refusal))
    this.#end(end)
  }

  #refusalOf(request: WireRequest, refusal: Refusal): ReturnType<typeof refuseWith> {
    return refuseWith(request, refusal, { correlation: this.correlation, tag: this.#tag(0) })
  }

  #end(end: ClientCall['end']): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#stopAnswering()
    this.#onward?.hangUp()
    void this.#sound.close()
    this.#onOver()
    this.#user?.onEnded(end)
  }
}
