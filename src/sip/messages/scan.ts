/** A parameter list as a look-up from lower-case name to unquoted value; a bare name has the value ''. */
export type Params = ReadonlyMap<string, string>

/** No parameters at all; shared because most URIs and many addresses have none. */
export const noParams: Params = new Map()

const tokenPattern = /^[A-Za-z0-9\-.!%*_+`'~]+$/

/** Whether the text is a `token` (RFC 3261 §25.1): method, branch, tag, parameter name. */
export function isToken(text: string): boolean {
  return tokenPattern.test(text)
}

/** Index just behind the quoted string that opens at `start`, or -1 when it never closes (RFC 3261 §25.1). */
export function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return -1
}

/** The meaning of a quoted string, quotes and backslashes gone. */
export function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  return text.slice(1, -1).replace(/\\([\s\S])/g, '$1')
}

/** A quoted string for the wire. Control characters have no place in a display name and become spaces. */
export function quote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what must not reach the wire
  return `"${text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/["\\]/g, '\\$&')}"`
}

/**
 * Cuts a header value at a separator that stands outside quotes and angle brackets.
 * Returns undefined when a quote or a bracket stays open: such a value has no safe reading.
 */
export function splitOutside(text: string, separator: ',' | ';'): readonly string[] | undefined {
  const parts: string[] = []
  let from = 0
  let inBrackets = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"' && !inBrackets) {
      const end = endOfQuoted(text, at)
      if (end < 0) return undefined
      at = end - 1
    } else if (char === '<') inBrackets = true
    else if (char === '>') inBrackets = false
    else if (char === separator && !inBrackets) {
      parts.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  if (inBrackets) return undefined
  parts.push(text.slice(from).trim())
  return parts
}

/** Reads `;name=value;flag` (RFC 3261 §25.1, generic-param). Empty parameters make it unreadable. */
export function parseParams(text: string): Params | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return noParams
  if (!trimmed.startsWith(';')) return undefined
  const parts = splitOutside(trimmed.slice(1), ';')
  if (parts === undefined) return undefined
  const params = new Map<string, string>()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    const value = equals < 0 ? '' : part.slice(equals + 1).trim()
    if (!isToken(name) || (equals >= 0 && value === '')) return undefined
    if (!params.has(name)) params.set(name, unquote(value))
  }
  return params
}

/** Prints a parameter list, quoting what is neither token nor host. */
export function printParams(params: Params): string {
  let text = ''
  for (const [name, value] of params) {
    if (value === '') text += `;${name}`
    else
      text += `;${name}=${/^[A-Za-z0-9\-.!%*_+`'~:[\]/?$&]+$/.test(value) ? value : quote(value)}`
  }
  return text
}

/** A port in a Via or URI. Nothing can be sent to port 0, so whoever names it is not understood. */
export function parsePort(text: string): number | undefined {
  const port = parseCount(text, 65_535)
  return port === 0 ? undefined : port
}

/** A decimal number within bounds, or undefined: signs, blanks and huge values are refused. */
export function parseCount(text: string, max: number): number | undefined {
  const trimmed = text.trim()
  if (!/^\d{1,15}$/.test(trimmed)) return undefined
  const value = Number(trimmed)
  return value <= max ? value : undefined
}
