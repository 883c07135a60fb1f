import { tagOf } from '../messages/address.ts'
import type { SipMessage, SipRequest } from '../messages/message.ts'
import { branchCookie } from '../messages/via.ts'

/** Names the client transaction a response belongs to (RFC 3261 §17.1.3). */
export function clientKey(message: SipMessage): string {
  return `${message.via.params.get('branch') ?? ''}|${message.cseq.method}`
}

/**
 * Names the server transaction a request belongs to (RFC 3261 §17.2.3). ACK and CANCEL can ask for the
 * INVITE's. Without the cookie, or with nothing behind it (RFC 4475 §3.2), the sender is of RFC 2543 and
 * the fields that identify a request there are compared.
 */
export function serverKey(request: SipRequest, method: string = request.method): string {
  const { via, cseq, callId, from } = request
  const branch = via.params.get('branch') ?? ''
  const sentBy = `${via.host.toLowerCase()}:${via.port ?? ''}`
  if (branch.startsWith(branchCookie) && branch.length > branchCookie.length) {
    return `${branch}|${sentBy}|${method}`
  }
  return `2543|${callId}|${cseq.number}|${tagOf(from) ?? ''}|${sentBy}|${branch}|${method}`
}
