import { messageBytesMax } from './parse.ts'

/** What a stream turned out to hold. After `broken` nothing more can be read: the connection must close. */
export type Framed =
  | { readonly kind: 'message'; readonly bytes: Buffer }
  /** A double CRLF between messages asks for a CRLF back (RFC 5626 §4.4.1). */
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'broken'; readonly reason: string }

/** Cuts a byte stream into messages (RFC 3261 §18.3): feed it what arrives, take what is complete. */
export interface Framer {
  push(chunk: Buffer): readonly Framed[]
}

/** A framer for one connection. */
export function createFramer(bytesMax: number = messageBytesMax): Framer {
  let held: Buffer = Buffer.alloc(0)
  let afterCrlf = false
  return {
    push: chunk => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      const found: Framed[] = []
      for (;;) {
        const next = cut(held, bytesMax)
        if (next === undefined) return found
        // A ping whose halves came apart: its first half looked like the answer to one.
        const halfPing = next.framed.kind === 'pong' && afterCrlf
        found.push(halfPing ? { kind: 'ping' } : next.framed)
        afterCrlf = next.framed.kind === 'pong' && !halfPing
        held = held.subarray(next.used)
        if (next.framed.kind === 'broken') return found
      }
    },
  }
}

interface Cut {
  readonly framed: Framed
  readonly used: number
}

function cut(held: Buffer, bytesMax: number): Cut | undefined {
  if (held[0] === 0x0d) return cutKeepAlive(held)
  const headEnd = held.indexOf('\r\n\r\n')
  if (headEnd < 0)
    return held.length > bytesMax ? broken(held, 'header fields too long') : undefined
  const length = contentLength(held.toString('latin1', 0, headEnd))
  if (length === undefined) return broken(held, 'no usable Content-Length')
  const total = headEnd + 4 + length
  if (total > bytesMax) return broken(held, 'message too large')
  if (held.length < total) return undefined
  return { framed: { kind: 'message', bytes: held.subarray(0, total) }, used: total }
}

/** One CRLF is the answer to a ping of ours (or idle noise, §7.5), two are a ping. */
function cutKeepAlive(held: Buffer): Cut | undefined {
  if (held.length < 2) return undefined
  if (held[1] !== 0x0a) return broken(held, 'bare carriage return between messages')
  if (held.length === 3 && held[2] === 0x0d) return undefined
  if (held[2] === 0x0d && held[3] === 0x0a) return { framed: { kind: 'ping' }, used: 4 }
  return { framed: { kind: 'pong' }, used: 2 }
}

function broken(held: Buffer, reason: string): Cut {
  return { framed: { kind: 'broken', reason }, used: held.length }
}

/** On a stream Content-Length is mandatory (RFC 3261 §20.14); two that differ would let messages be smuggled. */
function contentLength(head: string): number | undefined {
  const found = [...head.matchAll(/\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)/gi)]
  const digits = found[0]?.[1]?.trim() ?? ''
  return found.length === 1 && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}
