import type { ClientCall } from '../clients/teams-client.ts'
import { checkOffer, checkOrigin, checkReoffer } from '../rules/check-offer.ts'
import type { Described } from '../rules/check-offer.ts'
import { readOffer } from '../rules/offer.ts'
import { refusals } from '../rules/refusal.ts'
import type { Refusal } from '../rules/refusal.ts'
import type { ViolationCode } from '../rules/violation.ts'
import type { Link } from '../wire/links.ts'
import { headerOf } from '../wire/message.ts'
import type { WireHeader, WireRequest } from '../wire/message.ts'
import { parseSipUri } from '../wire/sip-uri.ts'
import type { CallSound } from './call-sound.ts'
import { requestWithin } from './dialog.ts'
import type { Dialog, InDialog } from './dialog.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { notifyMsMax, referHeaders, referralTo, reportedStatus } from './referral.ts'
import type { Referral, TransferTarget } from './referral.ts'
import { refuseWith, replyTo } from './reply.ts'

/** A call that was answered, whoever made it. */
export interface Talk {
  readonly dialog: Dialog
  readonly fqdn: string
  readonly sound: CallSound
  readonly correlation: string
  readonly by: { readonly personId: string; readonly directoryId: string }
  /** The SBC's Allow has REFER in it. */
  readonly refers: boolean
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
  #offering = false
  #heldByThem = false
  #stopSession: () => void = () => undefined

  constructor(talk: Talk, parts: ProxyParts, user: ConversationUser) {
    this.#talk = talk
    this.#parts = parts
    this.#user = user
    this.#sequence = talk.sequence
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

  async hold(held: boolean): Promise<boolean> {
    const { sound } = this.#talk
    if (this.#over || !this.#confirmed || this.#offering) return false
    this.#offering = true
    const offer = await sound.offerHold(held)
    const answer = offer === undefined ? undefined : await this.#reinvite(offer)
    this.#offering = false
    return sound.settleHold(held, answer === undefined ? undefined : this.#read(answer))
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

  /** RFC 4028 §9: the timer the SBC asks for is granted, and refreshing it is the SBC's task. */
  sessionHeaders(request: WireRequest): readonly WireHeader[] {
    const seconds = Number.parseInt(headerOf(request, 'session-expires') ?? '', 10)
    this.#stopSession()
    if (Number.isNaN(seconds)) return []
    this.#stopSession = this.#parts.timers.after(
      seconds * 1000,
      () => void this.fail(102, 'SessionExpired'),
    )
    return [
      { name: 'session-expires', value: `${seconds};refresher=uac` },
      { name: 'require', value: 'timer' },
    ]
  }

  /** The ACK of an answer to our INVITE (RFC 3261 §13.2.2.4). */
  acknowledge(): void {
    void this.#send({ method: 'ACK', sequence: this.#sequence })
  }

  #notified(status: number): void {
    if (status >= 200) this.#transferEnded(status < 300)
  }

  /** A changed offer: checked strictly, answered at the old address whatever the new one is (direct-routing §2.8). */
  async #changed(request: WireRequest, link: Link): Promise<void> {
    const { sound } = this.#talk
    if (this.#offering || this.#over || !this.#confirmed) {
      return link.send(this.#refusalOf(request, refusals.glare))
    }
    const before = sound.agreed()
    const { offer, findings } =
      before === undefined ? checkOffer(request.body) : checkReoffer(request.body, before)
    for (const { code, refusal } of findings) this.#note(code, refusal !== undefined)
    const refusal = findings.find(finding => finding.refusal !== undefined)?.refusal
    if (refusal !== undefined) return link.send(this.#refusalOf(request, refusal))
    const sdp =
      offer === undefined
        ? await sound.answerNothing()
        : await sound.answerChange({ offer, body: request.body })
    if (sdp === undefined) return link.send(this.#refusalOf(request, refusals.offerWithoutCodec))
    const headers = [...this.#ourHeaders(), ...this.sessionHeaders(request)]
    link.send(replyTo(request, { status: 200, reason: 'OK', headers, sdp }))
    if (offer !== undefined) this.#noticeHold(offer.direction === 'inactive')
  }

  /** The SBC's answer to an offer of ours, held against what it said last. */
  #read(body: string): Described | undefined {
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

  #reinvite(sdp: string): Promise<string | undefined> {
    const headers = [
      { name: 'min-se', value: '300' },
      { name: 'supported', value: 'timer' },
    ]
    return new Promise(resolve => {
      void this.#send(
        { method: 'INVITE', sequence: ++this.#sequence, headers, sdp },
        (status, body) => {
          if (status === 200) this.acknowledge()
          if (status === 408 || status === 481) this.#end('failed')
          if (status >= 200) resolve(status === 200 ? body : undefined)
        },
      )
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
    onStatus: (status: number, body: string) => void = () => undefined,
  ): Promise<void> {
    const { dialog, fqdn } = this.#talk
    const { exchanges, log } = this.#parts
    const request = requestWithin(dialog, what)
    try {
      const link = await this.#parts.reach(fqdn, parseSipUri(dialog.target)?.port)
      if (what.method === 'ACK') return exchanges.acknowledge(link, request)
      exchanges.send(link, request, {
        onResponse: response => onStatus(response.status, response.body),
        onSilence: () => onStatus(408, ''),
      })
    } catch (error) {
      log('warn', 'SBC unreachable', { fqdn, why: String(error) })
      onStatus(408, '')
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
    this.#stopSession()
    this.#transferEnded(false)
    void this.#talk.sound.close()
    this.#user.onOver(end)
  }
}
