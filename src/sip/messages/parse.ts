import { parseAddress } from './address.ts'
import { headerKey, valueOf, valuesOf } from './header.ts'
import type { CSeq, Essentials, Header, PlainRequest, SipMessage } from './message.ts'
import { isToken, parseCount, splitOutside } from './scan.ts'
import { parseUri, schemeOf } from './uri.ts'
import { parseVia } from './via.ts'

/** The largest message we read. RFC 3261 §18.1.1 wants 65,535 bytes handled. */
export const messageBytesMax = 65_535
/** How many header fields a message may have. */
export const headerFieldsMax = 300
/** CSeq numbers stay below 2^31 (RFC 3261 §8.1.1.5). */
export const cseqNumberMax = 2 ** 31 - 1

/** Why a message cannot be used, and what to answer if it is a request that tells where to answer. */
export interface ParseProblem {
  readonly ok: false
  readonly status: 400 | 501 | 505 | 513
  readonly reason: string
  /** The request as far as it could be read, to answer it; responses and noise are dropped. */
  readonly request?: PlainRequest
}

/** A usable message, or the reason why it is none. */
export type ParseResult = { readonly ok: true; readonly message: SipMessage } | ParseProblem

const blankLine = Buffer.from('\r\n\r\n')

/** Reads one whole message: a datagram, or what the stream framer cut out (RFC 3261 §7, §18.3). */
export function parseMessage(bytes: Buffer): ParseResult {
  if (bytes.length > messageBytesMax) return problem(513, 'message too large')
  const headEnd = bytes.indexOf(blankLine)
  if (headEnd < 0) return problem(400, 'no end of the header fields')
  const [startLine = '', ...lines] = unfoldedLines(decode(bytes.subarray(0, headEnd)))
  if (startLine === '') return problem(400, 'no start line')
  const fields = parseHeaders(lines)
  const body = cutBody(fields.headers, bytes.subarray(headEnd + blankLine.length))
  return /^SIP\//i.test(startLine)
    ? parseResponse(startLine, fields, body)
    : parseRequest(startLine, fields, body)
}

/** What could be read of the header fields; one malformed line spoils the message but not the answer to it. */
interface Fields {
  readonly headers: readonly Header[]
  readonly malformed: boolean
}

function parseRequest(startLine: string, fields: Fields, body: Buffer | string): ParseResult {
  const start = parseRequestLine(startLine)
  const bytes = typeof body === 'string' ? Buffer.alloc(0) : body
  const { headers } = fields
  if (typeof start === 'string') return badStart(start, startLine, headers)
  const { method, requestUri } = start
  const request: PlainRequest = { kind: 'request', method, requestUri, headers, body: bytes }
  if (start.version !== 'SIP/2.0') return problem(505, 'only SIP/2.0 is spoken here', request)
  if (fields.malformed) return problem(400, 'malformed header field', request)
  if (typeof body === 'string') return problem(400, body, request)
  return checkRequest(request)
}

/** A request whose first line alone is wrong still says where its answer goes; what does not end in SIP is none. */
function badStart(reason: string, startLine: string, headers: readonly Header[]): ParseProblem {
  const words = /^\s*(\S+).*\sSIP\/\S+\s*$/i.exec(startLine)
  const method = words?.[1]
  if (method === undefined) return problem(400, reason)
  const requestUri = startLine.trim().slice(method.length).trim()
  return problem(400, reason, {
    kind: 'request',
    method,
    requestUri,
    headers,
    body: Buffer.alloc(0),
  })
}

function problem(
  status: ParseProblem['status'],
  reason: string,
  request?: PlainRequest,
): ParseProblem {
  return request === undefined
    ? { ok: false, status, reason }
    : { ok: false, status, reason, request }
}

/** Text is UTF-8 (RFC 3261 §7); bytes that are none are read one character each, so that nothing is lost. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

/** Lines of the head; a line that starts with white space continues the one before (RFC 3261 §7.3.1). */
function unfoldedLines(head: string): readonly string[] {
  const lines = head.split('\r\n')
  if (!/\r\n[ \t]/.test(head)) return lines
  const joined: string[] = []
  for (const line of lines) {
    const last = joined.length - 1
    if (/^[ \t]/.test(line) && last > 0) joined[last] = `${joined[last]} ${line.trim()}`
    else joined.push(line)
  }
  return joined
}

function parseHeaders(lines: readonly string[]): Fields {
  const headers: Header[] = []
  let malformed = lines.length > headerFieldsMax
  for (const line of lines.slice(0, headerFieldsMax)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).trimEnd()
    if (isToken(name))
      headers.push({ name, key: headerKey(name), value: line.slice(colon + 1).trim() })
    else malformed = true
  }
  return { headers, malformed }
}

