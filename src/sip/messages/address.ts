import { endOfQuoted, noParams, parseParams, printParams, quote, unquote } from './scan.ts'
import type { Params } from './scan.ts'

/** A From, To, Contact, Route or Refer-To value: who, under which URI, with which field parameters (RFC 3261 §20.10). */
export interface Address {
  readonly displayName: string
  /** The URI as written between the brackets, byte for byte. */
  readonly uri: string
  readonly params: Params
}

const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"]+$/

/**
 * Reads a name-addr or addr-spec. Display names need not be quoted although RFC 3261 §25.1 asks it of
 * anything but tokens: Microsoft sends `John Doe<sip:…>`, and phones send worse (RFC 4475 §3.1.2.15).
 */
export function parseAddress(text: string): Address | undefined {
  const value = text.trim()
  if (!value.startsWith('"')) {
    const open = value.indexOf('<')
    if (open < 0) return parseBare(value)
    const name = value.slice(0, open).trim()
    return name.includes('"') ? undefined : parseBracketed(name, value, open)
  }
  const end = endOfQuoted(value, 0)
  if (end < 0) return undefined
  const open = value.indexOf('<', end)
  if (open < 0 || value.slice(end, open).trim() !== '') return undefined
  return parseBracketed(unquote(value.slice(0, end)), value, open)
}

function parseBracketed(displayName: string, value: string, open: number): Address | undefined {
  const close = value.indexOf('>', open)
  if (close < 0) return undefined
  const uri = value.slice(open + 1, close)
  if (!absoluteUri.test(uri)) return undefined
  const params = close + 1 === value.length ? noParams : parseParams(value.slice(close + 1))
  return params && { displayName, uri, params }
}

/** Without brackets every parameter belongs to the field, and `?` and `,` are forbidden (RFC 3261 §20). */
function parseBare(value: string): Address | undefined {
  const semicolon = value.indexOf(';')
  const uri = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
  if (!absoluteUri.test(uri) || /[?,]/.test(uri)) return undefined
  const params = semicolon < 0 ? noParams : parseParams(value.slice(semicolon))
  return params && { displayName: '', uri, params }
}

/** Writes a name-addr; the URI is always bracketed so that its parameters stay its own. */
export function printAddress(address: Address): string {
  const name = address.displayName === '' ? '' : `${quote(address.displayName)} `
  return `${name}<${address.uri}>${printParams(address.params)}`
}

/** The dialog tag of a From or To value, if it has one. */
export function tagOf(address: Address): string | undefined {
  return address.params.get('tag')
}

/** The same address with a dialog tag. */
export function withTag(address: Address, tag: string): Address {
  return { ...address, params: new Map([...address.params, ['tag', tag]]) }
}
