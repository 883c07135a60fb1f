import type { Fact, InteractionId } from '#core'
import type { PlacedFact } from '#engine'
import type { Statement } from '../database.ts'
import type { Folded } from '../fold/fold-fact.ts'
import { foldFact } from '../fold/fold-fact.ts'
import type { Written } from '../schema/builder.ts'
import { compiled } from '../schema/builder.ts'
import {
  foldedFrom,
  interactionRow,
  recordingFrom,
  recordingRow,
  segmentFrom,
  segmentRow,
} from '../schema/folded-rows.ts'
import type { InteractionTable } from '../schema/tables.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'

/** Interactions as they are folded so far, by id. */
export type Folds = ReadonlyMap<InteractionId, Folded>

/** Rows read or written by one statement: both databases limit its parameters. */
const rowsMax = 500

/** The interaction a fact is about. An agent's change of state mentions one, and is not about it. */
function aboutOf(fact: Fact): InteractionId | undefined {
  if (fact.kind === 'agent-state-changed' || !('interaction' in fact)) return undefined
  return fact.interaction
}

/**
 * What is folded already of the interactions that some facts are about: from memory where it is
 * there, from the rows where it is not. Those that arrive with these facts have none yet.
 */
export async function foldsBefore(
  tables: TenantTables,
  facts: readonly PlacedFact[],
  memory: Folds,
): Promise<Folds> {
  const folds = new Map<InteractionId, Folded>()
  const missing = new Set<InteractionId>()
  const arriving = new Set<InteractionId>()
  for (const { fact } of facts) {
    const id = aboutOf(fact)
    if (id === undefined) continue
    if (fact.kind === 'interaction-arrived') arriving.add(id)
    const known = memory.get(id)
    if (known !== undefined) folds.set(id, known)
    else if (!arriving.has(id)) missing.add(id)
  }
  for (const [id, folded] of await loadById(tables, [...missing])) folds.set(id, folded)
  return folds
}

/** Reads interactions by their ids. */
export async function loadById(
  tables: TenantTables,
  ids: readonly InteractionId[],
): Promise<Folds> {
  const folds = new Map<InteractionId, Folded>()
  for (let from = 0; from < ids.length; from += rowsMax) {
    const some = ids.slice(from, from + rowsMax)
    const rows = await tables.interactions().selectAll().where('id', 'in', some).execute()
    for (const fold of await withParts(tables, rows)) folds.set(fold.record.id, fold)
  }
  return folds
}

/** Adds to interactions their segments and recordings, and keeps their order. */
export async function withParts(
  tables: TenantTables,
  rows: readonly InteractionTable[],
): Promise<readonly Folded[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [segments, recordings] = await Promise.all([
    tables.segments().selectAll().where('interaction', 'in', ids).orderBy('nth').execute(),
    tables.recordings().selectAll().where('interaction', 'in', ids).orderBy('nth').execute(),
  ])
  const segmentsOf = Map.groupBy(segments, ({ interaction }) => interaction)
  const recordingsOf = Map.groupBy(recordings, ({ interaction }) => interaction)
  return rows.map(row =>
    foldedFrom(row, {
      recordings: (recordingsOf.get(row.id) ?? []).map(recordingFrom),
      segments: (segmentsOf.get(row.id) ?? []).map(segmentFrom),
    }),
  )
}

/** Folds facts, in their order, into what was there before. */
export function foldAll(before: Folds, facts: readonly PlacedFact[]): Folds {
  const after = new Map(before)
  for (const placed of facts) {
    const id = aboutOf(placed.fact)
    const folded = id === undefined ? undefined : foldFact(after.get(id), placed)
    if (id !== undefined && folded !== undefined) after.set(id, folded)
  }
  return after
}

/** The statements that turn the rows of `before` into those of `after`: only what changed. */
export function putChanges(
  tables: TenantTables,
  change: { readonly before: Folds; readonly after: Folds },
): readonly Statement[] {
  const changed = [...change.after].flatMap(([id, now]) => {
    const old = change.before.get(id)
    return old === now ? [] : [{ now, old: old?.record }]
  })
  const segments = changed.flatMap(({ now, old }) =>
    now.record.segments
      .filter((segment, index) => segment !== old?.segments[index])
      .map(segment => segmentRow(now, segment)),
  )
  const recordings = changed.flatMap(({ now: { record }, old }) =>
    record.recordings.flatMap((recording, index) =>
      recording === old?.recordings[index] ? [] : recordingRow(recording, index + 1),
    ),
  )
  return [
    ...inParts(
      changed.map(({ now }) => interactionRow(now)),
      rows => tables.putInteractions(rows),
    ),
    ...inParts(segments, rows => tables.putSegments(rows)),
    ...inParts(recordings, rows => tables.putRecordings(rows)),
  ]
}

/** One statement for every so many rows; none for no rows. */
export function inParts<Row>(
  rows: readonly Row[],
  put: (rows: readonly Row[]) => Written,
): readonly Statement[] {
  const statements: Statement[] = []
  for (let from = 0; from < rows.length; from += rowsMax) {
    statements.push(compiled(put(rows.slice(from, from + rowsMax))))
  }
  return statements
}
