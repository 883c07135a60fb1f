import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { OfferedCall, OfferedCallUser } from '../clients/offered-call.ts'
import type { ClientCall } from '../clients/teams-client.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import { answerMsMax } from '../wire/exchanges.ts'
import type { Link } from '../wire/links.ts'
import { headerOf, valuesOf } from '../wire/message.ts'
import type { WireHeader, WireRequest } from '../wire/message.ts'
import { parseNamedUri, parseSipUri } from '../wire/sip-uri.ts'
import { checkReoffer } from '../rules/check-offer.ts'
import { CallSound } from './call-sound.ts'
import { dialogOf, requestWithin } from './dialog.ts'
import type { Dialog, InDialog } from './dialog.ts'
import type { Offer } from '../rules/offer.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { refusals } from '../rules/refusal.ts'
import type { Refusal } from '../rules/refusal.ts'
import { notifyMsMax, referHeaders, referralTo, reportedStatus } from './referral.ts'
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

type Phase = 'ringing' | 'answered' | 'confirmed' | 'over'

/**
 * The proxy's half of one call from an SBC:
 *
 *   ringing ──200──▶ answered ──ACK──▶ confirmed
 *      └──CANCEL, 4xx, 603──▶ over ◀──BYE──┘
 */
export class InboundCall implements OfferedCall {
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
  #dialog: Dialog | undefined
  #referral: Referral | undefined
  #transferEnded: (done: boolean) => void = () => undefined
  #stopTransfer: () => void = () => undefined
  #sequence = 0
  #offering = false
  #hangUpAtAck = false
  #heldByThem = false
  #stopAnswering: () => void = () => undefined
  #stopSession: () => void = () => undefined

