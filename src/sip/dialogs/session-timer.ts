import { header, lists, valueOf } from '../messages/header.ts'
import type { Header, SipMessage, SipRequest, SipResponse } from '../messages/message.ts'
import { parseCount, parseParams } from '../messages/scan.ts'
import type { Session } from './session.ts'

/** The shortest session interval there may be (RFC 4028 §4). */
export const sessionSecondsMin = 90
/** The longest interval we agree to keep; longer ones are cut to it. */
export const sessionSecondsMax = 86_400

/** A refused refresh is tried again after this share of the interval, where the far end names no time. */
const refreshAgainShare = 0.1
/** And never sooner, whatever time it names. */
const refreshAgainMsMin = 1_000

/** An agreed session interval, and who refreshes. */
export interface SessionTerms {
  readonly seconds: number
  readonly refresher: 'us' | 'them'
}

/** Reads `Session-Expires: 1800;refresher=uac` (RFC 4028 §4). */
function readSessionExpires(
  message: SipMessage,
): { readonly seconds: number; readonly refresher: string | undefined } | undefined {
  const value = valueOf(message, 'session-expires')
  if (value === undefined) return undefined
  const [digits = ''] = value.split(';')
  const seconds = parseCount(digits, 2 ** 31)
  if (seconds === undefined) return undefined
  const refresher = parseParams(value.slice(digits.length))?.get('refresher')?.toLowerCase()
  return { seconds: Math.min(seconds, sessionSecondsMax), refresher }
}

/** Whether a request asks for less than the shortest interval, to be answered 422 (RFC 4028 §9). */
export function asksTooShort(request: SipRequest): boolean {
  const asked = readSessionExpires(request)
  return asked !== undefined && asked.seconds < sessionSecondsMin
}

/**
 * What we agree to when an INVITE asks for a timer (RFC 4028 §9): the caller refreshes if it can, and we do
 * when a proxy asked in the name of a caller who cannot.
 */
export function termsOfRequest(request: SipRequest): SessionTerms | undefined {
  const asked = readSessionExpires(request)
  if (asked === undefined) return undefined
  const able = lists(request, 'supported', 'timer')
  const refresher = able && asked.refresher !== 'uas' ? 'them' : 'us'
  return { seconds: Math.max(asked.seconds, sessionSecondsMin), refresher }
}

/** What the answer to our INVITE or UPDATE settled (RFC 4028 §7.2). */
export function termsOfResponse(response: SipResponse): SessionTerms | undefined {
  const agreed = readSessionExpires(response)
  if (agreed === undefined) return undefined
  const seconds = Math.max(agreed.seconds, sessionSecondsMin)
  return { seconds, refresher: agreed.refresher === 'uas' ? 'them' : 'us' }
}

/** The header fields that state the terms, in a request of ours or in an answer (RFC 4028 §7.4, §9). */
export function termHeaders(
  terms: SessionTerms,
  within: 'request' | 'response',
): readonly Header[] {
  const ours = within === 'request' ? 'uac' : 'uas'
  const theirs = within === 'request' ? 'uas' : 'uac'
  const role = terms.refresher === 'us' ? ours : theirs
  const expires = header('Session-Expires', `${terms.seconds};refresher=${role}`)
  // RFC 4028 §9: an answer that makes the caller refresh must also require the extension.
  if (within === 'request') return [expires, header('Min-SE', String(sessionSecondsMin))]
  return role === 'uac' ? [expires, header('Require', 'timer')] : [expires]
}

/** Keeps a call from outliving its far end: refreshes it, or ends it when no refresh comes (RFC 4028 §10). */
export class SessionTimer {
  readonly #session: Session
  #terms: SessionTerms | undefined
  #cancelRefresh: (() => void) | undefined
  #cancelExpiry: (() => void) | undefined

  constructor(session: Session) {
    this.#session = session
  }

  headers(within: 'request' | 'response'): readonly Header[] {
    return this.#terms === undefined ? [] : termHeaders(this.#terms, within)
  }

  /** An INVITE or UPDATE of theirs, or the 2xx to ours, renews the session. */
  refreshedBy(message: SipMessage): void {
    const terms = message.kind === 'request' ? termsOfRequest(message) : termsOfResponse(message)
    this.start(terms)
  }

  /** Starts over with these terms; none means the session has no end of its own. */
  start(terms: SessionTerms | undefined): void {
    this.stop()
    this.#terms = terms
    if (terms === undefined) return
    const { clock } = this.#session.ua
    const intervalMs = terms.seconds * 1_000
    // RFC 4028 §10: the BYE comes the smaller of 32 s and a third of the interval before the end.
    const marginMs = Math.min(32_000, intervalMs / 3)
    this.#cancelExpiry = clock.setTimer(intervalMs - marginMs, () =>
      this.#session.end({ by: 'error', cause: 'session-expired' }),
    )
    if (terms.refresher === 'us') {
      this.#refreshIn(intervalMs / 2)
    }
  }

  stop(): void {
    this.#cancelRefresh?.()
    this.#cancelExpiry?.()
    this.#cancelRefresh = undefined
    this.#cancelExpiry = undefined
  }

  #refreshIn(ms: number): void {
    this.#cancelRefresh = this.#session.ua.clock.setTimer(ms, () => void this.#refresh())
  }

  /** Direct Routing knows no UPDATE (Allow list of 2020), so a refresh is always a re-INVITE. */
  async #refresh(): Promise<void> {
    const { ua, dialog, owner } = this.#session
    this.#cancelRefresh = undefined
    ua.decided('session-refresh', dialog.callId, `${this.#terms?.seconds ?? 0} s`)
    const result = await this.#session.reinvite(() => this.#session.localSdp)
    if (result.kind === 'refused') this.#refreshAgain(result.retryAfterMs)
    if (result.kind !== 'answered' || result.sdp === undefined) return
    owner.handlers().onRefreshed?.({ sdp: result.sdp })
  }

  /**
   * A refresh that was refused is tried again while the session lasts (RFC 4028 §10); 408 and 481 have ended it. A
   * timer that was started anew meanwhile has a refresh of its own, or none.
   */
  #refreshAgain(retryAfterMs: number | undefined): void {
    const terms = this.#terms
    const renewed = this.#cancelRefresh !== undefined || this.#cancelExpiry === undefined
    if (terms?.refresher !== 'us' || renewed) return
    const pauseMs = retryAfterMs ?? terms.seconds * 1_000 * refreshAgainShare
    this.#refreshIn(Math.max(pauseMs, refreshAgainMsMin))
  }
}
