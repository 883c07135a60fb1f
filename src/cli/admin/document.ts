import { posix } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Document, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { ConfigChanges, ConfigSection, FlowText } from '#contract'
import { ownOf } from '#core'
import { idOf, isRecord, mergeNode } from './edit-yaml.ts'

/**
 * A tenant's document: the texts of its files by path from its folder, the tenant's own first. What
 * pages change in sections is written back into these texts, so that files and pages say the same.
 */
export type TenantTexts = ReadonlyMap<string, string>

/** The keys of the tenant's file that make up a section. */
const sectionKeys = {
  tenant: [
    'name',
    'language',
    'zone',
    'notReadyReasons',
    'monitoringShown',
    'agentPhones',
    'bridgedMax',
  ],
  numbers: ['numbers'],
  queues: ['queues'],
  skills: ['skills'],
  people: ['agents'],
  hours: ['hours'],
  dispositions: ['dispositions'],
  experts: ['experts'],
  webCalls: ['webCalls'],
} as const satisfies Partial<Record<ConfigSection, readonly string[]>>

/** Sections that are one key of the entries of another list. */
const innerSections = {
  holidays: { list: 'hours', key: 'holidays' },
  forms: { list: 'queues', key: 'forms' },
} as const

/** What only the operator of the installation may change, in the files. */
export const operatorKeys = ['tenant', 'directory', 'trunks'] as const

/** What nobody changes while the tenant lives: its past is kept under these. */
export const identityKeys = ['tenant', 'directory'] as const

/** The section a key of the tenant's file belongs to. */
export function sectionOf(key: string): ConfigSection {
  const [section = 'tenant'] =
    Object.entries(sectionKeys).find(([, keys]) => keys.some(one => one === key)) ?? []
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The table's own keys.
  return section as ConfigSection
}

/** The tenant's own file. */
export function mainOf(texts: TenantTexts): { readonly path: string; readonly text: string } {
  const [path = 'tenant.yaml', text = ''] = texts.entries().next().value ?? []
  return { path, text }
}

/** The flows' files. */
export function flowTextsOf(texts: TenantTexts): readonly (readonly [string, string])[] {
  return [...texts].slice(1)
}

/** A text as plain data; an empty mapping where it cannot be read, which reading it again says. */
export function dataOf(text: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text)
  if (document.errors.length > 0) return {}
  const data: unknown = document.toJS({ maxAliasCount: 100 })
  return isRecord(data) ? data : {}
}

/** The sections of a document as they are written. */
export function sectionsOf(texts: TenantTexts): Readonly<Record<string, unknown>> {
  const data = dataOf(mainOf(texts).text)
  const plain = Object.entries(sectionKeys).map(([section, keys]): [string, unknown] => {
    if (section !== 'tenant') return [section, data[keys[0] ?? ''] ?? []]
    const known = sectionKeys.tenant.filter(key => data[key] !== undefined)
    return [section, Object.fromEntries(known.map(key => [key, data[key]]))]
  })
  const inner = Object.entries(innerSections).map(([section, { list, key }]): [string, unknown] => {
    const entries = Array.isArray(data[list]) ? data[list] : []
    const named = entries.flatMap((entry: unknown) => {
      const id = idOf(entry)
      return id === undefined || !isRecord(entry) ? [] : [[id, entry[key] ?? []] as const]
    })
    return [section, Object.fromEntries(named)]
  })
  return Object.fromEntries([...plain, ...inner])
}

/** A document with new values of sections. Nothing is checked here: the texts are read again as files are. */
export function withChanges(texts: TenantTexts, changes: ConfigChanges): TenantTexts {
  const main = mainOf(texts)
  const document = parseDocument(main.text)
  for (const [section, value] of Object.entries(changes)) {
    if (section === 'flows') continue
    if (section === 'holidays' || section === 'forms') setInner(document, section, value)
    else setSection(document, section, value)
  }
  const flows = 'flows' in changes ? flowList(changes.flows) : undefined
  const named = flows?.map(flow => [pathOf(flow), flow.text] as const) ?? flowTextsOf(texts)
  if (flows !== undefined) {
    setKey(
      document,
      'flows',
      writtenPaths(
        document,
        named.map(([path]) => path),
      ),
    )
  }
  const isChanged = Object.keys(changes).length > 0
  return new Map([[main.path, isChanged ? splice(main.text, document) : main.text], ...named])
}

