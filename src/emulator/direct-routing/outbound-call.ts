import { randomBytes, randomUUID } from 'node:crypto'
import type { ClientCall } from '../clients/teams-client.ts'
import { allowed, isAddress } from '../rules/check-request.ts'
import { checkOffer } from '../rules/check-offer.ts'
import type { Finding } from '../rules/check-offer.ts'
import { refusals } from '../rules/refusal.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import type { SentRequest } from '../wire/exchanges.ts'
import type { Link } from '../wire/links.ts'
import { headerOf, valuesOf } from '../wire/message.ts'
import type { WireHeader, WireRequest, WireResponse } from '../wire/message.ts'
import { parseNamedUri, parseSipUri } from '../wire/sip-uri.ts'
import { CallSound } from './call-sound.ts'
import { Conversation } from './conversation.ts'
import type { Dialog } from './dialog.ts'
import { contactOf, isWellLed, receiveEarly } from './proxy-call.ts'
import type { ProxyCall } from './proxy-call.ts'
import type { ProxyParts } from './proxy-parts.ts'
import type { Referral, TransferTarget } from './referral.ts'
import { serverName } from './reply.ts'

/** FailoverTimeSeconds: an SBC that says nothing at all for so long is given up (direct-routing §2.9). */
export const failoverMs = 10_000

/** FailoverResponseCodes: these move on to the next SBC of the route; any other is final (direct-routing §1.4). */
const failoverStatuses: ReadonlySet<number> = new Set([408, 503, 504])

/** A call out of Teams. */
export interface OutboundPlan {
  readonly person: { readonly id: string; readonly name: string; readonly number: string }
  readonly directoryId: string
  readonly to: string
  /** SBCs of the voice route, in order. */
  readonly routes: readonly string[]
  /** The caller of a call that is forwarded, and why it is (RFC 4458); sent with its history. */
  readonly forwarded?: { readonly from: string; readonly cause: ForwardCause }
  /** The caller of a call that was handed on by the person: it is shown as his (direct-routing §2.10.2). */
  readonly transferred?: { readonly from: string }
  /** The call of an SBC whose place this one takes (RFC 3891, direct-routing §2.10.3). */
  readonly replaces?: { readonly uri: string; readonly fqdn: string; readonly dialog: string }
  /** Sounds of one group can be joined. */
  readonly group?: string
}

/** Why a call is forwarded: always, busy, or not answered (RFC 4458). */
export type ForwardCause = 302 | 486 | 408

/** What the person who called is told. */
export interface OutboundUser {
  onRinging(): void
  /** There is sound from the other side, before or with the answer. */
  onSound(leg: SoundLeg): void
  onConnected(): void
  onHeld(held: boolean): void
  /** Comes exactly once, last. */
  onEnded(end: ClientCall['end'], status?: number): void
}

/**
 * The proxy's half of a call out of Teams (direct-routing §2.5):
 *
 *   trying ──18x──▶ ringing ──200──▶ talking ──BYE──▶ over
 *      └──10 s, 408, 503, 504──▶ the next SBC, or over
 */
export class OutboundCall implements ProxyCall {
  readonly callId = randomBytes(16).toString('hex')
  readonly correlation = randomUUID()
  readonly from: string
  readonly #contact: string
  readonly #plan: OutboundPlan
  readonly #parts: ProxyParts
  readonly #onOver: () => void
  readonly #sound: CallSound
  readonly #routes: string[]
  #user: OutboundUser | undefined
  #phase: 'trying' | 'ringing' | 'talking' | 'over' = 'trying'
  #conversation: Conversation | undefined
  #sent: SentRequest | undefined
  #heardAny = false
  #cancelled = false
  #attempt = 0
  #stopFailover: () => void = () => undefined

  constructor(plan: OutboundPlan, parts: ProxyParts, onOver: () => void) {
    this.#plan = plan
    this.#parts = parts
    this.#onOver = onOver
    this.#routes = [...plan.routes]
    this.from = plan.to
    const { studio, log } = parts
    const group = plan.group === undefined ? {} : { group: plan.group }
    this.#sound = new CallSound({ studio, log, correlation: this.correlation, ...group })
    this.#contact = contactOf(this.callId, this.correlation, 'd/8')
  }

  /** Calls the first SBC of the route. */
  async start(user: OutboundUser): Promise<void> {
    this.#user = user
    const sdp = await this.#sound.firstOffer()
    if (sdp === undefined) this.#end('failed', 500)
    else await this.#tryNext(sdp)
  }

