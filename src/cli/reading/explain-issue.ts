import type { core } from 'zod'
import { z } from 'zod'
import { nearestWord } from '../nearest-word.ts'
import { secretRemedy } from '../config/secrets.ts'
import type { ValuePath } from './yaml-source.ts'

/** One thing wrong with a value, in words. */
export interface Fault {
  readonly path: ValuePath
  /** Whether the key itself is wrong, or what it holds. */
  readonly part: 'key' | 'value'
  readonly code: string
  readonly words: string
  readonly remedy: string
  /** The key that was probably meant. */
  readonly meant?: string
}

/** What became of holding data against a shape. */
export type Proven<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** Proves that data has a shape, or says everything that is wrong with it. */
export function prove<T>(shape: z.ZodType<T>, data: unknown): Proven<T> {
  const result = shape.safeParse(data, { reportInput: true, error: nameKnownKeys })
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, faults: joined(result.error.issues.flatMap(issue => explain(issue, []))) }
}

/** A key written wrongly is also a key left out; one complaint is enough for both. */
function joined(faults: readonly Fault[]): readonly Fault[] {
  const written = new Set(
    faults.flatMap(({ path, meant }) =>
      meant === undefined ? [] : [JSON.stringify([...path.slice(0, -1), meant])],
    ),
  )
  return faults.filter(({ code, path }) => code !== 'missing' || !written.has(JSON.stringify(path)))
}

/**
 * A finished issue does not say which keys a shape knows; an unfinished one does. Their list travels
 * as the issue's message, which nobody reads in that kind.
 */
function nameKnownKeys(issue: core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(' ') : ''
}

function explain(issue: core.$ZodIssue, above: ValuePath): readonly Fault[] {
  const path = [...above, ...issue.path.map(step => (typeof step === 'symbol' ? '' : step))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => unknownKey([...path, key], issue.message.split(' ')))
    case 'invalid_union':
      return explainUnion(issue, path)
    case 'invalid_key':
      return [badKey(path)]
    case 'invalid_element':
      return issue.issues.flatMap(inner => explain(inner, path))
    case 'invalid_type':
      return [wrongType(path, issue.expected, issue.input)]
    case 'invalid_value':
      return [notOneOf(path, issue.values, issue.input)]
    case 'too_small':
    case 'too_big':
      return [outOfBounds(path, issue)]
    case 'custom':
      return [customFault(path, issue)]
    case 'invalid_format':
    case 'not_multiple_of':
      return [fault(path, 'bad-value', `${found(issue.input)} is not allowed here`, 'Change it.')]
  }
}

/**
 * Of several shapes a value might have been meant for, the one with the fewest faults; the first of
 * equals. A shape whose kind of value is another altogether (text for a mapping) was not meant.
 */
function explainUnion(issue: core.$ZodIssueInvalidUnion, path: ValuePath): readonly Fault[] {
  const readings = issue.errors.map(inner => ({
    faults: inner.flatMap(each => explain(each, path)),
    weight: weightOfAll(inner),
  }))
  const best = readings.toSorted((one, other) => one.weight - other.weight)[0]
  if (best !== undefined && best.weight < wrongKindWeight) return best.faults
  const options = issue.errors.flatMap(inner => inner.flatMap(kindWanted))
  const wanted = [...new Set(options)].join(' or ')
  if (wanted !== '') return [wrongType(path, wanted, issue.input)]
  // What tells the shapes apart has a value that none of them has.
  const known = 'options' in issue && Array.isArray(issue.options) ? issue.options : []
  return [notOneOf(path, known, valueAt(issue.input, issue.discriminator))]
}

function valueAt(input: unknown, key: string | undefined): unknown {
  if (typeof input !== 'object' || input === null || key === undefined) return undefined
  return new Map<string, unknown>(Object.entries(input)).get(key)
}

const wrongKindWeight = 1_000

function weightOfAll(issues: readonly core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + weightOf(issue), 0)
}

function weightOf(issue: core.$ZodIssue): number {
  if (issue.path.length > 0) return 1
  if (issue.code === 'invalid_union')
    return Math.min(wrongKindWeight, ...issue.errors.map(weightOfAll))
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ')
    return issue.keys.reduce((sum, key) => sum + (nearestWord(key, known) ? 0.5 : 1), 0)
  }
  const isOtherKind =
    issue.code === 'custom'
      ? scalarText(issue.input) === undefined
      : issue.code === 'invalid_type' || issue.code === 'invalid_value'
  return isOtherKind ? wrongKindWeight : 1
}

