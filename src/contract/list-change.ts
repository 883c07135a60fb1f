/** A row of a list, known by its id. */
interface Row {
  readonly id: string
}

/** What changed in a list: take out what is removed, put what is put in its place or at the end, set the order. */
export interface ListChange<One> {
  readonly removed?: readonly string[] | undefined
  readonly put?: readonly One[] | undefined
  /** All ids, where taking out and putting alone would leave another order. */
  readonly order?: readonly string[] | undefined
}

/** Whether two values off the wire say the same. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (typeof one !== 'object' || typeof other !== 'object') return false
  if (one === null || other === null) return false
  const [keys, otherKeys] = [Object.keys(one), Object.keys(other)]
  if (keys.length !== otherKeys.length) return false
  return keys.every(key => isSame(Reflect.get(one, key), Reflect.get(other, key)))
}

/** What makes the newer list of the older; nothing where they say the same. */
export function listChange<One extends Row>(
  before: readonly One[],
  after: readonly One[],
): ListChange<One> | undefined {
  const old = new Map(before.map(row => [row.id, row]))
  const left = new Set(after.map(row => row.id))
  const put = after.filter(row => !isSame(old.get(row.id), row))
  const removed = before.flatMap(({ id }) => (left.has(id) ? [] : [id]))
  const made = applyListChange(before, { removed, put })
  const isInOrder = made.every(({ id }, at) => id === after[at]?.id)
  if (isInOrder && put.length === 0 && removed.length === 0) return undefined
  return {
    ...(removed.length > 0 && { removed }),
    ...(put.length > 0 && { put }),
    ...(!isInOrder && { order: [...left] }),
  }
}

/** The list as a change leaves it; rows it says nothing of are the very same objects. */
export function applyListChange<One extends Row>(
  rows: readonly One[],
  { removed = [], put = [], order }: ListChange<One>,
): One[] {
  const gone = new Set(removed)
  // A map keeps a known key where it is, and puts a new one at its end.
  const made = new Map(rows.flatMap(row => (gone.has(row.id) ? [] : [[row.id, row] as const])))
  for (const row of put) made.set(row.id, row)
  return order === undefined ? [...made.values()] : order.flatMap(id => made.get(id) ?? [])
}

/** One change that does what two do, one after the other; either may be none. */
export function joinListChanges<One extends Row>(
  first: ListChange<One> | undefined,
  then: ListChange<One> | undefined,
): ListChange<One> | undefined {
  if (first === undefined || then === undefined) return first ?? then
  const removed = new Set([...(first.removed ?? []), ...(then.removed ?? [])])
  const put = applyListChange(first.put ?? [], { removed: then.removed, put: then.put })
  const order = then.order ?? orderAfter(first.order, then)
  return {
    ...(removed.size > 0 && { removed: [...removed] }),
    ...(put.length > 0 && { put }),
    ...(order && { order }),
  }
}

/** What becomes of an order that was set when rows come and go afterwards. */
function orderAfter(
  order: readonly string[] | undefined,
  { removed, put = [] }: ListChange<Row>,
): string[] | undefined {
  const rows = order?.map(id => ({ id }))
  return rows && applyListChange<Row>(rows, { removed, put }).map(({ id }) => id)
}
