/**
 * SDP as lines: what RFC 4566 calls a session description, kept no deeper than a softswitch needs.
 * Attributes we do not know stay in the list and are never reflected.
 */

/** SDP of a voice call is 500 to 3,000 octets; browsers reach 8,000. */
export const sdpBytesMax = 16_384
/** More media lines than any voice call has. */
export const sdpMediaMax = 8

/** One `a=` line; a flag has an empty value. */
export interface SdpAttribute {
  readonly name: string
  readonly value: string
}

/** One `m=` section; `address` is its own `c=` line or the session's. */
export interface SdpMedia {
  readonly media: string
  readonly port: number
  readonly profile: string
  readonly formats: readonly string[]
  readonly address: string
  readonly attributes: readonly SdpAttribute[]
}

/** A whole description, as far as it concerns us. */
export interface SessionDescription {
  readonly attributes: readonly SdpAttribute[]
  readonly media: readonly SdpMedia[]
}

/** What was wrong, in words for the log and for the SIP Warning. */
export interface MalformedSdp {
  readonly malformed: string
}

interface OpenSection {
  readonly attributes: SdpAttribute[]
  readonly line?: MediaLine
  address?: string
}

interface MediaLine {
  readonly media: string
  readonly port: number
  readonly profile: string
  readonly formats: readonly string[]
}

/** Parses a description; never throws, and takes bare LF for CRLF as RFC 4566 §5 asks. */
export function parseSdp(text: string): SessionDescription | MalformedSdp {
  if (text.length > sdpBytesMax) return { malformed: `longer than ${sdpBytesMax} octets` }
  const lines = text.split(/\r?\n/).filter(line => line !== '')
  if (lines[0] !== 'v=0') return { malformed: 'does not begin with v=0' }
  const session: OpenSection = { attributes: [] }
  const sections: OpenSection[] = []
  for (const line of lines.slice(1)) {
    if (!/^[a-z]=/.test(line)) return { malformed: `not a type and a value: ${line.slice(0, 40)}` }
    const type = line[0]
    const value = line.slice(2)
    const section = sections.at(-1) ?? session
    if (type === 'm') {
      const media = parseMediaLine(value)
      if (media === undefined) return { malformed: `media line: ${value.slice(0, 60)}` }
      sections.push({ attributes: [], line: media })
    } else if (type === 'c') {
      const address = parseConnection(value)
      if (address === undefined) return { malformed: `connection line: ${value.slice(0, 60)}` }
      section.address = address
    } else if (type === 'a') {
      section.attributes.push(parseAttribute(value))
    }
  }
  if (sections.length > sdpMediaMax) return { malformed: `more than ${sdpMediaMax} media lines` }
  return closeSections(session, sections)
}

function closeSections(
  session: OpenSection,
  sections: readonly OpenSection[],
): SessionDescription | MalformedSdp {
  const media: SdpMedia[] = []
  for (const { line, address, attributes } of sections) {
    const found = address ?? session.address
    if (line === undefined) continue
    if (found === undefined && line.port !== 0) return { malformed: 'media without c= line' }
    media.push({ ...line, address: found ?? '', attributes })
  }
  return { attributes: session.attributes, media }
}

function parseMediaLine(value: string): MediaLine | undefined {
  const [media, port, profile, ...formats] = value.trim().split(/ +/)
  // The number of ports after a slash is for layered coding; we use the first (RFC 4566 §5.14).
  const digits = /^(\d{1,5})(?:\/\d+)?$/.exec(port ?? '')?.[1]
  const number = Number(digits)
  if (media === undefined || profile === undefined || digits === undefined) return undefined
  return number > 65_535 || formats.length === 0
    ? undefined
    : { media, port: number, profile, formats }
}

function parseConnection(value: string): string | undefined {
  const match = /^IN (?:IP4|IP6) ([^\s/]+)(?:\/[\d/]+)?\s*$/.exec(value)
  return match?.[1]
}

function parseAttribute(value: string): SdpAttribute {
  const colon = value.indexOf(':')
  if (colon < 0) return { name: value.trim(), value: '' }
  return { name: value.slice(0, colon), value: value.slice(colon + 1).trim() }
}

/** The values of every attribute of that name, in order. */
export function attributesNamed(media: SdpMedia, name: string): readonly string[] {
  return media.attributes.filter(attribute => attribute.name === name).map(({ value }) => value)
}
