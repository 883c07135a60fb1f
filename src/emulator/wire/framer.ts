import { parseWire } from './message.ts'
import type { WireMessage } from './message.ts'

/** The largest message the proxy reads; Microsoft's own are about two thousand bytes. */
export const wireBytesMax = 65_536

/** What a stretch of bytes amounted to. */
export type Framed =
  | { readonly kind: 'message'; readonly message: WireMessage }
  | { readonly kind: 'ping' }
  | { readonly kind: 'broken'; readonly why: string }

/** Cuts a byte stream into messages by Content-Length (RFC 3261 §18.3). */
export function wireFramer(): (chunk: Buffer) => readonly Framed[] {
  let pending = Buffer.alloc(0)
  return chunk => {
    pending = Buffer.concat([pending, chunk])
    const framed: Framed[] = []
    for (;;) {
      const cut = cutOne(pending)
      if (cut === undefined) return framed
      pending = pending.subarray(cut.used)
      if (cut.framed !== undefined) framed.push(cut.framed)
    }
  }
}

interface Cut {
  readonly used: number
  readonly framed?: Framed
}

function cutOne(bytes: Buffer): Cut | undefined {
  // Two line ends are a keep-alive that wants one back (RFC 5626 §4.4.1); one alone is its answer.
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x0d0a0d0a) {
    return { used: 4, framed: { kind: 'ping' } }
  }
  if (bytes.length >= 3 && bytes.readUInt16BE(0) === 0x0d0a && bytes[2] !== 0x0d) return { used: 2 }
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) {
    return bytes.length > wireBytesMax
      ? broken(bytes.length, 'larger than wireBytesMax')
      : undefined
  }
  return cutMessage(bytes, end)
}

function cutMessage(bytes: Buffer, end: number): Cut | undefined {
  const head = bytes.subarray(0, end).toString('utf8')
  const length = Number(/^(?:content-length|l)[ \t]*:[ \t]*(\d+)/im.exec(head)?.[1] ?? Number.NaN)
  if (Number.isNaN(length)) return broken(bytes.length, 'no Content-Length on a stream')
  if (end + length > wireBytesMax) return broken(bytes.length, 'larger than wireBytesMax')
  const used = end + 4 + length
  if (bytes.length < used) return undefined
  const message = parseWire(head, bytes.subarray(end + 4, used).toString('utf8'))
  if (message === undefined) return broken(used, 'not a SIP message')
  return { used, framed: { kind: 'message', message } }
}

function broken(used: number, why: string): Cut {
  return { used, framed: { kind: 'broken', why } }
}
