import type {
  CallFailure,
  CallHandlers,
  Describe,
  DialogId,
  FailureCode,
  HangUp,
  OutgoingCall,
  OutgoingInvite,
  ReinviteResult,
} from '../calls.ts'
import { headersFrom, sdpBody } from '../messages/build.ts'
import { parseAddress, tagOf } from '../messages/address.ts'
import { header, valueOf, valuesOf } from '../messages/header.ts'
import type { Header, SipResponse } from '../messages/message.ts'
import { retryAfterMsOf } from '../messages/retry-after.ts'
import { noParams, parseCount } from '../messages/scan.ts'
import { lifetimeMs } from '../transactions/machine.ts'
import type { SipTarget } from '../transport/points.ts'
import { addressWithin, dialogKey, dialogOfAnswer, nextHop, targetOfUri } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import { EarlyDialog } from './early-dialog.ts'
import { readReason } from './reason-header.ts'
import { sdpOf } from './sdp-body.ts'
import { Session } from './session.ts'
import type { SessionOwner } from './session.ts'
import { sessionSecondsMin, termHeaders, termsOfResponse } from './session-timer.ts'
import { allowedMethods, supportedExtensions } from './user-agent.ts'
import type { PendingRequest, SentRequest, Silence, UserAgent } from './user-agent.ts'

/** How long a call of ours may ring unless its maker says otherwise; proxies give up after as long (§16.8). */
export const ringMsMax = 180_000

/** Early dialogs one call keeps; a far end that answers with ever new tags gets no more. */
export const earlyDialogsMax = 16

/** Header fields as plain pairs, for owners who read more than we name. */
export function pairsOf(headers: readonly Header[]): readonly (readonly [string, string])[] {
  return headers.map(({ name, value }) => [name, value] as const)
}

/**
 * A call we make, from INVITE to its end (RFC 3261 §13.2).
 * 1. Exactly one of `onFailed` and `onEnded` is called, once.
 * 2. Every 2xx is acknowledged, whenever it comes and from whichever fork; all but the first answered fork, and
 *    all after a cancel, are hung up at once (§13.2.2.4).
 * 3. CANCEL waits for a provisional response (§9.1).
 */
export class Outgoing implements OutgoingCall {
  readonly callId: string
  readonly #ua: UserAgent
  readonly #invite: OutgoingInvite
  readonly #handlers: CallHandlers
  readonly #localTag: string
  readonly #acks = new Map<string, () => void>()
  /** The early dialogs of its forks, by the tag each answered with. */
  readonly #early = new Map<string, EarlyDialog>()
  #pending: PendingRequest | undefined
  #session: Session | undefined
  #over = false
  #provisional = false
  #givingUp: { readonly code: FailureCode; readonly reason: string | undefined } | undefined
  #cancelSent = false
  #cseq = 1
  #cancelTimer: (() => void) | undefined

  constructor(ua: UserAgent, invite: OutgoingInvite, handlers: CallHandlers) {
    this.#ua = ua
    this.#invite = invite
    this.#handlers = handlers
    this.callId = invite.callId ?? ua.token()
    this.#localTag = ua.token()
    ua.calls.add(this)
  }

  start(): void {
    const ms = this.#invite.answerMsMax ?? ringMsMax
    this.#cancelTimer = this.#ua.clock.setTimer(ms, () => this.#giveUp('no-answer'))
    this.#send([])
  }

  dialog(): DialogId | undefined {
    const dialog = this.#session?.dialog
    if (dialog === undefined) return undefined
    const { callId, localTag, remoteTag } = dialog
    return { callId, localTag, remoteTag }
  }

