import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'

/**
 * Writes a value into a YAML document and leaves alone what is as before: comments, order and the
 * way of writing stay, and a difference between two texts is what somebody changed.
 */
export function mergeNode(document: Document, node: unknown, value: unknown): Node {
  if (isMap(node) && isRecord(value)) return mergeMap(document, node, value)
  if (isSeq(node) && Array.isArray(value)) return mergeList(document, node, value)
  if (!isScalar(node) || !isPlain(value)) return document.createNode(value)
  if (node.value !== value) node.value = value
  return node
}

function mergeMap(
  document: Document,
  node: YAMLMap,
  value: Readonly<Record<string, unknown>>,
): YAMLMap {
  node.items = node.items.filter(({ key }) => value[nameOf(key)] !== undefined)
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue
    const child: unknown = node.get(name, true)
    const merged = mergeNode(document, child, inner)
    if (merged !== child) node.set(name, merged)
  }
  return node
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}

function mergeList(document: Document, node: YAMLSeq, value: readonly unknown[]): YAMLSeq {
  const before = node.items
  const isSameLength = before.length === value.length
  const taken = new Set<unknown>()
  node.items = value.map((inner, index) => {
    const match = counterpart(before, { inner, index, isSameLength })
    // A name given twice is two entries, which checking then complains of.
    const old = taken.has(match) ? undefined : match
    taken.add(match)
    return mergeNode(document, old, inner)
  })
  return node
}

/** The entry that is meant: that of the same id, or, in a list without ids, the one in the same place. */
function counterpart(
  before: readonly unknown[],
  given: { readonly inner: unknown; readonly index: number; readonly isSameLength: boolean },
): unknown {
  const { inner, index, isSameLength } = given
  const name = idOf(inner)
  if (name !== undefined) return before.find(node => isMap(node) && idOf(node.toJSON()) === name)
  return isSameLength ? before[index] : undefined
}

/** What tells an entry of a list from the others. */
export function idOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined
  const name = value['id'] ?? value['number'] ?? value['date']
  return typeof name === 'string' ? name : undefined
}

/** Whether a value is a mapping. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