  constructor(admitted: Admitted, parts: ProxyParts, onOver: () => void) {
    this.#admitted = admitted
    this.#parts = parts
    this.#onOver = onOver
    this.callId = headerOf(admitted.invite, 'call-id') ?? ''
    this.from = parseNamedUri(headerOf(admitted.invite, 'from') ?? '')?.uri.user ?? 'anonymous'
    const { studio, log } = parts
    const first = { offer: admitted.offer, body: admitted.invite.body }
    this.#sound = new CallSound(first, { studio, log, correlation: this.correlation })
    const hex = createHash('md5').update(this.callId).digest('hex')
    const opaque = `x-i=${this.correlation};x-c=${hex}/s/1/${randomBytes(16).toString('hex')}`
    this.contact = `sip:api-du-a-euno.pstnhub.microsoft.com:443;${opaque}`
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
    const leg = await this.#sound.open()
    if (this.#phase !== 'ringing') return undefined
    if (leg === undefined) {
      this.#refuse(refusals.mediaFailed, 'failed')
      return undefined
    }
    this.#phase = 'answered'
    const tag = this.#tag(by)
    this.#dialog = dialogOf(this.#admitted.invite, { tag, contact: this.contact })
    const session = this.#sessionHeaders(this.#admitted.invite)
    const sdp = this.#sound.sdp()
    const answer = (): void => this.#respond(200, 'OK', { tag, sdp, headers: session })
    answer()
    this.#answerUntilAcknowledged(answer, answerAgainMs, 0)
    return leg
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
    if (this.#phase !== 'confirmed') return
    void this.#sendBye(16, 'CallEnded')
    this.#end('person-hung-up')
  }

  async hold(held: boolean): Promise<boolean> {
    if (this.#phase !== 'confirmed' || this.#offering) return false
    this.#offering = true
    const offer = await this.#sound.offerHold(held)
    const answer = offer === undefined ? undefined : await this.#reinvite(offer)
    this.#offering = false
    return this.#sound.settleHold(held, answer)
  }

  /** REFER, if the SBC's Allow knows it; resolves with the end of the transfer (direct-routing §2.10). */
  async transfer(target: TransferTarget): Promise<boolean> {
    const { invite, person, directoryId } = this.#admitted
    const refers = valuesOf(invite, 'allow').some(method => method.toUpperCase() === 'REFER')
    if (!refers || this.#phase !== 'confirmed' || this.#referral !== undefined) return false
    const by = { personId: person.id, directoryId, correlation: this.correlation }
    const referral = referralTo(target, by)
    this.#referral = referral
    const headers = referHeaders(referral)
    const done = await new Promise<boolean>(resolve => {
      this.#transferEnded = resolve
      this.#stopTransfer = this.#parts.timers.after(notifyMsMax, () => resolve(false))
      void this.#send({ method: 'REFER', sequence: ++this.#sequence, headers }, status => {
        if (status >= 300) resolve(false)
      })
    })
    this.#stopTransfer()
    this.#referral = undefined
    if (done) this.hangUp()
    return done
  }

  /** The transfer under way, which the SBC's new INVITE must repeat. */
  referral(): Referral | undefined {
    return this.#referral
  }

  /** A request of the SBC inside this call, or the ACK of its answer. */
  receive(request: WireRequest, link: Link): void {
    if (request.uri !== this.contact) {
      this.#note('request-uri-changed', true)
      if (request.method !== 'ACK') link.send(this.#refusalOf(request, refusals.dialogUnknown))
      return
    }
    const routes = request.headers.filter(({ name }) => name === 'route')
    if (!routes.some(({ value }) => value.includes(this.#parts.routeUri()))) {
      this.#note('route-missing', false)
    }
    this.#handle(request, link)
  }

  /** The SBC takes its INVITE back (RFC 3261 §9.2). After the answer a CANCEL changes nothing. */
  cancel(cancel: WireRequest): void {
    if (this.#phase !== 'ringing') return
    const elsewhere = /cause=200\b/.test(headerOf(cancel, 'reason') ?? '')
    this.#refuse(refusals.cancelled, elsewhere ? 'answered-elsewhere' : 'missed')
  }

  /** Ends the call at once; resolves when the SBC was told, where there is a way to tell it. */
  async shutDown(): Promise<void> {
    if (this.#phase === 'ringing') return this.#refuse(refusals.noEndpoint, 'failed')
    if (this.#phase === 'over') return
    const told = this.#sendBye(38, 'ServiceStopping')
    this.#end('failed')
    await told
  }

  #handle(request: WireRequest, link: Link): void {
    switch (request.method) {
      case 'ACK':
        return this.#acknowledged()
      case 'BYE':
        if (this.#referral !== undefined) this.#note('bye-before-notify', false)
        link.send(replyTo(request, { status: 200, reason: 'OK' }))
        return this.#end('caller-hung-up')
      case 'INVITE':
        return void this.#changed(request, link)
      case 'NOTIFY':
        link.send(replyTo(request, { status: 200, reason: 'OK' }))
        return this.#notified(reportedStatus(request) ?? 0)
      case 'OPTIONS':
        return link.send(replyTo(request, { status: 200, reason: 'OK' }))
      default:
        this.#note('method-not-allowed', true)
        link.send(this.#refusalOf(request, refusals.methodUnsupported))
    }
  }

  #acknowledged(): void {
    if (this.#phase !== 'answered') return
    this.#stopAnswering()
    this.#phase = 'confirmed'
    this.#user?.onConnected()
    if (this.#hangUpAtAck) this.hangUp()
  }

  #notified(status: number): void {
    if (status >= 200) this.#transferEnded(status < 300)
  }

  /** A changed offer: checked strictly, answered at the old address whatever the new one is (direct-routing §2.8). */
  async #changed(request: WireRequest, link: Link): Promise<void> {
    if (this.#offering || this.#phase !== 'confirmed') {
      return link.send(this.#refusalOf(request, refusals.glare))
    }
    const { offer, findings } = checkReoffer(request.body, this.#sound.agreed())
    for (const { code, refusal } of findings) this.#note(code, refusal !== undefined)
    const refusal = findings.find(finding => finding.refusal !== undefined)?.refusal
    if (refusal !== undefined) return link.send(this.#refusalOf(request, refusal))
    const sdp =
      offer === undefined
        ? await this.#sound.answerNothing()
        : await this.#sound.answerChange({ offer, body: request.body })
    if (sdp === undefined) {
      return link.send(this.#refusalOf(request, refusals.offerWithoutCodec))
    }
    const headers = [...this.#ourHeaders(), ...this.#sessionHeaders(request)]
    link.send(replyTo(request, { status: 200, reason: 'OK', headers, sdp }))
    if (offer !== undefined) this.#noticeHold(offer.direction === 'inactive')
  }

  #noticeHold(held: boolean): void {
    if (held !== this.#heldByThem) this.#user?.onHeld(held)
    this.#heldByThem = held
  }

  #answerUntilAcknowledged(answer: () => void, waitMs: number, waitedMs: number): void {
    this.#stopAnswering = this.#parts.timers.after(waitMs, () => {
      const soFar = waitedMs + waitMs
      if (soFar < answerMsMax) {
        answer()
        const next = Math.min(2 * waitMs, answerAgainMsMax)
        return this.#answerUntilAcknowledged(answer, Math.min(next, answerMsMax - soFar), soFar)
      }
      this.#note('ack-missing', true)
      void this.#sendBye(102, 'NoAck')
      this.#end('failed')
    })
  }

  /** RFC 4028 §9: the timer the SBC asks for is granted, and refreshing it is the SBC's task. */
  #sessionHeaders(request: WireRequest): readonly WireHeader[] {
    const seconds = Number.parseInt(headerOf(request, 'session-expires') ?? '', 10)
    this.#stopSession()
    if (Number.isNaN(seconds)) return []
    this.#stopSession = this.#parts.timers.after(seconds * 1000, () => {
      void this.#sendBye(102, 'SessionExpired')
      this.#end('failed')
    })
    return [
      { name: 'session-expires', value: `${seconds};refresher=uac` },
      { name: 'require', value: 'timer' },
    ]
  }

  #reinvite(sdp: string): Promise<string | undefined> {
    const headers = [
      { name: 'min-se', value: '300' },
      { name: 'supported', value: 'timer' },
    ]
    return new Promise(resolve => {
      void this.#send(
        { method: 'INVITE', sequence: ++this.#sequence, headers, sdp },
        (status, body) => {
          if (status === 200) void this.#send({ method: 'ACK', sequence: this.#sequence })
          if (status === 408 || status === 481) this.#end('failed')
          if (status >= 200) resolve(status === 200 ? body : undefined)
        },
      )
    })
  }

  #sendBye(cause: number, phrase: string): Promise<void> {
    const text = `Q.850;cause=${cause};text="${this.correlation};${phrase}"`
    const headers = [{ name: 'reason', value: text }]
    return this.#send({ method: 'BYE', sequence: ++this.#sequence, headers })
  }

  /** Sends inside the dialog, over a connection of our own to the SBC's name (direct-routing §1.6). */
  async #send(
    what: InDialog,
    onStatus: (status: number, body: string) => void = () => undefined,
  ): Promise<void> {
    const dialog = this.#dialog
    if (dialog === undefined) return
    const { exchanges, log } = this.#parts
    const request = requestWithin(dialog, what)
    try {
      const link = await this.#parts.reach(this.#admitted.fqdn, parseSipUri(dialog.target)?.port)
      if (what.method === 'ACK') return exchanges.acknowledge(link, request)
      exchanges.send(link, request, {
        onResponse: response => onStatus(response.status, response.body),
        onSilence: () => onStatus(408, ''),
      })
    } catch (error) {
      log('warn', 'SBC unreachable', { fqdn: this.#admitted.fqdn, why: String(error) })
      onStatus(408, '')
    }
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

  #note(code: Parameters<ProxyParts['scoreCard']['note']>[0], refused: boolean): void {
    this.#parts.scoreCard.note(code, { callId: this.callId, refused })
  }

  #end(end: ClientCall['end']): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#stopAnswering()
    this.#stopSession()
    this.#transferEnded(false)
    void this.#sound.close()
    this.#onOver()
    this.#user?.onEnded(end)
  }
}
