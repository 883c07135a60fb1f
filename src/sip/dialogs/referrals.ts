import type { DialogId, IncomingRefer } from '../calls.ts'
import { parseAddress } from '../messages/address.ts'
import { header, headerKey, valueOf } from '../messages/header.ts'
import { reasonPhrase } from '../messages/reasons.ts'
import { parseParams } from '../messages/scan.ts'
import { parseUri } from '../messages/uri.ts'
import type { ServerTransaction } from '../transactions/server-transactions.ts'
import type { Session } from './session.ts'

/** How long a referral may take before its subscription lapses (RFC 3515 §2.4.4 leaves it to us). */
export const referralSecondsMax = 180

/** Reads a Replaces value from the side of whoever owns the dialog it names (RFC 3891 §3). */
export function parseReplaces(
  value: string,
): (DialogId & { readonly earlyOnly: boolean }) | undefined {
  const semicolon = value.indexOf(';')
  const params = semicolon < 0 ? undefined : parseParams(value.slice(semicolon))
  const localTag = params?.get('to-tag')
  const remoteTag = params?.get('from-tag')
  if (params === undefined || localTag === undefined || remoteTag === undefined) return undefined
  const callId = value.slice(0, semicolon).trim()
  return { callId, localTag, remoteTag, earlyOnly: params.has('early-only') }
}

/** A far end that does not take its NOTIFY has lost interest; the call itself goes on. */
const unheeded = { onResponse: (): void => undefined, onSilence: (): void => undefined }

/** REFER requests inside a call (RFC 3515): accepted or refused by the owner, reported on in NOTIFY. */
export class Referrals {
  readonly #session: Session

  constructor(session: Session) {
    this.#session = session
  }

  receive(transaction: ServerTransaction): void {
    const { ua, owner } = this.#session
    const { request } = transaction
    const referTo = parseAddress(valueOf(request, 'refer-to') ?? '')
    if (referTo === undefined) {
      ua.respond(transaction, { status: 400, reason: 'Missing Or Malformed Refer-To' })
      return
    }
    const handlers = owner.handlers()
    if (handlers.onRefer === undefined) {
      ua.respond(transaction, { status: 603 })
      return
    }
    const replaces = parseUri(referTo.uri)?.headers.get('replaces')
    handlers.onRefer({
      referTo,
      referredBy: valueOf(request, 'referred-by'),
      replaces: replaces === undefined ? undefined : parseReplaces(replaces),
      header: name => valueOf(request, headerKey(name)),
      ...this.#answers(transaction),
    })
  }

  #answers(transaction: ServerTransaction): Pick<IncomingRefer, 'accept' | 'reject' | 'notify'> {
    const { request } = transaction
    // RFC 4488: `Refer-Sub: false` asks for no subscription.
    const silent = /^false$/i.test(valueOf(request, 'refer-sub') ?? '')
    let state: 'open' | 'active' | 'over' = 'open'
    return {
      accept: () => {
        if (state !== 'open') return
        state = silent ? 'over' : 'active'
        const contact = header('Contact', `<${this.#session.contact}>`)
        this.#session.ua.respond(transaction, { status: 202, headers: [contact] })
        if (!silent) this.#notify(request.cseq.number, 100)
      },
      reject: (status, reason) => {
        if (state !== 'open') return
        state = 'over'
        this.#session.ua.respond(transaction, { status, reason })
      },
      notify: (status, reason) => {
        if (state !== 'active') return
        if (status >= 200) state = 'over'
        this.#notify(request.cseq.number, status, reason)
      },
    }
  }

  /** RFC 3515 §2.4.5: the body is the status line of the call that was asked for. */
  #notify(id: number, status: number, reason: string = reasonPhrase(status)): void {
    const state =
      status < 200 ? `active;expires=${referralSecondsMax}` : 'terminated;reason=noresource'
    const headers = [header('Event', `refer;id=${id}`), header('Subscription-State', state)]
    const bytes = Buffer.from(`SIP/2.0 ${status} ${reason}\r\n`)
    const body = { type: 'message/sipfrag;version=2.0', bytes }
    this.#session.request({ method: 'NOTIFY', headers, body }, unheeded)
  }
}
