import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { OfferedCall, OfferedCallUser } from '../clients/offered-call.ts'
import type { ClientCall } from '../clients/teams-client.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import { answerMsMax } from '../wire/exchanges.ts'
import type { Link } from '../wire/links.ts'
import { headerOf } from '../wire/message.ts'
import type { WireHeader, WireRequest } from '../wire/message.ts'
import { parseNamedUri, parseSipUri } from '../wire/sip-uri.ts'
import { checkReoffer } from '../rules/check-offer.ts'
import { dialogOf, requestWithin } from './dialog.ts'
import type { Dialog, InDialog } from './dialog.ts'
import { microsoftShape } from './microsoft-sdp.ts'
import type { Offer } from '../rules/offer.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { refusals } from '../rules/refusal.ts'
import type { Refusal } from '../rules/refusal.ts'
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
  readonly #tags = new Map<number | 'server', string>()
  #user: OfferedCallUser | undefined
  #phase: Phase = 'ringing'
  #dialog: Dialog | undefined
  #leg: Promise<SoundLeg | undefined> | undefined
  #sdp = ''
  #before: { readonly offer: Offer; readonly body: string }
  #originVersion = 0
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
    this.#before = { offer: admitted.offer, body: admitted.invite.body }
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
    const leg = await this.#openLeg()
    if (leg === undefined || this.#phase !== 'ringing') return undefined
    this.#respond(183, 'Session Progress', { tag: this.#tag(0), sdp: this.#sdp })
    return leg
  }

  async accept(by: number | 'server'): Promise<SoundLeg | undefined> {
    const leg = await this.#openLeg()
    if (this.#phase !== 'ringing') return undefined
    if (leg === undefined) {
      this.#refuse(refusals.mediaFailed, 'failed')
      return undefined
    }
    this.#phase = 'answered'
    const tag = this.#tag(by)
    this.#dialog = dialogOf(this.#admitted.invite, { tag, contact: this.contact })
    const session = this.#sessionHeaders(this.#admitted.invite)
    const answer = (): void => this.#respond(200, 'OK', { tag, sdp: this.#sdp, headers: session })
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
    this.#sendBye(16, 'CallEnded')
    this.#end('person-hung-up')
  }

  async hold(held: boolean): Promise<boolean> {
    const leg = await this.#leg
    if (leg === undefined || this.#phase !== 'confirmed' || this.#offering) return false
    this.#offering = true
    await leg.direction(held ? 'inactive' : 'sendrecv')
    const offer = await leg.offer()
    const answer = offer.ok ? await this.#reinvite(this.#shaped(offer.sdp)) : undefined
    this.#offering = false
    const done = answer !== undefined && (await leg.accept(answer))
    if (!done) await leg.direction(held ? 'sendrecv' : 'inactive')
    return done
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

  /** Ends the call at once, with word to the SBC where there is a dialog. */
  shutDown(): void {
    if (this.#phase === 'ringing') return this.#refuse(refusals.noEndpoint, 'failed')
    this.#phase = 'confirmed'
    this.hangUp()
  }

  #handle(request: WireRequest, link: Link): void {
    switch (request.method) {
      case 'ACK':
        return this.#acknowledged()
      case 'BYE':
        link.send(replyTo(request, { status: 200, reason: 'OK' }))
        return this.#end('caller-hung-up')
      case 'INVITE':
        return void this.#changed(request, link)
      case 'OPTIONS':
      case 'NOTIFY':
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

  /** A changed offer: checked strictly, answered at the old address whatever the new one is (direct-routing §2.8). */
  async #changed(request: WireRequest, link: Link): Promise<void> {
    const leg = await this.#leg
    if (leg === undefined || this.#phase === 'over') {
      return link.send(this.#refusalOf(request, refusals.dialogUnknown))
    }
    if (this.#offering || this.#phase !== 'confirmed') {
      return link.send(this.#refusalOf(request, refusals.glare))
    }
    const { offer, findings } = checkReoffer(request.body, this.#before)
    const unsupported = new Set(['hold-not-inactive', 'hold-zero-address'])
    for (const { code, refusal } of findings) {
      this.#note(code, refusal !== undefined || unsupported.has(code))
    }
    const refusal =
      findings.find(finding => finding.refusal !== undefined)?.refusal ??
      (findings.some(({ code }) => unsupported.has(code)) ? refusals.offerWithoutCodec : undefined)
    if (refusal !== undefined) return link.send(this.#refusalOf(request, refusal))
    await this.#answerChange(request, { leg, offer, link })
  }

  async #answerChange(
    request: WireRequest,
    change: { readonly leg: SoundLeg; readonly offer: Offer | undefined; readonly link: Link },
  ): Promise<void> {
    const { leg, offer, link } = change
    const reply = (sdp: string): void => {
      const headers = [...this.#ourHeaders(), ...this.#sessionHeaders(request)]
      link.send(replyTo(request, { status: 200, reason: 'OK', headers, sdp }))
    }
    if (offer === undefined) {
      await leg.direction('inactive')
      return reply(this.#shaped(this.#sdp.replace(/a=(sendrecv|sendonly|recvonly)/, 'a=inactive')))
    }
    const answer = await leg.answer(atOldAddress(request.body, offer, this.#before.offer))
    if (!answer.ok) return link.send(this.#refusalOf(request, refusals.offerWithoutCodec))
    const { address, port } = this.#before.offer
    this.#before = { offer: { ...offer, address, port }, body: request.body }
    this.#sdp = this.#shaped(answer.sdp)
    reply(this.#sdp)
    const held = offer.direction === 'inactive'
    if (held !== this.#heldByThem) this.#user?.onHeld(held)
    this.#heldByThem = held
  }

  #openLeg(): Promise<SoundLeg | undefined> {
    this.#leg ??= this.#describe()
    return this.#leg
  }

  async #describe(): Promise<SoundLeg | undefined> {
    const leg = await this.#parts.studio.open({ id: `teams-${randomUUID()}`, secure: true })
    if (leg === undefined) return undefined
    const answer = await leg.answer(this.#before.body)
    if (answer.ok && this.#phase !== 'over') {
      this.#sdp = this.#shaped(answer.sdp)
      return leg
    }
    if (!answer.ok) this.#parts.log('warn', 'media refused', { why: answer.words })
    await leg.close()
    return undefined
  }

  #shaped(sdp: string): string {
    const sessionId = Number.parseInt(this.correlation.slice(0, 4), 16) + 1
    return microsoftShape(sdp, { sessionId, version: this.#originVersion++ })
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
      this.#sendBye(102, 'NoAck')
      this.#end('failed')
    })
  }

  /** RFC 4028 §9: the timer the SBC asks for is granted, and refreshing it is the SBC's task. */
  #sessionHeaders(request: WireRequest): readonly WireHeader[] {
    const seconds = Number.parseInt(headerOf(request, 'session-expires') ?? '', 10)
    this.#stopSession()
    if (Number.isNaN(seconds)) return []
    this.#stopSession = this.#parts.timers.after(seconds * 1000, () => {
      this.#sendBye(102, 'SessionExpired')
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
      this.#send({ method: 'INVITE', sequence: ++this.#sequence, headers, sdp }, (status, body) => {
        if (status === 200) this.#send({ method: 'ACK', sequence: this.#sequence })
        if (status === 408 || status === 481) this.#end('failed')
        if (status >= 200) resolve(status === 200 ? body : undefined)
      })
    })
  }

  #sendBye(cause: number, phrase: string): void {
    const text = `Q.850;cause=${cause};text="${this.correlation};${phrase}"`
    const headers = [{ name: 'reason', value: text }]
    this.#send({ method: 'BYE', sequence: ++this.#sequence, headers })
  }

  /** Sends inside the dialog, over a connection of our own to the SBC's name (direct-routing §1.6). */
  #send(what: InDialog, onStatus: (status: number, body: string) => void = () => undefined): void {
    const dialog = this.#dialog
    if (dialog === undefined) return
    const { exchanges, log } = this.#parts
    const request = requestWithin(dialog, what)
    const go = async (): Promise<void> => {
      const link = await this.#parts.reach(this.#admitted.fqdn, parseSipUri(dialog.target)?.port)
      if (what.method === 'ACK') return exchanges.acknowledge(link, request)
      exchanges.send(link, request, {
        onResponse: response => onStatus(response.status, response.body),
        onSilence: () => onStatus(408, ''),
      })
    }
    go().catch((error: unknown) => {
      log('warn', 'SBC unreachable', { fqdn: this.#admitted.fqdn, why: String(error) })
      onStatus(408, '')
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

  #note(code: Parameters<ProxyParts['scoreCard']['note']>[0], refused: boolean): void {
    this.#parts.scoreCard.note(code, { callId: this.callId, refused })
  }

  #end(end: ClientCall['end']): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#stopAnswering()
    this.#stopSession()
    void this.#leg?.then(leg => leg?.close())
    this.#onOver()
    this.#user?.onEnded(end)
  }
}

/** Teams never sends to a new address: it is negotiated and ignored (direct-routing §2.8). */
function atOldAddress(body: string, offered: Offer, old: Offer): string {
  return body
    .replaceAll(`IP4 ${offered.address}`, `IP4 ${old.address}`)
    .replace(`m=audio ${offered.port} `, `m=audio ${old.port} `)
}
