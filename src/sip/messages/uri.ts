import { noParams, parseParams, parsePort } from './scan.ts'
import type { Params } from './scan.ts'

/** A sip: or sips: URI taken apart (RFC 3261 §19.1). Other schemes stay text. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips'
  /** The user part with its %-escapes resolved; '' when there is none. */
  readonly user: string
  readonly host: string
  readonly port: number | undefined
  readonly params: Params
  /** The `?name=value` part, names lower-case, escapes resolved. */
  readonly headers: ReadonlyMap<string, string>
}

const shape =
  /^(sips?):(?:([^@\s]*)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?((?:;[^?\s]*)?)(?:\?(\S*))?$/i

/** Reads a SIP URI; undefined for other schemes and for text that is no URI. */
export function parseUri(text: string): SipUri | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [scheme, userinfo, host, port, params, headers] = groupsOf(match)
  const readParams = parseParams(params)
  const readPort = parsePort(port)
  if (readParams === undefined || (port !== '' && readPort === undefined)) return undefined
  return {
    scheme: scheme.toLowerCase() === 'sips' ? 'sips' : 'sip',
    user: unescape(userWithoutPassword(userinfo)),
    host: host.toLowerCase(),
    port: readPort,
    params: readParams,
    headers: parseUriHeaders(headers),
  }
}

/**
 * The number or name a URI is for, of tel: as well as sip: URIs; '' when it has none. Of a number its
 * parameters and visual separators are no part (RFC 3261 §19.1.6, RFC 3966 §3); of a name all is.
 */
export function userOf(uri: string): string {
  const tel = /^tel:([^?]*)/i.exec(uri)?.[1]
  if (tel !== undefined) return subscriberOf(unescape(tel), true)
  const parsed = parseUri(uri)
  if (parsed === undefined) return ''
  return subscriberOf(parsed.user, parsed.params.get('user')?.toLowerCase() === 'phone')
}

const dialling = /^\+?[\d*#().-]*\d[\d*#().-]*$/

function subscriberOf(user: string, isPhone: boolean): string {
  const semicolon = user.indexOf(';')
  const digits = semicolon < 0 ? user : user.slice(0, semicolon)
  if (dialling.test(digits)) return digits.replaceAll(/[().-]/g, '')
  return isPhone ? digits : user
}

/** The scheme in lower case; '' when the text has none. */
export function schemeOf(uri: string): string {
  return /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1]?.toLowerCase() ?? ''
}

/** A user part for the wire: everything outside RFC 3261 §25.1 `user` becomes a %-escape. */
export function escapeUser(user: string): string {
  return encodeURIComponent(user).replace(/%(2B|26|3D|24|2C|3B|3F|2F)/gi, whole =>
    decodeURIComponent(whole),
  )
}

/** A host for a URI or Via: IPv6 addresses wear brackets (RFC 3261 §25.1). */
export function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

/** A host as sockets want it: without brackets. */
export function unbracketed(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host
}

type Groups = readonly [string, string, string, string, string, string]

function groupsOf([, a = '', b = '', c = '', d = '', e = '', f = '']: readonly string[]): Groups {
  return [a, b, c, d, e, f]
}

function userWithoutPassword(userinfo: string): string {
  const colon = userinfo.indexOf(':')
  return colon < 0 ? userinfo : userinfo.slice(0, colon)
}

function parseUriHeaders(text: string): ReadonlyMap<string, string> {
  if (text === '') return noParams
  const pairs = text.split('&').map((pair): [string, string] => {
    const equals = pair.indexOf('=')
    if (equals < 0) return [unescape(pair).toLowerCase(), '']
    return [unescape(pair.slice(0, equals)).toLowerCase(), unescape(pair.slice(equals + 1))]
  })
  return new Map(pairs)
}

/** Resolves %-escapes; text whose escapes are no UTF-8 stays as it is. */
function unescape(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