  /** Gives up before the answer, hangs up after it. */
  hangUp(): void {
    if (this.#conversation !== undefined) return this.#conversation.hangUp()
    if (this.#phase === 'over' || this.#cancelled) return
    this.#cancelled = true
    this.#stopFailover()
    // RFC 3261 §9.1: no CANCEL before a provisional response.
    if (this.#heardAny) this.#sent?.cancel()
    else if (this.#sent === undefined) this.#end('person-hung-up', 487)
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
    const { callId, correlation } = this
    const call = { callId, contact: this.#contact, correlation, parts: this.#parts }
    if (!isWellLed(request, link, call) || request.method === 'ACK') return
    if (this.#conversation !== undefined) this.#conversation.receive(request, link)
    else receiveEarly(request, link, call)
  }

  async shutDown(): Promise<void> {
    if (this.#conversation !== undefined) return this.#conversation.fail(38, 'ServiceStopping')
    if (this.#heardAny) this.#sent?.cancel()
    this.#end('failed', 503)
  }

  async #tryNext(sdp: string): Promise<void> {
    const fqdn = this.#routes.shift()
    if (this.#phase === 'over') return
    if (fqdn === undefined) return this.#end('failed', 408)
    this.#attempt += 1
    this.#heardAny = false
    const attempt = this.#attempt
    const { timers, exchanges, log, scoreCard } = this.#parts
    try {
      const link = await this.#parts.reach(fqdn, undefined)
      if (this.#isOver()) return
      if (this.#cancelled) return this.#end('person-hung-up', 487)
      const invite = this.#invite(fqdn, sdp)
      this.#stopFailover = timers.after(failoverMs, () => {
        scoreCard.note('provisional-missing', { callId: this.callId, refused: true })
        log('info', 'refused', { callId: this.callId, status: 408, code: 500_001 })
        void this.#tryNext(sdp)
      })
      this.#sent = exchanges.send(link, invite, {
        onResponse: response => {
          if (attempt === this.#attempt) void this.#heard(response, { fqdn, invite, sdp })
        },
        onSilence: () => {
          if (attempt === this.#attempt) void this.#tryNext(sdp)
        },
      })
    } catch (error) {
      log('warn', 'SBC unreachable', { fqdn, why: String(error) })
      await this.#tryNext(sdp)
    }
  }

  /** Asked anew after each wait. */
  #isOver(): boolean {
    return this.#phase === 'over'
  }

  async #heard(
    response: WireResponse,
    asked: { readonly fqdn: string; readonly invite: WireRequest; readonly sdp: string },
  ): Promise<void> {
    const { status } = response
    this.#stopFailover()
    if (this.#phase === 'over') return
    if (status < 200) return this.#progressed(response)
    if (status < 300) return this.#answered(response, asked)
    if (!this.#cancelled && failoverStatuses.has(status) && this.#routes.length > 0) {
      return this.#tryNext(asked.sdp)
    }
    this.#end(this.#cancelled ? 'person-hung-up' : endOf(status), status)
  }

  async #progressed(response: WireResponse): Promise<void> {
    const first = !this.#heardAny
    this.#heardAny = true
    if (first && this.#cancelled) this.#sent?.cancel()
    if (response.status === 100 || this.#cancelled) return
    if (this.#phase === 'trying') {
      this.#phase = 'ringing'
      this.#user?.onRinging()
    }
    if (response.body !== '') await this.#takeSound(response.body)
  }

  async #answered(
    response: WireResponse,
    asked: { readonly fqdn: string; readonly invite: WireRequest },
  ): Promise<void> {
    const dialog = this.#dialogOf(response, asked.invite)
    const conversation = this.#converse(dialog, asked.fqdn, allowsRefer(response))
    this.#conversation = conversation
    conversation.confirm()
    conversation.acknowledge()
    conversation.takeSession(response)
    if (this.#cancelled) return conversation.hangUp()
    const unnamed = this.#namesAddress(dialog)
    if (unnamed !== undefined) {
      this.#parts.scoreCard.note(unnamed.code, { callId: this.callId, refused: true })
      return conversation.fail(21, unnamed.refusal.phrase)
    }
    if (!(await this.#takeSound(response.body))) return conversation.fail(88, 'MediaAnswerError')
    if (conversation.isOver()) return
    this.#phase = 'talking'
    this.#user?.onConnected()
  }

  /** Where requests of ours would go must be a name that a certificate can prove (direct-routing §1.6). */
  #namesAddress({ target, routes }: Dialog): Required<Finding> | undefined {
    if (isAddress(parseSipUri(target)?.host ?? '')) {
      return { code: 'contact-ip', refusal: refusals.contactIsAddress }
    }
    const theirs = routes.filter(route => !route.includes(this.#parts.routeUri()))
    const hosts = theirs.map(route => parseNamedUri(route)?.uri.host ?? '')
    return hosts.some(isAddress)
      ? { code: 'record-route-ip', refusal: refusals.routeIsAddress }
      : undefined
  }

  /** The dialog as the answer makes it (RFC 3261 §12.1.2). */
  #dialogOf(response: WireResponse, invite: WireRequest): Dialog {
    const [contact = ''] = valuesOf(response, 'contact')
    const from = headerOf(invite, 'from') ?? ''
    const to = headerOf(response, 'to') ?? ''
    return {
      callId: this.callId,
      localTag: parseNamedUri(from)?.tag ?? '',
      remoteTag: parseNamedUri(to)?.tag ?? '',
      local: from,
      remote: to,
      target: parseNamedUri(contact)?.uriText ?? '',
      routes: valuesOf(response, 'record-route').toReversed(),
      contact: this.#contact,
    }
  }

  #converse(dialog: Dialog, fqdn: string, refers: boolean): Conversation {
    const { person, directoryId } = this.#plan
    const { correlation } = this
    const by = { personId: person.id, directoryId }
    return new Conversation(
      { dialog, fqdn, sound: this.#sound, correlation, by, refers, ownsCallId: true, sequence: 1 },
      this.#parts,
      { onHeld: held => this.#user?.onHeld(held), onOver: end => this.#end(end) },
    )
  }

  /** Checks and takes a description of the SBC's; false when Microsoft would not. */
  async #takeSound(body: string): Promise<boolean> {
    const { offer, findings } = checkOffer(body)
    for (const { code } of findings) {
      this.#parts.scoreCard.note(code, { callId: this.callId, refused: true })
    }
    if (offer === undefined || findings.length > 0) return false
    const agreed = await this.#sound.settleFirst({ offer, body })
    const leg = await this.#sound.leg()
    if (agreed && leg !== undefined && this.#phase !== 'over') this.#user?.onSound(leg)
    return agreed
  }

  /** The INVITE as traces of Microsoft's have it, line by line (direct-routing §2.5). */
  #invite(fqdn: string, sdp: string): WireRequest {
    const { person, to, forwarded, transferred, replaces } = this.#plan
    const proxy = 'sip.pstnhub.microsoft.com:5061'
    const port = this.#parts.portOf(fqdn)
    const host = port === undefined ? fqdn : `${fqdn}:${port}`
    const caller = forwarded ?? transferred
    const shown =
      caller === undefined ? `${person.name}<sip:${person.number}` : `<sip:${caller.from}`
    const callee = replaces?.uri ?? `sip:${to}@${host};user=phone`
    const cause = forwarded === undefined ? '' : `;cause=${forwarded.cause}`
    return {
      kind: 'request',
      method: 'INVITE',
      uri: replaces?.uri ?? `${callee};transport=tls${cause}`,
      version: 'SIP/2.0',
      headers: [
        {
          name: 'from',
          value: `${shown}@${proxy};user=phone>;tag=${randomBytes(16).toString('hex')}`,
        },
        { name: 'to', value: `<${callee}>` },
        { name: 'cseq', value: '1 INVITE' },
        { name: 'call-id', value: this.callId },
        { name: 'max-forwards', value: '70' },
        { name: 'record-route', value: `<${this.#parts.routeUri()}>` },
        { name: 'contact', value: `<${this.#contact}>` },
        ...this.#history(),
        ...this.#onBehalf(),
        { name: 'min-se', value: '300' },
        { name: 'supported', value: 'timer' },
        { name: 'user-agent', value: serverName },
        { name: 'content-type', value: 'application/sdp' },
        { name: 'allow', value: allowed },
        { name: 'session-expires', value: '3600' },
      ],
      body: sdp,
    }
  }

  /** Whom the call was for before, with the reason escaped as the newer pages have it (direct-routing §2.6). */
  #history(): readonly WireHeader[] {
    const { person, to, forwarded } = this.#plan
    if (forwarded === undefined) return []
    const host = 'sip.pstnhub.microsoft.com:5061;user=phone'
    const text = forwardTexts[forwarded.cause]
    const reason = `Reason=SIP%3Bcause%3D${forwarded.cause}%3Btext%3D%22${encodeURIComponent(text)}%22`
    const entries = [
      `<sip:${person.number}@${host}?${reason}>;index=1`,
      `<sip:${to}@${host}>;index=1.1`,
    ]
    return [{ name: 'history-info', value: entries.join(',') }]
  }

  /** Who handed the call on (RFC 3892), and whose place it takes (RFC 3891). */
  #onBehalf(): readonly WireHeader[] {
    const { person, transferred, replaces } = this.#plan
    const by = `<sip:${person.number}@sip.pstnhub.microsoft.com:5061;user=phone>`
    return [
      ...(transferred === undefined ? [] : [{ name: 'referred-by', value: by }]),
      ...(replaces === undefined ? [] : [{ name: 'replaces', value: replaces.dialog }]),
    ]
  }

  #end(end: ClientCall['end'], status?: number): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#stopFailover()
    void this.#sound.close()
    this.#onOver()
    this.#user?.onEnded(end, status)
  }
}

const forwardTexts: Readonly<Record<ForwardCause, string>> = {
  302: 'Moved temporarily',
  486: 'User Busy',
  408: 'Request Timeout',
}

function allowsRefer(response: WireResponse): boolean {
  return valuesOf(response, 'allow').some(method => method.toUpperCase() === 'REFER')
}

function endOf(status: number): ClientCall['end'] {
  if (status === 486 || status === 600) return 'busy'
  return status === 603 ? 'declined' : 'failed'
}