function kindWanted(issue: core.$ZodIssue): readonly string[] {
  if (issue.path.length > 0) return []
  if (issue.code === 'invalid_union') return issue.errors.flat().flatMap(kindWanted)
  if (issue.code === 'invalid_type') return [issue.expected]
  return issue.code === 'invalid_value' ? issue.values.map(String) : []
}

function unknownKey(path: ValuePath, known: readonly string[]): Fault {
  const key = String(path.at(-1))
  const secret = secretRemedy(key)
  if (secret !== undefined) {
    const words = `a secret does not belong in a file: ${quote(key)}`
    return { path, part: 'key', code: 'secret-in-file', words, remedy: secret }
  }
  const meant = nearestWord(key, known)
  const remedy =
    meant === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean ${quote(meant)}?`
  const words = `unknown key ${quote(key)}`
  return { path, part: 'key', code: 'unknown-key', words, remedy, ...(meant && { meant }) }
}

function badKey(path: ValuePath): Fault {
  const words = `${quote(String(path.at(-1)))} cannot be a name here`
  const remedy = 'Use what the schema of this file allows: an id, a day or a key of the phone.'
  return { path, part: 'key', code: 'bad-key', words, remedy }
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
  array: 'a list',
}

function wrongType(path: ValuePath, expected: string, input: unknown): Fault {
  if (input === undefined) return missing(path)
  const kinds = expected.split(' or ').map(kind => kindWords[kind] ?? quote(kind))
  const wanted = kinds.join(' or ')
  const scalar = scalarText(input)
  const quotes = kinds.includes('a text') && scalar !== undefined
  const remedy = quotes ? `Put it in quotes: '${scalar}'.` : `Write ${wanted} here.`
  return fault(path, 'wrong-type', `${found(input)} where ${wanted} belongs`, remedy)
}

function missing(path: ValuePath): Fault {
  const key = String(path.at(-1) ?? '')
  return fault(path, 'missing', `${quote(key)} is missing`, `Add the key ${quote(key)}.`)
}

function notOneOf(path: ValuePath, values: readonly unknown[], input: unknown): Fault {
  if (input === undefined) return missing(path)
  const known = values.map(String)
  const meant = nearestWord(scalarText(input) ?? '', known)
  const remedy =
    meant === undefined ? `Choose one of ${known.join(', ')}.` : `Did you mean ${quote(meant)}?`
  return fault(path, 'bad-value', `${found(input)} is not one of ${known.join(', ')}`, remedy)
}

function outOfBounds(path: ValuePath, issue: core.$ZodIssueTooSmall | core.$ZodIssueTooBig): Fault {
  const least = issue.code === 'too_small'
  const bound = String(least ? issue.minimum : issue.maximum)
  const limit = `at ${least ? 'least' : 'most'} ${bound}`
  if (issue.origin === 'string') {
    return fault(path, 'bad-length', `a text of ${limit} characters belongs here`, 'Change it.')
  }
  if (Array.isArray(issue.input)) {
    return fault(path, 'bad-length', `a list of ${limit} belongs here`, `Keep it to ${limit}.`)
  }
  return fault(path, 'out-of-range', `${found(issue.input)} is not ${limit}`, `Use ${limit}.`)
}

function customFault(path: ValuePath, issue: core.$ZodIssueCustom): Fault {
  if (issue.input === undefined) return missing(path)
  const remedy = String(issue.params?.['remedy'] ?? 'Change it.')
  return fault(path, 'bad-value', `${found(issue.input)} is ${issue.message}`, remedy)
}

function fault(path: ValuePath, code: string, words: string, remedy: string): Fault {
  return { path, part: 'value', code, words, remedy }
}

/** What stands in the file, short enough to be repeated. */
function found(input: unknown): string {
  if (Array.isArray(input)) return 'a list'
  if (input === null || input === undefined) return 'nothing'
  const scalar = scalarText(input)
  return scalar === undefined ? 'a mapping of keys' : quote(scalar)
}

function scalarText(input: unknown): string | undefined {
  if (typeof input === 'string') return input
  return typeof input === 'number' || typeof input === 'boolean' ? String(input) : undefined
}

/** The longest piece of a file that is repeated in a complaint. */
const quoteLengthMax = 60

function quote(text: string): string {
  const short = text.length > quoteLengthMax ? `${text.slice(0, quoteLengthMax)}…` : text
  return `“${short}”`
}
