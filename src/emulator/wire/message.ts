/** A header field: its full name in lower case, and what stood after the colon. */
export interface WireHeader {
  readonly name: string
  readonly value: string
}

/** A request as it stood on the wire. */
export interface WireRequest {
  readonly kind: 'request'
  readonly method: string
  /** Byte for byte: Microsoft compares it with the Contact it gave. */
  readonly uri: string
  readonly version: string
  readonly headers: readonly WireHeader[]
  readonly body: string
}

/** A response as it stood on the wire. */
export interface WireResponse {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
  readonly headers: readonly WireHeader[]
  readonly body: string
}

/** Either of the two things a SIP connection carries. */
export type WireMessage = WireRequest | WireResponse

/** Compact forms (RFC 3261 §7.3.3, and their kin). */
const compactNames: Readonly<Record<string, string>> = {
  b: 'referred-by',
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  v: 'via',
  x: 'session-expires',
}

/** More header lines than any honest message has. */
export const headersMax = 200

/** Reads a whole message; undefined when it is none. The emulator reads on its own, without the code under test. */
export function parseWire(head: string, body: string): WireMessage | undefined {
  const [start = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = lines.length > headersMax ? undefined : parseHeaders(lines)
  return headers && parseStart(start, headers, body)
}

function parseHeaders(lines: readonly string[]): readonly WireHeader[] | undefined {
  const headers: WireHeader[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) return undefined
    const name = line.slice(0, colon).trim().toLowerCase()
    headers.push({ name: compactNames[name] ?? name, value: line.slice(colon + 1).trim() })
  }
  return headers
}

function parseStart(
  start: string,
  headers: readonly WireHeader[],
  body: string,
): WireMessage | undefined {
  const response = /^SIP\/2\.0 (?<status>\d{3}) ?(?<reason>.*)$/.exec(start)?.groups
  if (response !== undefined) {
    const { status, reason = '' } = response
    return { kind: 'response', status: Number(status), reason, headers, body }
  }
  const [method, uri, ...version] = start.split(' ')
  if (method === undefined || uri === undefined || version.length === 0) return undefined
  return { kind: 'request', method, uri, version: version.join(' '), headers, body }
}

/** Writes a message the way Microsoft's proxy does: header names in upper case (direct-routing §1.5). */
export function printWire(message: WireMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} ${message.version}`
      : `SIP/2.0 ${message.status} ${message.reason}`
  const lines = message.headers
    .filter(({ name }) => name !== 'content-length')
    .map(({ name, value }) => `${name.toUpperCase()}: ${value}`)
  const length = `CONTENT-LENGTH: ${Buffer.byteLength(message.body)}`
  return [start, ...lines, length, '', message.body].join('\r\n')
}

/** The first field of that name. */
export function headerOf(message: WireMessage, name: string): string | undefined {
  return message.headers.find(header => header.name === name)?.value
}

/** Every value of that name, where one line may carry several (RFC 3261 §7.3.1). */
export function valuesOf(message: WireMessage, name: string): readonly string[] {
  return message.headers
    .filter(header => header.name === name)
    .flatMap(header => splitList(header.value))
}

/** Splits at commas that stand outside quotes and brackets. */
function splitList(text: string): readonly string[] {
  const values: string[] = []
  let start = 0
  let quoted = false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\\' && quoted) at++
    else if (char === '"') quoted = !quoted
    else if (!quoted) {
      if (char === '<') depth++
      if (char === '>') depth--
      if (char === ',' && depth === 0) {
        values.push(text.slice(start, at).trim())
        start = at + 1
      }
    }
  }
  values.push(text.slice(start).trim())
  return values.filter(value => value !== '')
}