interface RequestLine {
  readonly method: string
  readonly requestUri: string
  readonly version: string
}

/** Method, URI, version with exactly one blank between (RFC 3261 §7.1); blanks at the end are forgiven. */
function parseRequestLine(line: string): RequestLine | string {
  const [method, requestUri, version, ...more] = line.trimEnd().split(' ')
  if (method === undefined || requestUri === undefined || version === undefined)
    return 'no start line'
  if (more.length > 0 || !isToken(method)) return 'malformed request line'
  if (!/^SIP\/\d+\.\d+$/i.test(version)) return 'malformed version'
  const scheme = schemeOf(requestUri)
  if (scheme === '') return 'malformed Request-URI'
  const ours = scheme === 'sip' || scheme === 'sips'
  if (ours && parseUri(requestUri) === undefined) return 'malformed Request-URI'
  return { method, requestUri, version: version.toUpperCase() }
}

/** The body as Content-Length counts it; bytes behind it are dropped, missing ones are an error (§18.3). */
function cutBody(headers: readonly Header[], rest: Buffer): Buffer | string {
  const lengths = headers.filter(field => field.key === 'content-length')
  const first = lengths[0]
  if (first === undefined) return rest
  if (lengths.length > 1) return 'several Content-Length fields'
  const length = parseCount(first.value, messageBytesMax)
  if (length === undefined) return 'malformed Content-Length'
  if (length > rest.length) return 'body shorter than Content-Length'
  return rest.subarray(0, length)
}

function parseResponse(line: string, fields: Fields, body: Buffer | string): ParseResult {
  const match = /^SIP\/2\.0 (\d{3})(?: (.*))?$/i.exec(line)
  const status = Number(match?.[1] ?? 0)
  if (status < 100 || status > 699) return problem(400, 'malformed status line')
  if (fields.malformed) return problem(400, 'malformed header field')
  if (typeof body === 'string') return problem(400, body)
  const { headers } = fields
  const essentials = readEssentials(headers)
  if (typeof essentials === 'string') return problem(400, essentials)
  const message = { kind: 'response', status, reason: match?.[2] ?? '', headers, body } as const
  return { ok: true, message: { ...message, ...essentials } }
}

function checkRequest(request: PlainRequest): ParseResult {
  const essentials = readEssentials(request.headers)
  if (typeof essentials === 'string') return problem(400, essentials, request)
  if (essentials.cseq.method !== request.method) {
    const known = /^(INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER)$/.test(request.method)
    return problem(known ? 400 : 501, 'CSeq names another method', request)
  }
  const hops = valueOf(request, 'max-forwards')
  if (hops !== undefined && parseCount(hops, 255) === undefined) {
    return problem(400, 'malformed Max-Forwards', request)
  }
  if (!readableContacts(request)) return problem(400, 'malformed Contact', request)
  return { ok: true, message: { ...request, ...essentials } }
}

/** Fields that may stand only once (RFC 3261 §7.3.1); a second one makes the meaning a guess. */
const singles: ReadonlySet<string> = new Set([
  'from',
  'to',
  'call-id',
  'cseq',
  'max-forwards',
  'content-type',
])

function readEssentials(headers: readonly Header[]): Essentials | string {
  const fields = firstValues(headers)
  if (typeof fields === 'string') return fields
  const via = parseVia(firstOf(fields.get('via') ?? ''))
  if (via === undefined) return 'missing or malformed Via'
  const from = parseAddress(fields.get('from') ?? '')
  if (from === undefined) return 'missing or malformed From'
  const to = parseAddress(fields.get('to') ?? '')
  if (to === undefined) return 'missing or malformed To'
  const callId = fields.get('call-id') ?? ''
  if (!/^\S+$/.test(callId)) return 'missing or malformed Call-ID'
  const cseq = parseCSeq(fields.get('cseq') ?? '')
  return cseq === undefined ? 'missing or malformed CSeq' : { via, from, to, callId, cseq }
}

function firstValues(headers: readonly Header[]): ReadonlyMap<string, string> | string {
  const fields = new Map<string, string>()
  for (const { key, value } of headers) {
    if (!fields.has(key)) fields.set(key, value)
    else if (singles.has(key)) return `several ${key} fields`
  }
  return fields
}

function firstOf(list: string): string {
  return list.includes(',') ? (splitOutside(list, ',')?.[0] ?? '') : list
}

function parseCSeq(text: string): CSeq | undefined {
  const [digits = '', method = '', ...more] = text.split(/[ \t]+/)
  const number = parseCount(digits, cseqNumberMax)
  if (number === undefined || more.length > 0 || !isToken(method)) return undefined
  return { number, method }
}

function readableContacts(request: PlainRequest): boolean {
  return valuesOf(request, 'contact').every(
    value => value === '*' || parseAddress(value) !== undefined,
  )
}
