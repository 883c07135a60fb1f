import { clockTime } from './clock-time.ts'
import { cardinal, cardinalMax, digits, ordinal, year } from './number-words.ts'

/** Unspoken characters that have a spoken neighbour; the rest of Latin loses only its accents. */
const plainLetters: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u02bc]/g, "'"],
  [/["\u201c\u201d\u00ab\u00bb]/g, ''],
  [/\s*[\u2013\u2014]\s*/g, ', '],
  [/\u2026/g, '...'],
  [/ß/g, 'ss'],
  [/[æÆ]/g, 'ae'],
  [/[øØ]/g, 'o'],
]

const months =
  'January February March April May June July August September October November December'.split(' ')

const currencies: Readonly<Record<string, readonly [string, string, string, string]>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'],
  USD: ['dollar', 'dollars', 'cent', 'cents'],
  '€': ['euro', 'euros', 'cent', 'cents'],
  EUR: ['euro', 'euros', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
  GBP: ['pound', 'pounds', 'penny', 'pence'],
}

type Reading = (parts: readonly string[], language: string) => string

/**
 * Patterns from the most to the least particular: what one has turned into words, no later one sees.
 * A reading that does not make sense ("2026-13-45") gives its match back unread by returning ''.
 */
const readings: readonly (readonly [RegExp, Reading])[] = [
  [/\b24\/7\b/g, () => 'twenty four seven'],
  [/\b(\d{4})-(\d\d)-(\d\d)\b/g, ([, y, m, d]) => date(Number(y), Number(m), Number(d))],
  [/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, slashDate],
  [
    /\b(\d{1,2}):([0-5]\d)(?:\s?([ap])\.?m\b\.?)?/gi,
    ([, h, m, half]) => clockTime({ hour: h, minute: m, half }),
  ],
  [/\b(\d{1,2})\s?([ap])\.?m\b\.?/gi, ([, h, half]) => clockTime({ hour: h, minute: '00', half })],
  [
    /([$€£]|\b(?:USD|EUR|GBP)\s?)(\d[\d,]*)(?:\.(\d\d))?(?![\d.]*\d)/g,
    ([, c, w, p]) => money(c, w, p),
  ],
  [/\b(\d[\d,]*)(?:\.(\d\d))?\s?(€|£|\$|USD\b|EUR\b|GBP\b)/g, ([, w, p, c]) => money(c, w, p)],
  [/(?:\+|\(\d|\b\d)[\d() .-]{5,}\d\b/g, ([match = '']) => phone(match)],
  [/\b(\d{1,3}(?:,\d{3})+)\b/g, ([, n = '']) => amount(n)],
  [/\b(\d{1,4})%/g, ([, n = '']) => `${amount(n)} percent`],
  [/\b(\d{1,3})(?:st|nd|rd|th)\b/g, ([, n]) => ordinal(Number(n))],
  [/\b(\d+)\.(\d+)\b/g, ([, whole = '', part = '']) => `${amount(whole)} point ${digits(part)}`],
  [/\b(0\d+|\d{5,})\b/g, ([, n = '']) => digits(n)],
  [/\b(?:19|20)\d\d\b/g, ([n]) => year(Number(n))],
  [/\b\d+\b/g, ([n = '']) => amount(n)],
  [
    /\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)/g,
    ([, name = '', host = '']) => `${dots(name)} at ${dots(host)}`,
  ],
  [
    /\b(?:https?:\/\/)?(www(?:\.[\w-]+)+)\/?/g,
    ([, host = '']) => dots(host.replace('www', 'w w w')),
  ],
  [/\s*&\s*/g, () => ' and '],
  [/#/g, (_, language) => (language === 'en-US' ? ' pound ' : ' hash ')],
  [/\*/g, () => ' star '],
]

/**
 * Writes out what a voice would stumble over: telephone numbers digit by digit, money, dates, times,
 * symbols. English only; other languages keep their digits, for their own engine to read.
 * Numbers have no "and" in them, so the words are the same for every region.
 */
export function spokenForm(text: string, language: string): string {
  const plain = withoutControls(text)
  if (language !== 'en' && !language.startsWith('en-')) return tidySpaces(plain)
  const spoken = readings.reduce(
    (sofar, [pattern, read]) =>
      sofar.replace(pattern, (...found: unknown[]) => {
        const parts = found.filter((part, index) => index === 0 || typeof part !== 'number')
        const texts = parts.map(part => (typeof part === 'string' ? part : ''))
        return read(texts.slice(0, -1), language) || (texts[0] ?? '')
      }),
    latin(plain),
  )
  return tidySpaces(spoken)
}

/** Letters and digits the text still has that an engine for plain Latin would silently swallow. */
export function unspeakable(text: string): string {
  return [...new Set(text.match(/[^\p{ASCII}\p{P}\p{S}\p{Z}\p{M}]/gu) ?? [])].slice(0, 10).join('')
}

/** A control character could end the engine's argument early; every one of them is a space. */
function withoutControls(text: string): string {
  return text.normalize('NFC').replace(/\p{C}/gu, ' ')
}

function latin(text: string): string {
  const replaced = plainLetters.reduce((sofar, [from, to]) => sofar.replace(from, to), text)
  return replaced.normalize('NFKD').replace(/\p{M}/gu, '')
}

function tidySpaces(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([,.!?;:])/g, '$1')
    .trim()
}

function slashDate([, first, second, y]: readonly string[], language: string): string {
  const [a, b] = [Number(first), Number(second)]
  const monthFirst = (language === 'en-US' && a <= 12) || b > 12
  return monthFirst ? date(Number(y), a, b) : date(Number(y), b, a)
}

function date(y: number, month: number, day: number): string {
  const name = months[month - 1]
  if (name === undefined || day < 1 || day > 31) return ''
  return `${name} ${ordinal(day)}, ${year(y)}`
}

function money(currencyText = '', whole = '', part = ''): string {
  const names = currencies[currencyText.trim()]
  const units = Number(whole.replaceAll(',', ''))
  if (names === undefined || units > cardinalMax) return ''
  const [one, many, smallOne, smallMany] = names
  const head = `${cardinal(units)} ${units === 1 ? one : many}`
  const cents = Number(part)
  return cents === 0 ? head : `${head} and ${cardinal(cents)} ${cents === 1 ? smallOne : smallMany}`
}

/** Groups as they are written, each followed by a breath. Fewer than seven digits is no telephone number. */
function phone(match: string): string {
  const groups = match.match(/\d+/g) ?? []
  const length = groups.join('').length
  if (length < 7 || length > 15) return ''
  return `${match.startsWith('+') ? 'plus ' : ''}${groups.map(digits).join(', ')}`
}

function amount(text: string): string {
  const value = Number(text.replaceAll(',', ''))
  return value > cardinalMax ? digits(text.replaceAll(',', '')) : cardinal(value)
}

function dots(text: string): string {
  return text.replaceAll('.', ' dot ').replaceAll('_', ' underscore ').replaceAll('-', ' dash ')
}
