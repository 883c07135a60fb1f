import { createHash } from 'node:crypto'
import type { Credentials } from '../calls.ts'
import { header, linesOf } from '../messages/header.ts'
import type { Header, SipRequest, SipResponse } from '../messages/message.ts'
import { splitOutside, unquote } from '../messages/scan.ts'

/** Hashes we compute, best first (RFC 8760 §2.4: take the topmost challenge we support). */
const hashes = { 'sha-256': 'sha256', md5: 'md5' } as const

interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly algorithm: keyof typeof hashes
  readonly withQop: boolean
}

/**
 * Answers the first challenge of a 401 or 407 that we can (RFC 3261 §22, RFC 8760).
 * Returns the header field to add, or undefined when there is nothing we could answer.
 */
export function answerChallenge(
  response: SipResponse,
  request: SipRequest,
  credentials: Credentials,
  cnonce: string,
): Header | undefined {
  const { status } = response
  if (status !== 401 && status !== 407) return undefined
  const proxy = status === 407
  const lines = linesOf(response, proxy ? 'proxy-authenticate' : 'www-authenticate')
  const challenge = lines
    .map(readChallenge)
    .find(found => found !== undefined && (credentials.realm ?? found.realm) === found.realm)
  if (challenge === undefined) return undefined
  const value = authorization(challenge, request, credentials, cnonce)
  return header(proxy ? 'Proxy-Authorization' : 'Authorization', value)
}

/** The `name=value` pairs of a Digest header value, names in lower case; undefined for other schemes. */
export function readDigest(value: string): ReadonlyMap<string, string> | undefined {
  const scheme = /^\s*digest\s+/i.exec(value)
  if (scheme === null) return undefined
  const parts = splitOutside(value.slice(scheme[0].length), ',') ?? []
  return new Map(
    parts.map((part): [string, string] => {
      const equals = part.indexOf('=')
      return [part.slice(0, equals).trim().toLowerCase(), unquote(part.slice(equals + 1).trim())]
    }),
  )
}

function readChallenge(value: string): Challenge | undefined {
  const fields = readDigest(value) ?? new Map<string, string>()
  const realm = fields.get('realm')
  const nonce = fields.get('nonce')
  const algorithm = (fields.get('algorithm') ?? 'md5').toLowerCase()
  if (realm === undefined || nonce === undefined) return undefined
  if (algorithm !== 'md5' && algorithm !== 'sha-256') return undefined
  const qop = fields.get('qop')
  const withQop = qop !== undefined && /(^|,)\s*auth\s*(,|$)/i.test(qop)
  if (qop !== undefined && !withQop) return undefined
  return { realm, nonce, opaque: fields.get('opaque'), algorithm, withQop }
}

/** What the response to a challenge is computed from (RFC 7616 §3.4.1). */
export interface DigestInput {
  readonly algorithm: keyof typeof hashes
  readonly username: string
  readonly password: string
  readonly realm: string
  readonly nonce: string
  readonly method: string
  readonly uri: string
  /** Present with quality of protection `auth`. */
  readonly qop?: { readonly nc: string; readonly cnonce: string }
}

/** The proof that we know the password, without telling it. */
export function digestResponse(input: DigestInput): string {
  const hash = (text: string): string =>
    createHash(hashes[input.algorithm]).update(text).digest('hex')
  const secret = hash(`${input.username}:${input.realm}:${input.password}`)
  const what = hash(`${input.method}:${input.uri}`)
  const { qop } = input
  return qop === undefined
    ? hash(`${secret}:${input.nonce}:${what}`)
    : hash(`${secret}:${input.nonce}:${qop.nc}:${qop.cnonce}:auth:${what}`)
}

function authorization(
  challenge: Challenge,
  { method, requestUri: uri }: SipRequest,
  { username, password }: Credentials,
  cnonce: string,
): string {
  const { realm, nonce, opaque, algorithm, withQop } = challenge
  const nc = '00000001'
  const base = { algorithm, username, password, realm, nonce, method, uri }
  const response = digestResponse(withQop ? { ...base, qop: { nc, cnonce } } : base)
  const fields = [
    `username="${username}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    `response="${response}"`,
    `algorithm=${algorithm === 'md5' ? 'MD5' : 'SHA-256'}`,
    ...(withQop ? ['qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ]
  return `Digest ${fields.join(', ')}`
}
