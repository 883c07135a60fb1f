import { sql } from 'kysely'
import type { QueueId, TenantId } from '#core'
import { toId } from '#core'
import type { QueueTally } from '../fold/tally.ts'
import { countFact, countedKinds, emptyTally, newCount, shortAbandonMs } from '../fold/tally.ts'
import { factFrom } from '../schema/bodies.ts'
import type { Builder } from '../schema/builder.ts'
import { recordingFrom } from '../schema/folded-rows.ts'
import type { TenantTables } from '../schema/tenant-tables.ts'
import { tenantTables } from '../schema/tenant-tables.ts'
import type {
  InteractionPage,
  InteractionsAsked,
  TallyAsked,
  TenantStore,
  VisitsAsked,
} from '../store.ts'
import { factsReadMax, pageLengthMax } from '../store.ts'
import { agentDay, agentFigures } from './agent-days.ts'
import { type Cursor, parseCursor, printCursor } from './cursor.ts'
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
    configuredBefore: seq => configuredBefore(tables, seq),
    agentDay: asked => agentDay(tables, asked),
    agentFigures: asked => agentFigures(tables, asked),
    tally: asked => tally(tables, asked),
    recount: asked => recount(tables, asked),
  }
}

async function readPage(tables: TenantTables, asked: InteractionsAsked): Promise<InteractionPage> {
  const limit = Math.min(Math.max(Math.trunc(asked.limit), 1), pageLengthMax)
  const cursor = asked.cursor === undefined ? undefined : parseCursor(asked.cursor)
  if (cursor === undefined && asked.cursor !== undefined) return { ok: false, reason: 'bad-cursor' }
  const ofAgent = await newestOfAgent(tables, asked, { cursor, limit: limit + 1 })
  if (ofAgent?.length === 0) return { ok: true, rows: [] }
  const among =
    ofAgent === undefined
      ? interactionsAsked(tables, asked)
      : tables.interactions().where('id', 'in', [...ofAgent])
  const newest = among
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

/** A page of what an agent talked in, where nothing else is asked: found in the index of talks alone. */
async function newestOfAgent(
  tables: TenantTables,
  { agent, customer, visits }: InteractionsAsked,
  { cursor, limit }: { readonly cursor: Cursor | undefined; readonly limit: number },
): Promise<readonly string[] | undefined> {
  if (agent === undefined || customer !== undefined || visits !== undefined) return undefined
  const talks = tables
    .segments()
    .select(['arrived_seq', 'interaction'])
    .distinct()
    .where('agent', '=', agent)
    .orderBy('arrived_seq', 'desc')
    .orderBy('interaction', 'desc')
    .limit(limit)
  const rows = await (
    cursor === undefined
      ? talks
      : talks.where(of =>
          of.eb(
            of.refTuple('arrived_seq', 'interaction'),
            '<',
            of.tuple(cursor.arrivedSeq, cursor.id),
          ),
        )
  ).execute()
  return rows.map(({ interaction }) => interaction)
}

async function configuredBefore(tables: TenantTables, seq: number): Promise<number | undefined> {
  const row = await tables
    .facts()
    .select('seq')
    .where('kind', '=', 'tenant-configured')
    .where('seq', '<=', seq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.seq
}

/** The interactions that are asked for, in no order yet. */
function interactionsAsked(
  tables: TenantTables,
  { customer, agent, visits }: InteractionsAsked,
): ReturnType<TenantTables['interactions']> {
  const all = tables.interactions()
  const talks =
    agent === undefined
      ? all
      : all.where('id', 'in', tables.segments().select('interaction').where('agent', '=', agent))
  const of = customer === undefined ? talks : talks.where('customer_address', '=', customer)
  return visits === undefined ? of : of.where('id', 'in', visitors(tables, visits))
}

/** The interactions of the visits that a number of a tally counts. */
function visitors(tables: TenantTables, { since, queues, came }: VisitsAsked) {
  const visits = tables
    .segments()
    .select('interaction')
    .where('kind', '=', 'queue')
    .where('started_at', '>=', since)
  const here = queues === undefined ? visits : visits.where('queue', 'in', [...queues])
  switch (came) {
    case 'offered':
      return here
    case 'answered':
    case 'abandoned':
      return here.where('result', '=', came)
    case 'in-time':
      return here.where('result', '=', 'answered').whereRef('lasted_ms', '<=', 'service_level_ms')
    case 'otherwise':
      return here.where('result', 'not in', ['answered', 'abandoned'])
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
    .select(
      sql<
        number | null
      >`sum(case when lasted_ms <= ${sql.lit(shortAbandonMs)} then 1 else 0 end)`.as('short'),
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
    readonly short: number | null
  },
): QueueTally {
  const offered = so.offered + group.visits
  if (group.result === null) return { ...so, offered }
  if (group.result === 'abandoned') {
    return { ...so, offered, abandoned: group.visits, abandonedShort: group.short ?? 0 }
  }
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