  cancel(how: { readonly reason?: string } = {}): void {
    if (this.#session === undefined) this.#giveUp('cancelled', how.reason)
  }

  hangUp(how: HangUp = {}): void {
    if (this.#session === undefined) this.#giveUp('cancelled')
    else this.#session.hangUp(how)
  }

  reinvite(describe: Describe): Promise<ReinviteResult> {
    return this.#session?.reinvite(describe) ?? Promise.resolve({ kind: 'over' })
  }

  /** The endpoint closes: no answer will be waited for. */
  shutDown(): void {
    if (this.#session !== undefined) {
      this.#session.end({ by: 'us', cause: 'endpoint-closed' })
      return
    }
    this.#giveUp('endpoint-closed')
    this.#fail({ code: 'endpoint-closed', status: 503, reason: 'endpoint closed', headers: [] })
  }

  #send(extra: readonly Header[]): void {
    const invite = this.#invite
    const said = new Set(extra.map(({ key }) => key))
    this.#pending = this.#ua.request(
      {
        parts: {
          method: 'INVITE',
          requestUri: invite.requestUri,
          from: party(invite.from, this.#localTag),
          to: party(invite.to),
          callId: this.callId,
          cseqNumber: this.#cseq,
          routes: invite.routes ?? [],
          // What is asked for the second time stands in the place of what was asked first.
          headers: [...this.#headers().filter(({ key }) => !said.has(key)), ...extra],
          body: sdpBody(invite.sdp),
        },
        targets: targetsOf(invite),
        contact: invite.contact ?? 'auto',
        nextCseq: () => ++this.#cseq,
        credentials: invite.credentials,
        timeoutMs: invite.firstResponseMsMax,
        failoverStatuses: invite.failoverStatuses,
      },
      {
        onResponse: (response, sent) => this.#onResponse(response, sent),
        onSilence: (silence, detail) => this.#onSilence(silence, detail),
      },
    )
  }

  #headers(): readonly Header[] {
    const { allow = allowedMethods, supported = supportedExtensions, headers } = this.#invite
    const seconds = this.#invite.sessionExpiresSeconds
    return [
      header('Allow', allow.join(', ')),
      ...(supported.length === 0 ? [] : [header('Supported', supported.join(', '))]),
      ...(seconds === undefined
        ? []
        : termHeaders({ seconds, refresher: 'us' }, 'request').slice(0, 1)),
      ...headersFrom(headers),
    ]
  }

  #onResponse(response: SipResponse, sent: SentRequest): void {
    const { status } = response
    if (status < 200) this.#onProvisional(response, sent)
    else if (status < 300) this.#onAccepted(response, sent)
    else if (status === 422 && this.#retriedLonger(response)) return
    else this.#fail(this.#refusal(response))
  }

  #onProvisional(response: SipResponse, sent: SentRequest): void {
    this.#provisional = true
    if (this.#givingUp !== undefined) this.#sendCancel()
    if (this.#over || this.#givingUp !== undefined || response.status === 100) return
    this.#keepEarly(response, sent)
    const sdp = sdpOf(response)
    this.#handlers.onProgress?.({
      status: response.status,
      toTag: tagOf(response.to),
      headers: pairsOf(response.headers),
      ...(sdp === undefined ? {} : { sdp }),
    })
  }

  /** RFC 3261 §12.1.2. Our offer is open in it: only a reliable answer would settle that, and we ask for none. */
  #keepEarly(response: SipResponse, sent: SentRequest): void {
    const dialog = dialogOfAnswer(sent.request, response)
    const toTag = dialog?.remoteTag ?? ''
    if (dialog === undefined || toTag === '' || this.#early.has(toTag)) return
    if (this.#early.size >= earlyDialogsMax) return
    const early = new EarlyDialog(this.#ua, {
      dialog,
      contact: this.#contactIn(sent),
      invitedBy: 'us',
      openOffer: () => 'ours',
      handlers: () => this.#handlers,
    })
    this.#early.set(toTag, early)
    this.#ua.dialogs.set(dialogKey(this.callId, this.#localTag, toTag), early)
  }

  #forgetEarly(): void {
    const { dialogs } = this.#ua
    for (const [toTag, early] of this.#early) {
      const key = dialogKey(this.callId, this.#localTag, toTag)
      if (dialogs.get(key) === early) dialogs.delete(key)
    }
  }