/**
 * Puts into a text only those keys of a changed document whose values are others than before: every
 * other letter of the file stays.
 */
function splice(text: string, changed: Document): string {
  const before = parseDocument(text)
  const { contents } = before
  if (before.errors.length > 0 || !isMap(contents)) return changed.toString(asWritten)
  const [was, now] = [plainOf(before), plainOf(changed)]
  let written = text
  for (const { key, value } of contents.items.toReversed()) {
    const name = isScalar(key) ? String(key.value) : ''
    if (isDeepStrictEqual(was[name], now[name])) continue
    const [from, end] = spanOf(key, value)
    // A list's end is the beginning of the next line; what is there stays there.
    const to = written.slice(0, end).trimEnd().length
    written = written.slice(0, from) + keyText(changed, name) + written.slice(to)
  }
  const added = Object.keys(now).filter(name => !(name in was))
  return [written.trimEnd(), ...added.map(name => keyText(changed, name)), ''].join('\n')
}

function plainOf(document: Document): Readonly<Record<string, unknown>> {
  const data: unknown = document.toJS()
  return isRecord(data) ? data : {}
}

/** From where to where a key stands with its value. */
function spanOf(key: unknown, value: unknown): readonly [number, number] {
  const [from = 0, end = 0] = rangeOf(key) ?? []
  return [from, Math.max(rangeOf(value)?.[1] ?? 0, end)]
}

const asWritten = { lineWidth: 0 }

/** One key of a document with its value; nothing where the key is gone. */
function keyText(document: Document, name: string): string {
  if (!document.has(name)) return ''
  const alone = new Document({})
  alone.set(name, document.get(name, true))
  return alone.toString(asWritten).trimEnd()
}

function rangeOf(node: unknown): readonly number[] | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined
  return Array.isArray(node.range) ? node.range : undefined
}

function setSection(document: Document, section: string, value: unknown): void {
  if (section !== 'tenant') {
    const [key = section] =
      Object.entries(sectionKeys).find(([name]) => name === section)?.[1] ?? []
    setKey(document, key, value)
    return
  }
  const wanted = isRecord(value) ? value : {}
  for (const key of sectionKeys.tenant) {
    if (wanted[key] === undefined) document.delete(key)
  }
  for (const [key, inner] of Object.entries(wanted)) setKey(document, key, inner)
}

function setKey(document: Document, key: string, value: unknown): void {
  const before: unknown = document.get(key, true)
  const merged = mergeNode(document, before, value)
  if (merged !== before) document.set(key, merged)
}

/** An entry nobody knows is added, so that reading says what it lacks. */
function setInner(document: Document, section: 'holidays' | 'forms', value: unknown): void {
  const { list, key } = innerSections[section]
  const seq: unknown = document.get(list, true)
  const entries: unknown = isSeq(seq) ? seq.toJSON() : []
  const known = Array.isArray(entries) ? entries : []
  const wanted = isRecord(value) ? value : {}
  const strangers = Object.keys(wanted).filter(id => !known.some(entry => idOf(entry) === id))
  const all = [...known, ...strangers.map(id => ({ id }))].map((entry: unknown) => {
    const inner = ownOf(wanted, idOf(entry) ?? '')
    if (!isRecord(entry) || inner === undefined) return entry
    const isEmpty = Array.isArray(inner) && inner.length === 0
    return { ...entry, [key]: isEmpty ? undefined : inner }
  })
  setKey(document, list, all)
}

function flowList(value: unknown): readonly FlowText[] {
  return Array.isArray(value) ? value : []
}

/** A new flow lies beside the others, under its own name. */
function pathOf({ path, text }: FlowText): string {
  if (path !== undefined) return posix.normalize(path)
  const [, id = 'new'] = /^flow:\s*["']?([a-z0-9][a-z0-9._~-]*)/m.exec(text) ?? []
  return `flows/${id}.yaml`
}

/** A path stays written as it was. */
function writtenPaths(document: Document, paths: readonly string[]): readonly string[] {
  const node: unknown = document.get('flows', true)
  const items: unknown = isSeq(node) ? node.toJSON() : []
  const written = (Array.isArray(items) ? items : []).map(String)
  return paths.map(path => written.find(one => posix.normalize(one) === path) ?? `./${path}`)
}
