import type { Fact, InteractionId } from '#core'
import type { PlacedFact } from '#engine'
import type { Statement } from '../database.ts'
import type { Folded } from '../fold/fold-fact.ts'
import { foldFact } from '../fold/fold-fact.ts'
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

/** Interactions read in one statement; both databases limit its parameters. */
const loadedMax = 1000

/** The interaction a fact is about. An agent's change of state mentions one, and is not about it. */
function aboutOf(fact: Fact): InteractionId | undefined {
  if (fact.kind === 'agent-state-changed' || fact.kind === 'tenant-configured') return undefined
  return fact.interaction
}

/** Reads what is folded already of the interactions that some facts are about. */
export async function loadFolds(
  tables: TenantTables,
  facts: readonly PlacedFact[],
): Promise<Folds> {
  const ids = new Set(facts.flatMap(({ fact }) => aboutOf(fact) ?? []))
  // Those that arrive only now have no rows yet.
  for (const { fact } of facts) {
    if (fact.kind === 'interaction-arrived') ids.delete(fact.interaction)
  }
  return await loadById(tables, [...ids])
}

/** Reads interactions by their ids. */
export async function loadById(
  tables: TenantTables,
  ids: readonly InteractionId[],
): Promise<Folds> {
  const folds = new Map<InteractionId, Folded>()
  for (let from = 0; from < ids.length; from += loadedMax) {
    const some = ids.slice(from, from + loadedMax)
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
  return [...change.after].flatMap(([id, folded]) => {
    const old = change.before.get(id)
    if (old === folded) return []
    const { record } = folded
    const segments = record.segments.filter(
      (segment, index) => segment !== old?.record.segments[index],
    )
    const recordings = record.recordings.flatMap((recording, index) =>
      recording === old?.record.recordings[index] ? [] : recordingRow(recording, index + 1),
    )
    return [
      tables.putInteraction(interactionRow(folded)),
      ...segments.map(segment => tables.putSegment(segmentRow(id, segment))),
      ...recordings.map(row => tables.putRecording(row)),
    ].map(compiled)
  })
}
