import type { Statement } from '../database.ts'
import { compiled } from '../schema/builder.ts'
import type { PositionTable } from '../schema/tables.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'

/** The place of a fact in a tenant's past. Facts are ordered by it; numbers begin at 1 and 0. */
export interface Place {
  readonly seq: number
  readonly nth: number
}

/** How far a tenant's facts are kept, and how far folded. */
export interface Position {
  readonly kept: Place
  readonly folded: Place
  /** Nothing was ever kept, so there is no row to move yet. */
  readonly fresh: boolean
}

/** Whether one place comes after another. */
export function isAfter(one: Place, other: Place): boolean {
  return one.seq > other.seq || (one.seq === other.seq && one.nth > other.nth)
}

/** The place before the first fact. */
export const beginning: Place = { seq: 0, nth: -1 }

/** Reads a tenant's position. */
export async function readPosition(tables: TenantTables): Promise<Position> {
  const row = await tables.positions().selectAll().executeTakeFirst()
  if (row === undefined) return { kept: beginning, folded: beginning, fresh: true }
  return {
    kept: { seq: row.kept_seq, nth: row.kept_nth },
    folded: { seq: row.folded_seq, nth: row.folded_nth },
    fresh: false,
  }
}

/** Moves the position from where it was read, or makes its whole batch stale. */
export function moveStatement(
  tables: TenantTables,
  move: { readonly from: Position; readonly to: Pick<Position, 'kept' | 'folded'> },
): Statement {
  const to = rowOf(move.to)
  const query = move.from.fresh
    ? tables.beginPosition(to)
    : tables.movePosition({ from: rowOf(move.from), to })
  return { ...compiled(query), mustChange: 1 }
}

function rowOf({ kept, folded }: Pick<Position, 'kept' | 'folded'>): Omit<PositionTable, 'tenant'> {
  return {
    kept_seq: kept.seq,
    kept_nth: kept.nth,
    folded_seq: folded.seq,
    folded_nth: folded.nth,
  }
}
