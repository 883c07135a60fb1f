import { valueOf } from '../messages/header.ts'
import type { SipMessage } from '../messages/message.ts'

/** The session description a message carries, alone or as one part of several. */
export function sdpOf(message: SipMessage): string | undefined {
  if (message.body.length === 0) return undefined
  const type = valueOf(message, 'content-type') ?? ''
  if (/^application\/sdp\b/i.test(type)) return message.body.toString('utf8')
  return /^multipart\//i.test(type) ? sdpPart(type, message.body) : undefined
}

/** The SDP among the parts of a multipart body (RFC 3261 §7.4.1, RFC 5621 §3); the others stay bytes. */
function sdpPart(type: string, body: Buffer): string | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (mark === undefined) return undefined
  for (const part of body.toString('latin1').split(`--${mark}`)) {
    const blank = part.indexOf('\r\n\r\n')
    const head = blank < 0 ? '' : part.slice(0, blank)
    if (/^(content-type|c)[ \t]*:[ \t]*application\/sdp\b/im.test(head)) {
      return Buffer.from(part.slice(blank + 4), 'latin1').toString('utf8')
    }
  }
  return undefined
}
