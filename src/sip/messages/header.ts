import type { Header } from './message.ts'
import { splitOutside } from './scan.ts'

/** Compact forms registered with IANA (RFC 3261 §7.3.3, RFC 3265, 3515, 3892, 4028, 6665, 8224, 3841). */
const fullNames: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['n', 'identity-info'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
])

/** How many spellings of header names are remembered; strangers' inventions are not. */
const keysRememberedMax = 512
const keys = new Map<string, string>()

/** The lower-case full name a header is looked up by, whatever its case or form on the wire. */
export function headerKey(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  const key = fullNames.get(lower) ?? lower
  if (keys.size < keysRememberedMax) keys.set(name, key)
  return key
}

/** A header field. A line break in the value can never start a field of its own: it becomes a space. */
export function header(name: string, value: string): Header {
  return {
    name,
    key: headerKey(name),
    value: /[\r\n]/.test(value) ? value.replace(/[\r\n]+/g, ' ') : value,
  }
}

/** What both questions below need of a message. */
interface Headed {
  readonly headers: readonly Header[]
}

/** The first field with this lower-case full name. */
export function valueOf(message: Headed, key: string): string | undefined {
  for (const field of message.headers) if (field.key === key) return field.value
  return undefined
}

/** All fields with this lower-case full name, one entry for each line. */
export function linesOf(message: Headed, key: string): readonly string[] {
  return message.headers.flatMap(field => (field.key === key ? [field.value] : []))
}

/** All values with this name: lines with several values are cut at their commas (RFC 3261 §7.3.1). */
export function valuesOf(message: Headed, key: string): readonly string[] {
  return linesOf(message, key).flatMap(line =>
    line.includes(',') ? (splitOutside(line, ',') ?? []) : [line],
  )
}

/** Whether a list of tokens (Supported, Require, Allow) names this one, in any case. */
export function lists(message: Headed, key: string, token: string): boolean {
  const wanted = token.toLowerCase()
  return valuesOf(message, key).some(value => value.toLowerCase() === wanted)
}
