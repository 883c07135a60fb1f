import type { ClientCall } from '../clients/teams-client.ts'
import { checkOffer, checkOrigin, checkReoffer } from '../rules/check-offer.ts'
import type { Described } from '../rules/check-offer.ts'
import { readOffer } from '../rules/offer.ts'
import { refusals } from '../rules/refusal.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { ViolationCode } from '../rules/violation.ts'
import type { Link } from '../wire/links.ts'
import type { WireHeader, WireRequest, WireResponse } from '../wire/message.ts'
import { parseSipUri } from '../wire/sip-uri.ts'
import type { CallSound } from './call-sound.ts'
import { requestWithin } from './dialog.ts'
import type { Dialog, InDialog } from './dialog.ts'
import { OwnOffers } from './own-offers.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { notifyMsMax, referHeaders, referralTo, reportedStatus } from './referral.ts'
import type { Referral, TransferTarget } from './referral.ts'
import { refuseWith, replyTo } from './reply.ts'
import { SessionTimer } from './session-timer.ts'

/** A call that was answered, whoever made it. */
export interface Talk {
  readonly dialog: Dialog
  readonly fqdn: string
  readonly sound: CallSound
  readonly correlation: string
  readonly by: { readonly personId: string; readonly directoryId: string }
  /** The SBC's Allow has REFER in it. */
  readonly refers: boolean
  /** The call was ours to make, and its Call-ID ours to choose. */
  readonly ownsCallId: boolean
  /** The CSeq number of our last request. */
  readonly sequence: number
}

/** Who hears of it. */
export interface ConversationUser {
  onHeld(held: boolean): void
  /** Comes exactly once, last. */
  onOver(end: ClientCall['end']): void
}

/** The proxy's side of a dialog with an SBC: what is said in it, and what it is refused (direct-routing §2.8, §2.10). */
export class Conversation {
  readonly #talk: Talk
  readonly #parts: ProxyParts
  readonly #user: ConversationUser
  #referral: Referral | undefined
  #transferEnded: (done: boolean) => void = () => undefined
  #sequence: number
  #confirmed = false
  #over = false
  readonly #offers: OwnOffers
  readonly #session: SessionTimer
  #answering = false
  #heldByThem = false

