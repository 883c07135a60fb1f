import type { WireHeader, WireRequest } from '../wire/message.ts'
import { headerOf, valuesOf } from '../wire/message.ts'
import { parseNamedUri } from '../wire/sip-uri.ts'
import { serverName } from './reply.ts'

/** The proxy's side of a dialog an SBC opened (RFC 3261 §12.1.1). */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  /** The To of the INVITE with our tag: our name in requests of ours. */
  readonly local: string
  readonly remote: string
  /** The SBC's Contact URI, which our requests name. */
  readonly target: string
  readonly routes: readonly string[]
  /** Our Contact, which the SBC's requests must name byte for byte. */
  readonly contact: string
}

/** Opens the dialog that an answer with this tag makes. */
export function dialogOf(
  invite: WireRequest,
  ours: { readonly tag: string; readonly contact: string },
): Dialog {
  const from = headerOf(invite, 'from') ?? ''
  const [contact = ''] = valuesOf(invite, 'contact')
  return {
    callId: headerOf(invite, 'call-id') ?? '',
    localTag: ours.tag,
    remoteTag: parseNamedUri(from)?.tag ?? '',
    local: `${headerOf(invite, 'to') ?? ''};tag=${ours.tag}`,
    remote: from,
    target: parseNamedUri(contact)?.uriText ?? '',
    routes: valuesOf(invite, 'record-route'),
    contact: ours.contact,
  }
}

/** What a request of ours inside the dialog says beyond the dialog itself. */
export interface InDialog {
  readonly method: string
  readonly sequence: number
  readonly headers?: readonly WireHeader[]
  readonly sdp?: string
}

/** Writes a request of ours inside a dialog; the Via comes with the sending. */
export function requestWithin(dialog: Dialog, what: InDialog): WireRequest {
  const body = what.sdp ?? ''
  return {
    kind: 'request',
    method: what.method,
    uri: dialog.target,
    version: 'SIP/2.0',
    headers: [
      { name: 'from', value: dialog.local },
      { name: 'to', value: dialog.remote },
      { name: 'cseq', value: `${what.sequence} ${what.method}` },
      { name: 'call-id', value: dialog.callId },
      { name: 'max-forwards', value: '70' },
      ...dialog.routes.map(value => ({ name: 'route', value })),
      { name: 'contact', value: `<${dialog.contact}>` },
      ...(what.headers ?? []),
      ...(body === '' ? [] : [{ name: 'content-type', value: 'application/sdp' }]),
      { name: 'user-agent', value: serverName },
    ],
    body,
  }
}
