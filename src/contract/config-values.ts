import { z } from '@hono/zod-openapi'
import { idLengthMax, isId, toId } from '#core'

/**
 * Values as people write them in configuration files: `30s`, `09:00-17:30`, `+441632960000`.
 * Each is read into what the program works with, or refused with what was found and how to write it.
 */

/** How one written value looks: for the editor by the JSON Schema, for people by examples. */
interface Writing {
  /** With its article, as `a time span`. */
  readonly what: string
  readonly examples: readonly string[]
  readonly pattern?: string
}

/** A scalar people write. `read` gives the value, or nothing where the text is not one. */
function written<T>(
  { what, examples, pattern }: Writing,
  read: (text: string) => T | undefined,
): z.ZodType<T> {
  const description = `${what.charAt(0).toUpperCase()}${what.slice(1)}`
  const shape = { type: 'string', description, examples, ...(pattern && { pattern }) }
  return z
    .unknown()
    .meta(shape)
    .transform((value, context): T => {
      const result = typeof value === 'string' ? read(value) : undefined
      if (result !== undefined) return result
      const likely = examples.map(example => `'${example}'`).join(' or ')
      // YAML takes an unquoted +44… for a number, and its plus is lost.
      const quoted = typeof value === 'number' && what.includes('plus') ? ' Mind the quotes.' : ''
      context.addIssue({
        code: 'custom',
        message: `not ${what}`,
        params: { remedy: `Write it as ${likely}.${quoted}` },
        input: value,
      })
      return z.NEVER
    })
}

/** An id as it stands in files; its brand is given by the place that asks for it. */
export const id = <T extends ReturnType<typeof toId>>(of: string, example: string): z.ZodType<T> =>
  written(
    {
      what: `an id of ${of}: lower-case letters, digits and . _ ~ - inside, at most ${idLengthMax}`,
      examples: [example],
      pattern: '^[a-z0-9][a-z0-9._~-]{0,63}$',
    },
    text => (isId(text) ? toId<T>(text) : undefined),
  )

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A length of time, as `30s`, `2m30s`, `500ms`, read into milliseconds within the bounds given. */
export function duration(msMin: number, msMax: number): z.ZodType<number> {
  const bounds = `from ${durationText(msMin)} to ${durationText(msMax)}`
  const writing = {
    what: `a length of time ${bounds}`,
    examples: ['30s', '2m'],
    pattern: '^([0-9]+(ms|s|m|h))+$',
  }
  return written(writing, text => {
    const ms = durationMs(text)
    return ms !== undefined && ms >= msMin && ms <= msMax ? ms : undefined
  })
}

function durationMs(text: string): number | undefined {
  if (text.length > 32 || !/^(\d+(ms|s|m|h))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0)
}

/** A length of time as people write it, in the largest unit that leaves nothing over. */
function durationText(ms: number): string {
  const [unit = 'ms', each = 1] =
    Object.entries(unitMs).findLast(([, size]) => ms > 0 && ms % size === 0) ?? []
  return `${ms / each}${unit}`
}

/** Open hours of a day, as `09:00-17:30`; a day ends at `24:00`. Read into minutes after midnight. */
export const span = written(
  {
    what: 'a span of one day, its start before its end',
    examples: ['09:00-17:30', '22:00-24:00'],
    pattern: '^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$',
  },
  text => {
    const [, ...parts] = /^([0-2]\d):([0-5]\d)-([0-2]\d):([0-5]\d)$/.exec(text) ?? []
    const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number)
    if (fromHour === undefined || fromMinute === undefined) return undefined
    if (toHour === undefined || toMinute === undefined) return undefined
    const from = fromHour * 60 + fromMinute
    const to = toHour * 60 + toMinute
    return from < to && to <= 1440 ? { from, to } : undefined
  },
)