  constructor(talk: Talk, parts: ProxyParts, user: ConversationUser) {
    this.#talk = talk
    this.#parts = parts
    this.#user = user
    this.#sequence = talk.sequence
    this.#offers = new OwnOffers({
      timers: parts.timers,
      ownsCallId: talk.ownsCallId,
      send: sdp => this.#reinvite(sdp),
      isAnswering: () => this.#answering,
    })
    this.#session = new SessionTimer(parts.timers, {
      onDue: () => this.#refresh(),
      onExpired: () => void this.fail(102, 'SessionExpired'),
    })
  }

  /** The answer is acknowledged: from here on both may speak and change what was agreed on. */
  confirm(): void {
    this.#confirmed = true
  }

  isOver(): boolean {
    return this.#over
  }

  hangUp(): void {
    if (this.#over) return
    void this.#sendBye(16, 'CallEnded')
    this.#end('person-hung-up')
  }

  /** Ends it for a reason of the proxy's own; resolves when the SBC was told. */
  async fail(cause: number, phrase: string): Promise<void> {
    if (this.#over) return
    const told = this.#sendBye(cause, phrase)
    this.#end('failed')
    await told
  }

  /** Offers it once nothing else of ours is offered; false when the SBC would not. */
  async hold(held: boolean): Promise<boolean> {
    const { sound } = this.#talk
    if (this.#over || !this.#confirmed) return false
    return this.#offers.offer({
      describe: () => sound.offerHold(held),
      settle: answer => sound.settleHold(held, answer && this.#read(answer)),
    })
  }

  /** REFER, if the SBC's Allow knows it; resolves with the end of the transfer (direct-routing §2.10). */
  async transfer(target: TransferTarget): Promise<boolean> {
    const { refers, by, correlation } = this.#talk
    if (!refers || this.#over || !this.#confirmed || this.#referral !== undefined) return false
    const referral = referralTo(target, { ...by, correlation })
    this.#referral = referral
    const headers = referHeaders(referral)
    const done = await new Promise<boolean>(resolve => {
      const stop = this.#parts.timers.after(notifyMsMax, () => {
        this.#note('notify-missing', false)
        resolve(false)
      })
      this.#transferEnded = ended => {
        stop()
        resolve(ended)
      }
      void this.#send({ method: 'REFER', sequence: ++this.#sequence, headers }, status => {
        if (status >= 300) this.#transferEnded(false)
      })
    })
    this.#referral = undefined
    if (done) this.hangUp()
    return done
  }

  /** The transfer under way, which the SBC's new INVITE must repeat. */
  referral(): Referral | undefined {
    return this.#referral
  }

  /** This dialog as an INVITE names it that is to take its place: tags as the SBC sees them (RFC 3891 §3). */
  named(): { readonly uri: string; readonly fqdn: string; readonly dialog: string } {
    const { dialog, fqdn } = this.#talk
    const { callId, localTag, remoteTag, target } = dialog
    return { uri: target, fqdn, dialog: `${callId};to-tag=${remoteTag};from-tag=${localTag}` }
  }

  /** A request of the SBC in this dialog; an ACK only confirms. */
  receive(request: WireRequest, link: Link): void {
    switch (request.method) {
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

  /** The timer an INVITE of the SBC asks for, as its answer grants it. */
  grantSession(request: WireRequest): readonly WireHeader[] {
    return this.#session.grant(request)
  }

  /** The timer the answer to our INVITE granted. */
  takeSession(answer: WireResponse): void {
    this.#session.take(answer)
  }

  /** The ACK of an answer to our INVITE (RFC 3261 §13.2.2.4). */
  acknowledge(sequence = this.#sequence): void {
    void this.#send({ method: 'ACK', sequence })
  }

  /** The same again: what counts is that it is said and answered (RFC 4028 §7.4). */
  #refresh(): void {
    const { sound } = this.#talk
    void this.#offers.offer({
      describe: () => sound.offerAgain(),
      settle: answer => sound.settle(answer && this.#read(answer)),
    })
  }

  #notified(status: number): void {
    if (status >= 200) this.#transferEnded(status < 300)
  }

  /** A changed offer: checked strictly, answered at the old address whatever the new one is (direct-routing §2.8). */
  async #changed(request: WireRequest, link: Link): Promise<void> {
    const { sound } = this.#talk
    if (this.#offers.pending || this.#answering || this.#over || !this.#confirmed) {
      return link.send(this.#refusalOf(request, refusals.glare))
    }
    const before = sound.agreed()
    const { offer, findings } =
      before === undefined ? checkOffer(request.body) : checkReoffer(request.body, before)
    for (const { code, refusal } of findings) this.#note(code, refusal !== undefined)
    const refusal = findings.find(finding => finding.refusal !== undefined)?.refusal
    if (refusal !== undefined) return link.send(this.#refusalOf(request, refusal))
    this.#answering = true
    const sdp =
      offer === undefined
        ? await sound.answerNothing()
        : await sound.answerChange({ offer, body: request.body })
    this.#answering = false
    if (sdp === undefined) return link.send(this.#refusalOf(request, refusals.offerWithoutCodec))
    const headers = [...this.#ourHeaders(), ...this.#session.grant(request)]
    link.send(replyTo(request, { status: 200, reason: 'OK', headers, sdp }))
    if (offer !== undefined) this.#noticeHold(offer.direction === 'inactive')
  }

  /** The SBC's answer to an offer of ours, held against what it said last. */
  #read(answer: WireResponse): Described | undefined {
    this.#session.take(answer)
    const { body } = answer
    const offer = readOffer(body)
    const before = this.#talk.sound.agreed()
    if (offer === undefined) return undefined
    const findings = before === undefined ? [] : checkOrigin({ offer, body }, before)
    for (const { code } of findings) this.#note(code, false)
    return { offer, body }
  }

  #noticeHold(held: boolean): void {
    if (held !== this.#heldByThem) this.#user.onHeld(held)
    this.#heldByThem = held
  }

  #reinvite(sdp: string): Promise<WireResponse | undefined> {
    const sequence = ++this.#sequence
    const headers = [
      { name: 'min-se', value: '300' },
      { name: 'supported', value: 'timer' },
      ...this.#session.ask(),
    ]
    return new Promise(resolve => {
      void this.#send({ method: 'INVITE', sequence, headers, sdp }, (status, response) => {
        if (status === 200) this.acknowledge(sequence)
        if (status === 408 || status === 481) this.#end('failed')
        if (status >= 200) resolve(response)
      })
    })
  }

  #sendBye(cause: number, phrase: string): Promise<void> {
    const text = `Q.850;cause=${cause};text="${this.#talk.correlation};${phrase}"`
    const headers = [{ name: 'reason', value: text }]
    return this.#send({ method: 'BYE', sequence: ++this.#sequence, headers })
  }

  /** Sends inside the dialog, over a connection of our own to the SBC's name (direct-routing §1.6). */
  async #send(
    what: InDialog,
    onStatus: (status: number, response?: WireResponse) => void = () => undefined,
  ): Promise<void> {
    const { dialog, fqdn } = this.#talk
    const { exchanges, log } = this.#parts
    const request = requestWithin(dialog, what)
    try {
      const link = await this.#parts.reach(fqdn, parseSipUri(dialog.target)?.port)
      if (what.method === 'ACK') return exchanges.acknowledge(link, request)
      exchanges.send(link, request, {
        onResponse: response => onStatus(response.status, response),
        onSilence: () => onStatus(408),
      })
    } catch (error) {
      log('warn', 'SBC unreachable', { fqdn, why: String(error) })
      onStatus(408)
    }
  }

  #ourHeaders(): readonly WireHeader[] {
    return [
      { name: 'record-route', value: `<${this.#parts.routeUri()}>` },
      { name: 'contact', value: `<${this.#talk.dialog.contact}>` },
      { name: 'supported', value: 'timer' },
    ]
  }

  #refusalOf(request: WireRequest, refusal: Refusal): ReturnType<typeof refuseWith> {
    const { correlation, dialog } = this.#talk
    return refuseWith(request, refusal, { correlation, tag: dialog.localTag })
  }

  #note(code: ViolationCode, refused: boolean): void {
    this.#parts.scoreCard.note(code, { callId: this.#talk.dialog.callId, refused })
  }

  #end(end: ClientCall['end']): void {
    if (this.#over) return
    this.#over = true
    this.#session.stop()
    this.#offers.stop()
    this.#transferEnded(false)
    void this.#talk.sound.close()
    this.#user.onOver(end)
  }
}
