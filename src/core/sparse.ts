/*
 * Maps and sets that are empty most of the time. An empty one of one's own costs two hundred bytes,
 * and a hundred thousand interactions that wait have four each; so whoever has nothing shares the
 * same nothing, and a change makes a new map. They are small: copying one is cheaper than keeping it.
 */

/** Nothing kept under any name. */
export const noEntries: ReadonlyMap<never, never> = new Map<never, never>()

/** Nothing in a row. */
export const nothing: readonly never[] = []

/** Nothing at all. */
export const noMembers: ReadonlySet<never> = new Set<never>()

/** The same with one entry more, or another. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value)
}

/** The same without an entry. */
export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map
  const rest = new Map(map)
  rest.delete(key)
  return rest.size === 0 ? noEntries : rest
}

/** The same with one member more. */
export function withMember<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  return new Set(set).add(member)
}

/** The same without a member. */
export function withoutMember<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  if (!set.has(member)) return set
  const rest = new Set(set)
  rest.delete(member)
  return rest.size === 0 ? noMembers : rest
}
