/** The way to a value: keys of records, and the names of entries in lists. */
export type Place = readonly string[]

/** Two people have set the same thing to two values; undefined is taken away. */
export interface Clash {
  readonly at: Place
  readonly mine: unknown
  readonly theirs: unknown
}

/** Two changes of one value in one, and where they are about the same thing: there mine stands. */
export interface Merged {
  readonly value: unknown
  readonly clashes: readonly Clash[]
}

type Values = ReadonlyMap<string, unknown>

/** One value before two changes, and after each of them. */
interface Sides {
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
}

/** Whether two values say the same, key for key in the same order. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** What I have made of a value, put on top of what others have made of it meanwhile. */
export function merge(sides: Sides, at: Place = []): Merged {
  const { base, mine, theirs } = sides
  if (isSame(mine, theirs) || isSame(base, theirs)) return { value: mine, clashes: [] }
  if (isSame(base, mine)) return { value: theirs, clashes: [] }
  if (isRecord(base) && isRecord(mine) && isRecord(theirs)) return mergeRecords(sides, at)
  return mergeLists(sides, at) ?? { value: mine, clashes: [{ at, mine, theirs }] }
}

/** What stands at a place; nothing where there is no such place. */
export function valueAt(value: unknown, [key, ...rest]: Place): unknown {
  return key === undefined ? value : valueAt(insideOf(value)?.get(key), rest)
}

/** A value with another at a place; undefined takes away what stands there. */
export function withValueAt(value: unknown, [key, ...rest]: Place, next: unknown): unknown {
  if (key === undefined) return next
  const inside = new Map(insideOf(value))
  inside.set(key, withValueAt(inside.get(key), rest, next))
  return Array.isArray(value) ? listOf(inside) : recordOf(inside)
}

function mergeRecords({ base, mine, theirs }: Sides, at: Place): Merged {
  const [before, own, others] = [insideOf(base), insideOf(mine), insideOf(theirs)]
  const keys = new Set([...(others?.keys() ?? []), ...(own?.keys() ?? [])])
  const { values, clashes } = mergeInside({ before, own, others }, [...keys], at)
  return { value: recordOf(values), clashes }
}

/** Lists whose entries have names are merged entry by entry; nothing where one is no such list, or both have moved entries. */
function mergeLists({ base, mine, theirs }: Sides, at: Place): Merged | undefined {
  if (![base, mine, theirs].every(Array.isArray)) return undefined
  const [before, own, others] = [insideOf(base), insideOf(mine), insideOf(theirs)]
  if (before === undefined || own === undefined || others === undefined) return undefined
  const isMovedBy = (side: Values): boolean =>
    !isSame(
      [...before.keys()].filter(key => side.has(key)),
      [...side.keys()].filter(key => before.has(key)),
    )
  const [haveIMoved, haveTheyMoved] = [isMovedBy(own), isMovedBy(others)]
  if (haveIMoved && haveTheyMoved) return undefined
  const [first, second] = haveIMoved ? [own, others] : [others, own]
  const keys = new Set([...first.keys(), ...second.keys()])
  const { values, clashes } = mergeInside({ before, own, others }, [...keys], at)
  return { value: listOf(values), clashes }
}

function mergeInside(
  sides: Readonly<Record<'before' | 'own' | 'others', Values | undefined>>,
  keys: readonly string[],
  at: Place,
): { readonly values: Values; readonly clashes: readonly Clash[] } {
  const { before, own, others } = sides
  const merged = keys.map(key => {
    const values = { base: before?.get(key), mine: own?.get(key), theirs: others?.get(key) }
    return [key, merge(values, [...at, key])] as const
  })
  return {
    values: new Map(merged.map(([key, { value }]) => [key, value])),
    clashes: merged.flatMap(([, { clashes }]) => clashes),
  }
}

function recordOf(values: Values): unknown {
  return Object.fromEntries([...values].filter(([, value]) => value !== undefined))
}

function listOf(values: Values): unknown {
  return [...values.values()].filter(value => value !== undefined)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A record's values by key, a list's entries by name; nothing where there are no names, or one name twice. */
function insideOf(value: unknown): Values | undefined {
  if (isRecord(value)) return new Map(Object.entries(value))
  if (!Array.isArray(value)) return undefined
  const named = new Map<string, unknown>(value.map((entry, nth) => [nameOf(entry, nth), entry]))
  return value.every(isRecord) && named.size === value.length ? named : undefined
}

/** What the file calls an entry. One just added has no name yet, and a place of its own. */
function nameOf(entry: unknown, nth: number): string {
  if (!isRecord(entry)) return ''
  const name = entry['id'] ?? entry['number'] ?? entry['date'] ?? entry['path']
  return typeof name === 'string' ? name : `+${nth}`
}
