import { parseAddress, tagOf, withTag } from '../messages/address.ts'
import type { Address } from '../messages/address.ts'
import type { RequestParts } from '../messages/build.ts'
import { valuesOf } from '../messages/header.ts'
import type { SipMessage, SipRequest, SipResponse } from '../messages/message.ts'
import { parseUri, unbracketed } from '../messages/uri.ts'
import type { SipTarget } from '../transport/points.ts'

/** The state two user agents share for a call (RFC 3261 §12), as plain data. */
export interface Dialog {
  readonly callId: string
  readonly localTag: string
  /** '' when the far end is of RFC 2543 and has none (§12.1.1). */
  readonly remoteTag: string
  readonly local: Address
  readonly remote: Address
  /** The far end's Contact, byte for byte: Microsoft's carries opaque parameters it wants back (read 2023). */
  readonly remoteTarget: string
  /** Route values in the order we send them. */
  readonly routes: readonly string[]
  readonly localCseq: number
  readonly remoteCseq: number | undefined
}

/** The dialog an answer to our INVITE makes (§12.1.2); undefined when it has no Contact to talk to. */
export function dialogOfAnswer(invite: SipRequest, response: SipResponse): Dialog | undefined {
  const remoteTarget = contactOf(response)?.uri
  if (remoteTarget === undefined) return undefined
  return {
    callId: invite.callId,
    localTag: tagOf(invite.from) ?? '',
    remoteTag: tagOf(response.to) ?? '',
    local: invite.from,
    remote: response.to,
    remoteTarget,
    routes: [...valuesOf(response, 'record-route')].toReversed(),
    localCseq: invite.cseq.number,
    remoteCseq: undefined,
  }
}

/** The dialog our answer to an INVITE makes (§12.1.1); undefined when the caller gave no Contact. */
export function dialogOfInvite(invite: SipRequest, localTag: string): Dialog | undefined {
  const remoteTarget = contactOf(invite)?.uri
  if (remoteTarget === undefined) return undefined
  return {
    callId: invite.callId,
    localTag,
    remoteTag: tagOf(invite.from) ?? '',
    local: withTag(invite.to, localTag),
    remote: invite.from,
    remoteTarget,
    routes: valuesOf(invite, 'record-route'),
    localCseq: 0,
    remoteCseq: invite.cseq.number,
  }
}

/** The first Contact of a message; `*` and the unreadable count as none. */
export function contactOf(message: SipMessage): Address | undefined {
  const first = valuesOf(message, 'contact')[0]
  return first === undefined ? undefined : parseAddress(first)
}

/** Names a dialog in the table of its endpoint. */
export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return `${callId}|${localTag}|${remoteTag}`
}

/** A target refresh request or its answer moves the remote target (§12.2.1.2, §12.2.2); the route set stays. */
export function withRefreshedTarget(dialog: Dialog, message: SipMessage): Dialog {
  const contact = contactOf(message)
  return contact === undefined ? dialog : { ...dialog, remoteTarget: contact.uri }
}

/** What addresses a request inside the dialog: URI, From, To, Call-ID, CSeq, Route (§12.2.1.1). */
export function addressWithin(dialog: Dialog, method: string, cseqNumber: number): RequestParts {
  const { local: from, remote: to, callId } = dialog
  const { requestUri, routes } = routed(dialog)
  return { method, requestUri, from, to, callId, cseqNumber, routes }
}

/** Where a request inside the dialog goes first (§8.1.2): the topmost route, else the remote target. */
export function nextHop(dialog: Dialog): SipTarget | undefined {
  const route = dialog.routes[0]
  return targetOfUri(
    (route === undefined ? undefined : parseAddress(route)?.uri) ?? dialog.remoteTarget,
  )
}

/** A SIP URI as a next hop (RFC 3263 §4): its maddr, host, port and transport. */
export function targetOfUri(text: string): SipTarget | undefined {
  const uri = parseUri(text)
  if (uri === undefined) return undefined
  const named = uri.params.get('transport')?.toLowerCase()
  const secure = uri.scheme === 'sips' || named === 'tls'
  const plain = named === 'tcp' || named === 'udp' ? named : undefined
  const transport = secure ? 'tls' : plain
  return {
    host: unbracketed(uri.params.get('maddr') ?? uri.host),
    ...(uri.port === undefined ? {} : { port: uri.port }),
    ...(transport === undefined ? {} : { transport }),
  }
}

/** §12.2.1.1: a first route without `lr` is a strict router, which wants its own name as Request-URI. */
function routed({ routes, remoteTarget }: Dialog): {
  readonly requestUri: string
  readonly routes: readonly string[]
} {
  const [first, ...rest] = routes
  const strict = first === undefined ? undefined : parseAddress(first)?.uri
  if (strict === undefined || parseUri(strict)?.params.has('lr') !== false) {
    return { requestUri: remoteTarget, routes }
  }
  return { requestUri: strict, routes: [...rest, `<${remoteTarget}>`] }
}
