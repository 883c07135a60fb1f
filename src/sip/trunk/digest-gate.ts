import { createHmac, timingSafeEqual } from 'node:crypto'
import type { OptionsReply, ScreenedRequest, SipClock } from '../endpoint/endpoint-options.ts'
import { valueOf } from '../messages/header.ts'
import type { SipRequest } from '../messages/message.ts'
import { digestResponse, readDigest } from './digest.ts'

/** How long a nonce of ours is good for; later the caller is asked again, with `stale` (RFC 7616 §3.3). */
export const nonceMsMax = 300_000
/** Nonces whose counters are remembered against replay; beyond it the oldest is forgotten. */
export const noncesRememberedMax = 10_000

/** What the gate needs to know. */
export interface DigestGateOptions {
  readonly realm: string
  readonly clock: SipClock
  /** Signs nonces, so that none need be remembered to be recognised. */
  readonly secret: string
  /** The password of a user, or undefined for strangers. */
  readonly passwordOf: (username: string) => string | undefined
}

/**
 * Lets requests in that prove a password (RFC 3261 §22.4, RFC 8760), and challenges all others with 401;
 * made to be an endpoint's `screen`. CANCEL cannot be challenged (§22.1): it passes to the INVITE it names.
 */
export function createDigestGate(
  options: DigestGateOptions,
): (screened: ScreenedRequest) => OptionsReply | undefined {
  const counters = new Map<string, number>()
  return ({ request }) => {
    if (request.method === 'CANCEL') return undefined
    const fields = readDigest(valueOf(request, 'authorization') ?? '')
    if (fields === undefined) return challenge(options, false)
    if (!proves(options, request, fields)) return challenge(options, false)
    const nonce = fields.get('nonce') ?? ''
    if (!isFresh(options, nonce)) return challenge(options, true)
    return countsUp(counters, nonce, fields.get('nc')) ? undefined : challenge(options, true)
  }
}

type Fields = ReadonlyMap<string, string>

function challenge(options: DigestGateOptions, stale: boolean): OptionsReply {
  const nonce = signed(options, String(Math.floor(options.clock.now())))
  const rest = `realm="${options.realm}", nonce="${nonce}", qop="auth"${stale ? ', stale=true' : ''}`
  // RFC 8760 §2.3: the strongest algorithm stands first; old phones skip to the one they know.
  const lines = ['SHA-256', 'MD5'].map(algorithm => `Digest ${rest}, algorithm=${algorithm}`)
  return { status: 401, headers: { 'WWW-Authenticate': lines } }
}

function proves(options: DigestGateOptions, request: SipRequest, fields: Fields): boolean {
  const field = (name: string): string => fields.get(name) ?? ''
  const username = field('username')
  const password = options.passwordOf(username)
  const algorithm = (fields.get('algorithm') ?? 'md5').toLowerCase()
  if (password === undefined || field('realm') !== options.realm) return false
  if (algorithm !== 'md5' && algorithm !== 'sha-256') return false
  // §22.4: the digest must be of this very request, or it could be lent to another.
  if (field('uri') !== request.requestUri || field('qop') !== 'auth') return false
  const { realm } = options
  const qop = { nc: field('nc'), cnonce: field('cnonce') }
  const { method } = request
  const uri = field('uri')
  const nonce = field('nonce')
  const expected = digestResponse({ algorithm, username, password, realm, nonce, method, uri, qop })
  return sameText(expected, field('response').toLowerCase())
}

function signed({ secret }: DigestGateOptions, time: string): string {
  return `${time}.${createHmac('sha256', secret).update(time).digest('hex').slice(0, 32)}`
}

function isFresh(options: DigestGateOptions, nonce: string): boolean {
  const [time = ''] = nonce.split('.')
  const ageMs = options.clock.now() - Number(time)
  return sameText(signed(options, time), nonce) && ageMs >= -1_000 && ageMs <= nonceMsMax
}

/** RFC 7616 §3.4: a nonce's counter only grows; an old number is somebody's recording. */
function countsUp(counters: Map<string, number>, nonce: string, nc: string | undefined): boolean {
  const count = Number.parseInt(nc ?? '', 16)
  if (!(count > (counters.get(nonce) ?? 0))) return false
  counters.delete(nonce)
  counters.set(nonce, count)
  const oldest = counters.keys().next().value
  if (counters.size > noncesRememberedMax && oldest !== undefined) counters.delete(oldest)
  return true
}

function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one)
  const b = Buffer.from(other)
  return a.length === b.length && timingSafeEqual(a, b)
}
