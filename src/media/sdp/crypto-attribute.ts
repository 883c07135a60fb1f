/**
 * SDES: the key in the clear inside SDP, which itself travels inside TLS (RFC 4568).
 *
 *     a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<base64 of key and salt>|2^31|1:1
 *              tag suite                                                lifetime MKI:length
 *
 * Microsoft writes a lifetime of 2^31 on every line, sometimes a second line with an MKI, and tags
 * from 0 up (Direct Routing media protocols, seen in traces to 2026).
 */
import { masterKeyBytes, masterSaltBytes } from '../rtp/srtp-keys.ts'
import type { SrtpKey, SrtpSuite } from '../rtp/srtp.ts'

/** One usable crypto line. */
export interface CryptoLine {
  readonly tag: number
  readonly key: SrtpKey
}

/** More lines than this in one section are not read. */
export const cryptoLinesMax = 16

const suiteNames: readonly string[] = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32']

/** Reads a crypto attribute's value; undefined for a suite or a form that we do not speak. */
export function parseCrypto(value: string): CryptoLine | undefined {
  const match = /^(\d{1,9}) (\S+) inline:([A-Za-z0-9+/=]+)((?:\|[^\s;|]+)*)(?:\s.*)?$/.exec(value)
  if (match === null) return undefined
  const [, tag = '', suite = '', encoded = '', extras = ''] = match
  const master = Buffer.from(encoded, 'base64')
  const mkiBytes = parseMkiBytes(extras)
  if (!isSuite(suite) || master.length !== masterKeyBytes + masterSaltBytes) return undefined
  // Session parameters may turn encryption off; a line that does is not a secure line.
  if (/\bUNENCRYPTED_|\bUNAUTHENTICATED_/.test(value) || mkiBytes === undefined) return undefined
  return { tag: Number(tag), key: { suite, master, mkiBytes } }
}

/** The MKI is the part with a colon; the lifetime is the one without (RFC 4568 §6.1). */
function parseMkiBytes(extras: string): number | undefined {
  const mki = extras.split('|').find(part => part.includes(':'))
  if (mki === undefined) return 0
  const length = Number(/^\d+:(\d{1,3})$/.exec(mki)?.[1] ?? Number.NaN)
  return length >= 1 && length <= 128 ? length : undefined
}

/** Prints our line, with the lifetime that Microsoft and Cisco expect to see. */
export function printCrypto({ tag, key }: CryptoLine): string {
  return `${tag} ${key.suite} inline:${key.master.toString('base64')}|2^31`
}

/** The line to take from an offer: the longer tag wins whatever the order (see above). */
export function preferredCrypto(lines: readonly CryptoLine[]): CryptoLine | undefined {
  return lines.find(line => line.key.suite === 'AES_CM_128_HMAC_SHA1_80') ?? lines[0]
}

function isSuite(name: string): name is SrtpSuite {
  return suiteNames.includes(name)
}
