import type { PlainMessage } from './message.ts'

/** Writes a message. Content-Length is counted here unless the message brings its own (RFC 3261 §20.14). */
export function printMessage(message: PlainMessage): Buffer {
  let head =
    message.kind === 'request'
      ? `${message.method} ${message.requestUri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`
  let counted = false
  for (const field of message.headers) {
    head += `${field.name}: ${field.value}\r\n`
    counted ||= field.key === 'content-length'
  }
  head += counted ? '\r\n' : `Content-Length: ${message.body.length}\r\n\r\n`
  return message.body.length === 0
    ? Buffer.from(head)
    : Buffer.concat([Buffer.from(head), message.body])
}