  #onAccepted(response: SipResponse, sent: SentRequest): void {
    const toTag = tagOf(response.to) ?? ''
    const again = this.#acks.get(toTag)
    if (again !== undefined) {
      again()
      return
    }
    const confirmed = dialogOfAnswer(sent.request, response)
    const remoteCseq = this.#early.get(toTag)?.dialog.remoteCseq
    const dialog = confirmed && { ...confirmed, remoteCseq }
    if (dialog === undefined) {
      this.#fail({
        ...this.#refusal(response),
        code: 'rejected',
        status: 502,
        reason: 'no Contact in the answer',
      })
      return
    }
    const hop = nextHop(dialog)
    const ack = addressWithin(dialog, 'ACK', sent.request.cseq.number)
    this.#acks.set(toTag, this.#ua.acknowledge(ack, hop, sent.peer))
    if (this.#session !== undefined || this.#over || this.#givingUp !== undefined) {
      this.#hangUpUnwanted(dialog, sent)
    } else this.#establish(dialog, response, sent)
  }

  #establish(dialog: Dialog, response: SipResponse, sent: SentRequest): void {
    this.#cancelTimer?.()
    this.#forgetEarly()
    const session = this.#openSession(dialog, sent, {
      handlers: () => this.#handlers,
      onAcknowledged: ack => this.#handlers.onAcknowledged?.(ack),
      onOver: end => {
        this.#over = true
        this.#ua.calls.delete(this)
        this.#handlers.onEnded(end)
      },
    })
    this.#session = session
    session.timer.start(termsOfResponse(response))
    this.#handlers.onAnswered?.({
      sdp: sdpOf(response),
      toTag: dialog.remoteTag,
      headers: pairsOf(response.headers),
    })
  }

  /** §13.2.2.4: a fork that answered too, or an answer that crossed our CANCEL, gets a BYE of its own. */
  #hangUpUnwanted(dialog: Dialog, sent: SentRequest): void {
    const late = this.#session === undefined
    this.#ua.decided(late ? 'late-answer-hung-up' : 'fork-hung-up', this.callId, dialog.remoteTag)
    this.#openSession(dialog, sent, nobody).end({ by: 'us', cause: 'cancelled' })
    if (late) this.#failGivenUp()
  }

  #openSession(dialog: Dialog, sent: SentRequest, owner: SessionOwner): Session {
    return new Session(
      this.#ua,
      {
        dialog,
        contact: this.#contactIn(sent),
        localSdp: this.#invite.sdp,
        credentials: this.#invite.credentials,
        ownsCallId: true,
        rules: this.#invite.rules,
      },
      owner,
    )
  }

  #contactIn(sent: SentRequest): string {
    const said = parseAddress(valueOf(sent.request, 'contact') ?? '')?.uri
    return said ?? this.#ua.contactFor(sent.peer)
  }

  /** RFC 4028 §7.3: the far end wants a longer interval; we ask again with its minimum, once. */
  #retriedLonger(response: SipResponse): boolean {
    const minimum = parseCount(valueOf(response, 'min-se') ?? '', 86_400)
    const asked = this.#invite.sessionExpiresSeconds
    if (minimum === undefined || asked === undefined || asked >= minimum || this.#cseq > 1)
      return false
    if (this.#over || this.#givingUp !== undefined) return false
    this.#cseq += 1
    const seconds = Math.max(minimum, sessionSecondsMin)
    this.#send([
      header('Session-Expires', `${seconds};refresher=uac`),
      header('Min-SE', String(minimum)),
    ])
    return true
  }

  #giveUp(code: FailureCode, reason?: string): void {
    if (this.#over || this.#givingUp !== undefined) return
    this.#givingUp = { code, reason }
    this.#cancelTimer?.()
    this.#pending?.settle()
    if (this.#pending?.sent() === undefined) this.#failGivenUp()
    else if (this.#provisional) this.#sendCancel()
  }

  #sendCancel(): void {
    const sent = this.#pending?.sent()
    if (this.#cancelSent || this.#over || sent === undefined) return
    this.#cancelSent = true
    this.#ua.cancel(sent, this.#givingUp?.reason)
    // §9.1: a far end that never sends its final response is not waited for longer than this.
    this.#cancelTimer = this.#ua.clock.setTimer(lifetimeMs, () => {
      this.#ua.forget(sent)
      this.#failGivenUp()
    })
  }

  #onSilence(silence: Silence, detail: string): void {
    const status = silence === 'timeout' ? 408 : 503
    this.#fail({ code: silence, status, reason: detail, headers: [] })
  }

  #failGivenUp(): void {
    this.#fail({ code: 'cancelled', status: 487, reason: 'Request Terminated', headers: [] })
  }

  #refusal(response: SipResponse): CallFailure {
    const { status, reason } = response
    const retryAfterMs = retryAfterMsOf(response)
    const { q850 } = readReason(response)
    const contacts = valuesOf(response, 'contact').flatMap(value => parseAddress(value)?.uri ?? [])
    return {
      code: codeOf(status),
      status,
      reason,
      headers: pairsOf(response.headers),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(q850 === undefined ? {} : { q850 }),
      ...(status < 400 && contacts.length > 0 ? { contacts } : {}),
    }
  }

  /** A failure after we gave up is our own doing, whatever words the far end found for it. */
  #fail(failure: CallFailure): void {
    if (this.#over || this.#session !== undefined) return
    this.#over = true
    this.#cancelTimer?.()
    this.#forgetEarly()
    this.#ua.calls.delete(this)
    this.#handlers.onFailed?.(
      this.#givingUp === undefined ? failure : { ...failure, code: this.#givingUp.code },
    )
  }
}

const unheard = (): void => undefined

/** Owns the dialogs that exist only to be hung up. */
const nobody: SessionOwner = {
  handlers: () => ({ onEnded: unheard }),
  onOver: unheard,
  onAcknowledged: unheard,
}

function codeOf(status: number): FailureCode {
  if (status < 400) return 'redirected'
  return status === 401 || status === 407 ? 'unauthorized' : 'rejected'
}

function party(
  { uri, displayName = '' }: OutgoingInvite['from'],
  tag?: string,
): Parameters<typeof tagOf>[0] {
  return { displayName, uri, params: tag === undefined ? noParams : new Map([['tag', tag]]) }
}

function targetsOf({ targets, routes, requestUri }: OutgoingInvite): readonly SipTarget[] {
  if (targets !== undefined && targets.length > 0) return targets
  const first = routes?.[0]
  const uri = first === undefined ? requestUri : (parseAddress(first)?.uri ?? requestUri)
  const target = targetOfUri(uri)
  return target === undefined ? [] : [target]
}
