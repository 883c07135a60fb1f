import { sql } from 'kysely'
import type { QueueId, TenantId } from '#core'
import { toId } from '#core'
import type { QueueTally } from '../fold/tally.ts'
import { countFact, countedKinds, emptyTally, newCount } from '../fold/tally.ts'
import { factFrom } from '../schema/bodies.ts'
import type { Builder } from '../schema/builder.ts'
import { recordingFrom } from '../schema/folded-rows.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import { tenantTables } from '../schema/tenant-tables.ts'
import type { InteractionPage, TallyAsked, TenantStore } from '../store.ts'
import { factsReadMax, pageLengthMax } from '../store.ts'
import { parseCursor, printCursor } from './cursor.ts'
import { loadById, withParts } from './folds.ts'
import type { Place } from './position.ts'
import { beginning } from './position.ts'

/** Facts read in one go while recounting. */
const recountLengthMax = 2000

/** One tenant's records, for reading. */
export function tenantStoreOf(build: Builder, tenant: TenantId): TenantStore {
  const tables = tenantTables(build, tenant)
  return {
    facts: async ({ interaction, after }) => {
      const rows = await tables
        .factsAfter(after ?? beginning)
        .select(['seq', 'nth', 'kind', 'body'])
        .where('interaction', '=', interaction)
        .limit(factsReadMax)
        .execute()
      return rows.map(factFrom)
    },
    interactions: page => readPage(tables, page),
    interaction: async id => (await loadById(tables, [id])).get(id)?.record,
    recording: async id => {
      const row = await tables.recordings().selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? undefined : recordingFrom(row)
    },
    tally: asked => tally(tables, asked),
    recount: asked => recount(tables, asked),
  }
}

async function readPage(
  tables: TenantTables,
  asked: { readonly cursor?: string; readonly limit: number },
): Promise<InteractionPage> {
  const limit = Math.min(Math.max(Math.trunc(asked.limit), 1), pageLengthMax)
  const cursor = asked.cursor === undefined ? undefined : parseCursor(asked.cursor)
  if (cursor === undefined && asked.cursor !== undefined) return { ok: false, reason: 'bad-cursor' }
  const newest = tables
    .interactions()
    .selectAll()
    .orderBy('arrived_seq', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  const rows = await (
    cursor === undefined
      ? newest
      : newest.where(of =>
          of.eb(of.refTuple('arrived_seq', 'id'), '<', of.tuple(cursor.arrivedSeq, cursor.id)),
        )
  ).execute()
  const folds = await withParts(tables, rows.slice(0, limit))
  const last = rows.length > limit ? folds.at(-1) : undefined
  return {
    ok: true,
    rows: folds.map(({ record }) => record),
    ...(last === undefined
      ? {}
      : { next: printCursor({ arrivedSeq: last.arrivedSeq, id: last.record.id }) }),
  }
}

async function tally(tables: TenantTables, asked: TallyAsked): Promise<readonly QueueTally[]> {
  const visits = tables
    .segments()
    .where('kind', '=', 'queue')
    .where('started_at', '>=', asked.since)
  const groups = await visits
    .select(({ fn }) => ['queue', 'result', fn.countAll<number>().as('visits')])
    // A sum of 64-bit numbers is a numeric in PostgreSQL; back to a whole number it goes.
    .select(sql<number | null>`cast(sum(lasted_ms) as bigint)`.as('ms'))
    .select(
      sql<number | null>`sum(case when lasted_ms <= service_level_ms then 1 else 0 end)`.as(
        'in_time',
      ),
    )
    .groupBy(['queue', 'result'])
    .execute()
  const tallies = new Map<QueueId, QueueTally>()
  for (const group of groups) {
    const queue = toId<QueueId>(group.queue ?? '')
    tallies.set(queue, withGroup(tallies.get(queue) ?? emptyTally(queue), group))
  }
  return sorted(tallies.values())
}

function withGroup(
  so: QueueTally,
  group: {
    readonly result: string | null
    readonly visits: number
    readonly ms: number | null
    readonly in_time: number | null
  },
): QueueTally {
  const offered = so.offered + group.visits
  if (group.result === null) return { ...so, offered }
  if (group.result === 'abandoned') return { ...so, offered, abandoned: group.visits }
  if (group.result === 'answered') {
    return {
      ...so,
      offered,
      answered: group.visits,
      answeredInTime: group.in_time ?? 0,
      waitMsAnswered: group.ms ?? 0,
    }
  }
  return { ...so, offered, leftOtherwise: so.leftOtherwise + group.visits }
}

async function recount(tables: TenantTables, asked: TallyAsked): Promise<readonly QueueTally[]> {
  const count = newCount(asked.since)
  let after: Place = beginning
  for (;;) {
    const rows = await tables
      .factsAfter(after)
      .select(['seq', 'nth', 'kind', 'body'])
      .where('kind', 'in', countedKinds)
      .limit(recountLengthMax)
      .execute()
    for (const row of rows) countFact(count, factFrom(row).fact)
    const last = rows.at(-1)
    if (last === undefined) return sorted(count.tallies.values())
    after = last
  }
}

function sorted(tallies: Iterable<QueueTally>): readonly QueueTally[] {
  return [...tallies].toSorted((one, other) => (one.queue < other.queue ? -1 : 1))
}
