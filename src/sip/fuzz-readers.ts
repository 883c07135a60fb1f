import { parseAddress } from './messages/address.ts'
import { createFramer } from './messages/framer.ts'
import { messageBytesMax, parseMessage } from './messages/parse.ts'
import { printMessage } from './messages/print.ts'
import { parseUri } from './messages/uri.ts'
import { parseVia } from './messages/via.ts'

/** Something that reads what comes from outside. `read` throws when a promise of the reader is broken. */
export interface SipReader {
  readonly name: string
  /** Good messages; what is read is one of them, damaged. */
  readonly good: readonly Buffer[]
  readonly read: (bytes: Buffer, input: number) => void
}

function readMessage(bytes: Buffer): void {
  const read = parseMessage(bytes)
  if (!read.ok) return
  const again = parseMessage(printMessage(read.message))
  if (!again.ok) throw new Error(`what was read cannot be read again: ${again.reason}`)
  // Printing counts the body where the message brought no Content-Length, and adds the field at the end.
  const { headers } = read.message
  if (JSON.stringify(headers) !== JSON.stringify(again.message.headers.slice(0, headers.length)))
    throw new Error('printing changed a header field')
}

function readStream(bytes: Buffer, input: number): void {
  const framer = createFramer()
  for (let at = 0; at < bytes.length;) {
    const size = 1 + ((input * 31 + at * 7) % 700)
    for (const framed of framer.push(bytes.subarray(at, at + size)))
      if (framed.kind === 'message' && framed.bytes.length > messageBytesMax)
        throw new Error('the framer let a message through that is too large')
    at += size
  }
}

function readNames(bytes: Buffer): void {
  const text = bytes.toString()
  parseUri(text)
  parseAddress(text)
  parseVia(text)
}

const names = [
  'sip:+441632960000;ext=5@[2001:db8::1]:5061;transport=tls?a=b',
  '"A \\"B\\"" <sips:a%20b@c>;tag=1',
  'SIP/2.0/TLS [::1]:5061;branch=z9hG4bK1;rport;received=::1',
]

/** Every reader of SIP from outside; `messages` are good ones, to be damaged. */
export function sipReaders(messages: readonly Buffer[]): readonly SipReader[] {
  return [
    { name: 'SIP messages', good: messages, read: readMessage },
    { name: 'SIP streams', good: messages, read: readStream },
    { name: 'SIP addresses', good: names.map(text => Buffer.from(text)), read: readNames },
  ]
}