/** A day of the calendar, as `2026-12-25`. */
export const date = written(
  { what: 'a day of the calendar', examples: ['2026-12-25'], pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  text => {
    const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00Z`) : Number.NaN
    if (Number.isNaN(moment)) return undefined
    return new Date(moment).toISOString().startsWith(text) ? text : undefined
  },
)

/** A telephone number in E.164 with its plus (ITU-T E.164: at most 15 digits). */
export const phoneNumber = textLike(
  'a telephone number with a plus and its country code',
  ['+441632960000'],
  '^\\+[1-9][0-9]{4,14}$',
)

/** A language tag (BCP 47), as `en-GB`. */
export const language = textLike(
  'a language tag',
  ['en-GB', 'es'],
  '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$',
)

/** An id Microsoft's cloud gave: of a directory, a person, an application. */
export const guid = textLike(
  'a GUID of Microsoft Entra ID',
  ['11111111-2222-3333-4444-555555555555'],
  '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
)

/** A name in the DNS or an IP address. */
export const host = textLike(
  'a host name or an IP address',
  ['sbc.example.com', '192.0.2.10'],
  '^[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$|^::[0-9a-fA-F:.]{0,43}$',
)

/** A name in the DNS of at most 63 characters, which is what Microsoft takes for an SBC. */
export const fqdn = textLike(
  'a full name in the DNS of at most 63 characters, not an address',
  ['sbc.example.com'],
  '^(?=.{4,63}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])$',
)

const octet = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])'
const ipv4 = `${octet}(\\.${octet}){3}`
const ipv6 = '[0-9a-fA-F:]*:[0-9a-fA-F:.]*'

/** An IPv4 or IPv6 address, or a block of them, as `192.0.2.0/24`. */
export const addressBlock = textLike(
  'an IP address or a block of addresses',
  ['192.0.2.10', '192.0.2.0/24', '2001:db8::/32'],
  `^(${ipv4}(/([0-9]|[12][0-9]|3[0-2]))?|${ipv6}(/([0-9]{1,2}|1[01][0-9]|12[0-8]))?)$`,
)

/** An address in the web, without a path. */
export const origin = textLike(
  'an http or https address without a path',
  ['https://parley.example.com', 'http://127.0.0.1:8080'],
  '^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
)

/** An address in the web that nobody reads on the way, without a path. */
export const httpsOrigin = textLike(
  'an https address without a path',
  ['https://graph.microsoft.com'],
  '^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?$',
)

/** A server that helps browsers find a way (RFC 7064, RFC 7065). */
export const iceUrl = textLike(
  'the address of a STUN or TURN server',
  ['stun:stun.example.com:3478', 'turns:turn.example.com:5349?transport=tcp'],
  '^(stuns?:[A-Za-z0-9.-]+(:[0-9]{1,5})?|turns?:[A-Za-z0-9.-]+(:[0-9]{1,5})?(\\?transport=(udp|tcp))?)$',
)

/** An IPv4 or IPv6 address: candidates of ICE are addresses and never names. */
export const ipAddress = textLike(
  'an IP address',
  ['203.0.113.10', '2001:db8::10'],
  `^(${ipv4}|${ipv6})$`,
)

/** Keeps a mapping to a number of entries; the most a configuration may have of them. */
export function atMost<T extends object>(shape: z.ZodType<T>, entriesMax: number): z.ZodType<T> {
  return shape
    .refine(value => Object.keys(value).length <= entriesMax, {
      error: `larger than ${entriesMax} entries`,
      params: { remedy: `Keep it to ${entriesMax}.` },
    })
    .meta({ maxProperties: entriesMax })
}

/** A file, named from the folder of the file that names it. */
export const path = z.string().min(1).max(1024).describe('A path, from the folder of this file')

/** Something people read: a name, a reason. */
export const label = z.string().min(1).max(80)

/** A port; 0 takes any free one. */
export const port = z.int().min(0).max(65_535)

function textLike(what: string, examples: readonly string[], source: string): z.ZodType<string> {
  const shape = new RegExp(source)
  return written({ what, examples, pattern: source }, text => (shape.test(text) ? text : undefined))
}
