import type { Credentials } from '../calls.ts'
import type { OutgoingRequest, UserAgent } from '../dialogs/user-agent.ts'
import type { PingResult } from '../endpoint/endpoint-options.ts'
import { parseAddress } from '../messages/address.ts'
import { header, valueOf, valuesOf } from '../messages/header.ts'
import type { Header, SipResponse } from '../messages/message.ts'
import { noParams, parseCount } from '../messages/scan.ts'
import type { SipTarget } from '../transport/points.ts'

/** The lifetime we ask a registrar for (RFC 3261 §10.2). */
export const registrationSeconds = 3_600
/** The shortest time between two tries after a failure; it doubles up to the longest (RFC 5626 §4.5). */
export const registrationRetryMsMin = 30_000
/** The longest time between two tries. */
export const registrationRetryMsMax = 1_800_000
/** How long a registrar that is only asked may take. */
const askedMsMax = 8_000

/** Where and as whom we register. */
export interface Registration {
  readonly targets: readonly SipTarget[]
  /** The registrar's domain as a URI: `sip:carrier.example`. */
  readonly registrar: string
  /** The address of record: `sip:trunk42@carrier.example`. */
  readonly account: string
  readonly contact?: string
  /** The user of our Contact where that is left out: it comes back in the Request-URI of calls to us. */
  readonly contactUser?: string
  readonly credentials?: Credentials
  readonly expiresSeconds?: number
}

/** How a registration stands. */
export type RegistrationState =
  | { readonly kind: 'registered'; readonly expiresSeconds: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryMs: number }
  | { readonly kind: 'removed' }

/** Keeps us registered at a carrier (RFC 3261 §10.2): refreshes early, tries again after failures, removes at the end. */
export class Registrar {
  readonly #ua: UserAgent
  readonly #registration: Registration
  readonly #onState: (state: RegistrationState) => void
  readonly #callId: string
  readonly #tag: string
  #cseq = 0
  #seconds: number
  #failures = 0
  #stopped = false
  #cancel: (() => void) | undefined

  constructor(
    ua: UserAgent,
    registration: Registration,
    onState: (state: RegistrationState) => void,
  ) {
    this.#ua = ua
    this.#registration = registration
    this.#onState = onState
    this.#callId = ua.token()
    this.#tag = ua.token()
    this.#seconds = registration.expiresSeconds ?? registrationSeconds
    ua.calls.add(this)
    this.#register(this.#seconds)
  }

  /** Removes the binding; the state `removed` comes when the registrar has heard of it, or is silent. */
  stop(): void {
    if (this.#stopped) return
    this.shutDown()
    this.#register(0)
  }

  /** The endpoint closes: nothing is sent any more. */
  shutDown(): void {
    this.#stopped = true
    this.#cancel?.()
    this.#ua.calls.delete(this)
  }

  #register(seconds: number): void {
    const { contact = 'auto', contactUser } = this.#registration
    const said = { tag: this.#tag, callId: this.#callId, nextCseq: () => ++this.#cseq }
    const headers = [header('Expires', String(seconds))]
    this.#ua.request(
      { ...wordRegister(this.#registration, { ...said, headers }), contact, contactUser },
      {
        onResponse: (response, sent) => {
          if (response.status < 200) return
          const ours = parseAddress(valueOf(sent.request, 'contact') ?? '')?.uri
          this.#onAnswer(response, seconds, ours)
        },
        onSilence: (silence, detail) => this.#onFailure(`${silence} ${detail}`, seconds),
      },
    )
  }

  #onAnswer(response: SipResponse, seconds: number, contact: string | undefined): void {
    const { status, reason } = response
    if (seconds === 0) this.#onState({ kind: 'removed' })
    else if (this.#stopped) return
    else if (status < 300) this.#onRegistered(grantedSeconds(response, contact) ?? seconds)
    else if (status === 423 && this.#askedLonger(response)) this.#register(this.#seconds)
    else this.#onFailure(`${status} ${reason}`, seconds)
  }

  #onRegistered(seconds: number): void {
    this.#failures = 0
    this.#onState({ kind: 'registered', expiresSeconds: seconds })
    // Early enough for one whole Timer F of silence, or halfway when the lifetime is short.
    const ms = Math.max((seconds - 40) * 1_000, seconds * 500)
    this.#cancel = this.#ua.clock.setTimer(ms, () => this.#register(this.#seconds))
  }

  /** RFC 3261 §10.3: 423 names the shortest lifetime the registrar takes. */
  #askedLonger(response: SipResponse): boolean {
    const least = parseCount(valueOf(response, 'min-expires') ?? '', 10_000_000)
    if (least === undefined || least <= this.#seconds) return false
    this.#seconds = least
    return true
  }

  #onFailure(reason: string, seconds: number): void {
    if (seconds === 0) {
      this.#onState({ kind: 'removed' })
      return
    }
    if (this.#stopped) return
    const retryMs = Math.min(registrationRetryMsMin * 2 ** this.#failures, registrationRetryMsMax)
    this.#failures += 1
    this.#onState({ kind: 'failed', reason, retryMs })
    this.#cancel = this.#ua.clock.setTimer(retryMs, () => this.#register(this.#seconds))
  }
}

/**
 * Asks a registrar which bindings it has: that changes none of them, and proves the credentials
 * (RFC 3261 §10.2.3).
 */
export function askRegistrar(ua: UserAgent, registration: Registration): Promise<PingResult> {
  const sentAtMs = ua.clock.now()
  let cseq = 0
  const said = { tag: ua.token(), callId: ua.token(), nextCseq: () => ++cseq, headers: [] }
  return new Promise(resolve => {
    ua.request(
      { ...wordRegister(registration, said), timeoutMs: askedMsMax },
      {
        onResponse: ({ status }) => {
          if (status < 200) return
          resolve({ kind: 'answered', status, roundTripMs: ua.clock.now() - sentAtMs })
        },
        onSilence: reason => resolve({ kind: 'silent', reason }),
      },
    )
  })
}

function wordRegister(
  { targets, registrar, account, credentials }: Registration,
  said: {
    readonly tag: string
    readonly callId: string
    readonly nextCseq: () => number
    readonly headers: readonly Header[]
  },
): OutgoingRequest {
  const { tag, callId, nextCseq, headers } = said
  const party = { displayName: '', uri: account }
  return {
    parts: {
      method: 'REGISTER',
      requestUri: registrar,
      from: { ...party, params: new Map([['tag', tag]]) },
      to: { ...party, params: noParams },
      callId,
      cseqNumber: nextCseq(),
      headers,
    },
    targets,
    credentials,
    nextCseq,
  }
}

/** The lifetime the registrar gave our binding: on our Contact, else for all (RFC 3261 §10.2.4). */
function grantedSeconds(response: SipResponse, contact: string | undefined): number | undefined {
  const bindings = valuesOf(response, 'contact').map(parseAddress)
  const ours = bindings.find(binding => binding?.uri === contact)
  const text = ours?.params.get('expires') ?? valueOf(response, 'expires')
  return text === undefined ? undefined : parseCount(text, 10_000_000)
}
