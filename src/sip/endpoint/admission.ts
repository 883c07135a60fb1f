import { allowedMethods, understoodExtensions } from '../dialogs/user-agent.ts'
import { contactOf, targetOfUri } from '../dialogs/dialog.ts'
import { asksTooShort, sessionSecondsMin } from '../dialogs/session-timer.ts'
import { header, valueOf, valuesOf } from '../messages/header.ts'
import type { Header, SipRequest } from '../messages/message.ts'
import { schemeOf } from '../messages/uri.ts'

/** Methods of the SIP family that exist but that we do not serve outside a call: 405 rather than 501. */
const otherMethods: ReadonlySet<string> = new Set(['REGISTER', 'SUBSCRIBE', 'PUBLISH', 'MESSAGE'])

/** Why a request is refused before anybody is asked. */
export interface Refusal {
  readonly status: number
  readonly headers: readonly Header[]
}

/** Inspects a request outside a dialog in the order of RFC 3261 §8.2; undefined means it may go on. */
export function inspect(request: SipRequest): Refusal | undefined {
  return (
    refusedMethod(request) ??
    refusedUri(request) ??
    refusedExtension(request) ??
    refusedContact(request) ??
    refusedBody(request)
  )
}

/** The same for a request inside a dialog: what it requires, and what it carries. Its method is the dialog's to judge. */
export function inspectWithin(request: SipRequest): Refusal | undefined {
  return refusedExtension(request) ?? refusedBody(request)
}

/** §8.2.1; requests that only make sense inside a call get 481 (§12.2.2). */
function refusedMethod({ method }: SipRequest): Refusal | undefined {
  const allow = header('Allow', allowedMethods.join(', '))
  if (method === 'INVITE' || method === 'OPTIONS') return undefined
  if (method === 'REFER' || otherMethods.has(method)) return { status: 405, headers: [allow] }
  return allowedMethods.includes(method)
    ? { status: 481, headers: [] }
    : { status: 501, headers: [allow] }
}

/** §8.2.2.1. */
function refusedUri({ requestUri }: SipRequest): Refusal | undefined {
  const known = ['sip', 'sips', 'tel'].includes(schemeOf(requestUri))
  return known ? undefined : { status: 416, headers: [] }
}

/** §8.2.2.3. */
function refusedExtension(request: SipRequest): Refusal | undefined {
  const unknown = valuesOf(request, 'require').filter(
    option => !understoodExtensions.includes(option.toLowerCase()),
  )
  if (unknown.length === 0) return undefined
  return { status: 420, headers: [header('Unsupported', unknown.join(', '))] }
}

/** §12.1.1: a call needs a way back to its caller, be it to hang it up. */
function refusedContact(request: SipRequest): Refusal | undefined {
  if (request.method !== 'INVITE' || valueOf(request, 'record-route') !== undefined)
    return undefined
  const contact = contactOf(request)
  if (contact !== undefined && targetOfUri(contact.uri) !== undefined) return undefined
  return { status: 400, headers: [] }
}

/** §8.2.3, and RFC 4028 §9 for session intervals nobody could keep. */
function refusedBody(request: SipRequest): Refusal | undefined {
  if (request.method !== 'INVITE' && request.method !== 'UPDATE') return undefined
  const type = valueOf(request, 'content-type') ?? ''
  const encoding = valueOf(request, 'content-encoding') ?? 'identity'
  const readable = request.body.length === 0 || /^(application\/sdp|multipart\/)/i.test(type)
  if (!readable || encoding.toLowerCase() !== 'identity') {
    const headers = [header('Accept', 'application/sdp'), header('Accept-Encoding', 'identity')]
    return { status: 415, headers }
  }
  if (!asksTooShort(request)) return undefined
  return { status: 422, headers: [header('Min-SE', String(sessionSecondsMin))] }
}
