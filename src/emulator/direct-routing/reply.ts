import type { WireHeader, WireRequest, WireResponse } from '../wire/message.ts'
import { allowed } from '../rules/check-request.ts'
import type { Refusal } from '../rules/refusal.ts'

/** How Microsoft's proxy signs its answers (trace of 2020, direct-routing §1.5). */
export const serverName = 'Microsoft.PSTNHub.SIPProxy v.2026.11.20.1 i.EUNO.7'

/** What an answer says beyond what it repeats of the request. */
export interface Reply {
  readonly status: number
  readonly reason: string
  /** Our dialog tag; 100 and the answer to OPTIONS have none. */
  readonly tag?: string
  readonly headers?: readonly WireHeader[]
  readonly sdp?: string
}

/** Answers a request in Microsoft's order of fields. Via is echoed as it came. */
export function replyTo(request: WireRequest, reply: Reply): WireResponse {
  const echoed = (name: string): readonly WireHeader[] =>
    request.headers.filter(header => header.name === name)
  const body = reply.sdp ?? ''
  return {
    kind: 'response',
    status: reply.status,
    reason: reply.reason,
    headers: [
      ...echoed('from'),
      ...echoed('to').map(header => withTag(header, reply.tag)),
      ...echoed('cseq'),
      ...echoed('call-id'),
      ...echoed('via'),
      ...(reply.headers ?? []),
      ...(body === '' ? [] : [{ name: 'content-type', value: 'application/sdp' }]),
      { name: 'allow', value: allowed },
      { name: 'server', value: serverName },
    ],
    body,
  }
}

/** Refuses a request, with the correlation id and the phrase in the Reason header (direct-routing §2.9). */
export function refuseWith(
  request: WireRequest,
  refusal: Refusal,
  how: { readonly correlation: string; readonly tag: string },
): WireResponse {
  const text = `Q.850;cause=${refusal.cause};text="${how.correlation};${refusal.phrase}"`
  return replyTo(request, {
    status: refusal.status,
    reason: refusal.reason,
    tag: how.tag,
    headers: [{ name: 'reason', value: text }],
  })
}

function withTag(header: WireHeader, tag: string | undefined): WireHeader {
  if (tag === undefined || /;tag=/i.test(header.value.replace(/<[^>]*>/, ''))) return header
  return { ...header, value: `${header.value};tag=${tag}` }
}
