import type { ConfigSection } from '#contract'
import type { AdminWords } from '../words/admin-words.ts'

/** An entry of a section, as it is written in the tenant's file. */
export type Entry = Readonly<Record<string, unknown>>

/** One field of an entry: its key, and in which form people write it. */
export interface Field {
  readonly key: keyof AdminWords['fields']
  /** The way into an entry where the field is not a key of its own. */
  readonly path?: readonly string[]
  readonly kind: 'text' | 'number' | 'duration' | 'list' | 'levels' | 'yes-no' | 'choice'
  readonly choices?: readonly string[]
  /** Said of an entry while it is folded: what tells it from its neighbours besides its name. */
  readonly isGist?: true
}

/** The sections that are lists of entries, with their fields; the first field tells entries apart. */
export const listFields: Readonly<Partial<Record<ConfigSection, readonly Field[]>>> = {
  numbers: [
    { key: 'number', kind: 'text' },
    { key: 'flow', kind: 'text', isGist: true },
  ],
  queues: [
    { key: 'id', kind: 'text' },
    { key: 'name', kind: 'text' },
    { key: 'hours', kind: 'text', isGist: true },
    { key: 'required', path: ['skills', 'required'], kind: 'levels', isGist: true },
    { key: 'preferred', path: ['skills', 'preferred'], kind: 'levels' },
    { key: 'priority', kind: 'number' },
    {
      key: 'routing',
      kind: 'choice',
      choices: ['longest-idle', 'round-robin', 'serial', 'ring-all', 'best-skilled'],
    },
    { key: 'ring', kind: 'duration' },
    { key: 'wrapUp', kind: 'duration' },
    { key: 'serviceLevel', kind: 'duration', isGist: true },
    { key: 'waitMax', kind: 'duration' },
    { key: 'waitingMax', kind: 'number' },
    { key: 'dispositions', kind: 'list' },
    { key: 'record', kind: 'yes-no' },
  ],
  people: [
    { key: 'id', kind: 'text' },
    { key: 'name', kind: 'text' },
    { key: 'role', kind: 'choice', choices: ['agent', 'supervisor', 'admin'], isGist: true },
    { key: 'address', kind: 'text' },
    { key: 'directoryId', kind: 'text' },
    { key: 'queues', kind: 'list', isGist: true },
    { key: 'skills', kind: 'levels' },
  ],
  skills: [
    { key: 'id', kind: 'text' },
    { key: 'name', kind: 'text' },
  ],
  dispositions: [
    { key: 'id', kind: 'text' },
    { key: 'name', kind: 'text' },
  ],
  experts: [
    { key: 'id', kind: 'text' },
    { key: 'name', kind: 'text' },
    { key: 'address', kind: 'text' },
    { key: 'about', kind: 'text', isGist: true },
  ],
  webCalls: [
    { key: 'id', kind: 'text' },
    { key: 'name', kind: 'text' },
    { key: 'flow', kind: 'text', isGist: true },
    { key: 'number', kind: 'text' },
    { key: 'origins', kind: 'list' },
    { key: 'consent', kind: 'text' },
    { key: 'callsMax', kind: 'number' },
    { key: 'callsPerSourceMax', kind: 'number' },
  ],
}

/** The fields of the section that is one entry. */
export const tenantFields: readonly Field[] = [
  { key: 'name', kind: 'text' },
  { key: 'language', kind: 'text' },
  { key: 'zone', kind: 'text' },
  { key: 'notReadyReasons', kind: 'list' },
  { key: 'monitoringShown', kind: 'yes-no' },
  { key: 'agentPhones', kind: 'choice', choices: ['both', 'teams', 'browser'] },
]

/** Whether a value is an entry. */
export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as a list of entries; anything else is none. */
export function entriesOf(value: unknown): readonly Entry[] {
  return Array.isArray(value) ? value.filter(isEntry) : []
}

/** A plain value as text; anything else is none. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A field's place in its entry. */
export function pathOf({ key, path }: Field): readonly string[] {
  return path ?? [key]
}

/** A field of an entry as text that people change. */
export function fieldText(entry: Entry, field: Field): string {
  const value = pathOf(field).reduce<unknown>(
    (inner, key) => (isEntry(inner) ? inner[key] : undefined),
    entry,
  )
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(itemText).join(', ')
  if (isEntry(value)) {
    return Object.entries(value)
      .map(([name, level]) => `${name}: ${String(level)}`)
      .join(', ')
  }
  return plainText(value)
}

/** A queue with a weight of its own is written `sales * 200`. */
function itemText(item: unknown): string {
  if (!isEntry(item)) return String(item)
  return `${String(item['queue'])} * ${String(item['weight'])}`
}

/** An entry with another text in a field. What is no number stays text, so that checking can say so. */
export function withText(entry: Entry, field: Field, text: string): Entry {
  return withValue(entry, pathOf(field), valueOf(field, text))
}

function withValue(entry: Entry, [key = '', ...rest]: readonly string[], value: unknown): Entry {
  const inner = entry[key]
  const next = rest.length === 0 ? value : withValue(isEntry(inner) ? inner : {}, rest, value)
  const { [key]: _gone, ...others } = entry
  if (next === undefined) return others
  return key in entry ? { ...entry, [key]: next } : { ...others, [key]: next }
}

function valueOf({ kind }: Field, text: string): unknown {
  if (text.trim() === '') return kind === 'list' ? [] : undefined
  switch (kind) {
    case 'text':
    case 'duration':
    case 'choice':
      return text
    case 'number':
      return plain(text)
    case 'yes-no':
      return text === 'true'
    case 'list':
      return parts(text).map(part => {
        const [queue = '', weight] = part.split('*').map(one => one.trim())
        return weight === undefined ? part : { queue, weight: plain(weight) }
      })
    case 'levels':
      return Object.fromEntries(
        parts(text).map(part => {
          const [name = '', level = ''] = part.split(':').map(one => one.trim())
          return [name, plain(level)]
        }),
      )
  }
}

function parts(text: string): readonly string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
}

function plain(text: string): number | string {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text
}
