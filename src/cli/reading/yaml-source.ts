import { dirname, resolve } from 'node:path'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import type { Complaint } from './complaint.ts'

/** A way to a value within a file: keys of mappings and positions in lists. */
export type ValuePath = readonly (string | number)[]

/** Where something stands in a file, counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A YAML file that was read, and remembers where each of its values stands. */
export interface YamlSource {
  readonly file: string
  /** As it was written. */
  readonly text: string
  /** Plain data; anything, until a schema has proven it. */
  readonly value: unknown
  /** The place of a value, or of its key; where there is none, of the nearest value around it. */
  place(path: ValuePath, part?: 'key' | 'value'): Place
}

/** What became of reading a text as YAML. */
export type ReadYaml =
  | { readonly ok: true; readonly source: YamlSource }
  | { readonly ok: false; readonly complaints: readonly Complaint[] }

/** How often one file may repeat a part of itself by an alias. */
export const aliasesMax = 100

/** Reads a text as one YAML 1.2 document. */
export function readYaml(file: string, text: string): ReadYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' })
  const found = [...document.errors, ...document.warnings].map(({ code, message, pos }) =>
    syntaxComplaint(file, lines, { code, message, offset: pos[0] }),
  )
  if (found.length > 0) return { ok: false, complaints: found }
  const value = plainData(document)
  if (value === tooManyAliases) {
    const at = { code: 'TOO_MANY_ALIASES', message: 'too many aliases', offset: 0 }
    return { ok: false, complaints: [syntaxComplaint(file, lines, at)] }
  }
  const place = (path: ValuePath, part: 'key' | 'value' = 'value'): Place =>
    placeAt(lines, offsetOf(document, path, part))
  return { ok: true, source: { file, text, value, place } }
}

/** An absolute path for one that a file names, which counts from that file's folder. */
export function besideFile({ file }: YamlSource, path: string): string {
  return resolve(dirname(file), path)
}

const tooManyAliases = Symbol('too many aliases')

function plainData(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: aliasesMax })
  } catch (error) {
    // The only thing toJS refuses is a file that multiplies itself by aliases.
    if (error instanceof ReferenceError) return tooManyAliases
    throw error
  }
}

interface SyntaxError {
  readonly code: string
  readonly message: string
  readonly offset: number
}

function syntaxComplaint(file: string, lines: LineCounter, error: SyntaxError): Complaint {
  const [words = error.message] = error.message.split('\n')
  return {
    severity: 'error',
    file,
    ...placeAt(lines, error.offset),
    code: 'yaml-syntax',
    words: `not readable as YAML: ${words}`,
    remedy: syntaxRemedies[error.code] ?? 'Look at this line and the one above it.',
  }
}

const syntaxRemedies: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Keep one of the two, or join them.',
  TAB_AS_INDENT: 'Use spaces in place of the tab.',
  BAD_INDENT: 'Line it up with the entries beside it.',
  MISSING_CHAR: 'Close the quote or bracket, and put a space after each colon.',
  MULTIPLE_DOCS: 'Keep one document in a file: remove the line of three dashes.',
  TOO_MANY_ALIASES: `Use at most ${aliasesMax} aliases.`,
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

/** Walks down a path as far as the file goes, and gives the place of the last thing met. */
function offsetOf(document: Document.Parsed, path: ValuePath, part: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [index, step] of path.entries()) {
    const pair = pairAt(document, node, step)
    const isLast = index === path.length - 1
    const keyOffset = startOf(pair?.key)
    node = pair?.value
    const valueOffset = startOf(node)
    if (isLast && part === 'key') return keyOffset ?? valueOffset ?? offset
    const next = valueOffset ?? keyOffset
    if (next === undefined) return offset
    offset = next
  }
  return offset
}

/** The entry of a mapping or list; a mapping's keys are compared as text, as paths name them. */
function pairAt(
  document: Document.Parsed,
  node: unknown,
  step: string | number,
): { readonly key: unknown; readonly value: unknown } | undefined {
  const here: unknown = isAlias(node) ? node.resolve(document) : node
  if (isSeq(here)) return { key: undefined, value: here.items[Number(step)] }
  if (!isMap(here)) return undefined
  return here.items.find((pair: Pair) => {
    return isScalar(pair.key) && String(pair.key.value) === String(step)
  })
}

function startOf(node: unknown): number | undefined {
  return isNodeWithRange(node) ? node.range[0] : undefined
}

function isNodeWithRange(node: unknown): node is Node & { readonly range: readonly number[] } {
  if (typeof node !== 'object' || node === null || !('range' in node)) return false
  return Array.isArray(node.range)
}
