import type { RawBuilder, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { TenantId } from '#core'
import type { Value } from '../database.ts'
import type { Builder, Written } from './builder.ts'
import { remembered, rememberedRows } from './remembered-texts.ts'
import type {
  AuditTable,
  AgentStateTable,
  FactTable,
  InteractionTable,
  PositionTable,
  RecordingTable,
  SettingsTable,
  SegmentTable,
  SnapshotTable,
  Tables,
  TraceTable,
} from './tables.ts'

type OfTenant<Table> = Omit<Table, 'tenant'>

// oxlint-disable-next-line typescript/no-empty-object-type -- Kysely's own name for a query that selects nothing yet.
type Reading<Name extends keyof Tables> = SelectQueryBuilder<Tables, Name, {}>

/**
 * Every way to a table, and none without a tenant: its condition is in each query before anything
 * else is, its name in each row written. Nothing else in this folder begins a query on these
 * tables; a test looks.
 */
export interface TenantTables {
  readonly journal: () => Reading<'journal'>
  /** The entries that replace others, by their own index. */
  readonly marks: () => Reading<'journal'>
  readonly facts: () => Reading<'facts'>
  /** The facts after a place, in their order. */
  readonly factsAfter: (place: { readonly seq: number; readonly nth: number }) => Reading<'facts'>
  readonly audit: () => Reading<'audit'>
  /** Changes no row if the number is taken. */
  readonly addAudit: (row: OfTenant<AuditTable>) => Written
  readonly settings: () => Reading<'settings'>
  /** Changes no row if the number is taken. */
  readonly addSettings: (row: OfTenant<SettingsTable>) => Written
  readonly dropSettings: (compare: '=' | '<=', version: number) => Written
  readonly positions: () => Reading<'positions'>
  readonly interactions: () => Reading<'interactions'>
  readonly segments: () => Reading<'segments'>
  readonly recordings: () => Reading<'recordings'>
  readonly agentStates: () => Reading<'agent_states'>
  readonly snapshots: () => Reading<'snapshots'>
  readonly traces: () => Reading<'traces'>
  /** Changes no row if there is one already. */
  readonly beginPosition: (row: OfTenant<PositionTable>) => Written
  /** Changes no row if it is not as it was. */
  readonly movePosition: (move: {
    readonly from: OfTenant<PositionTable>
    readonly to: OfTenant<PositionTable>
  }) => Written
  readonly addFacts: (rows: readonly OfTenant<FactTable>[]) => Written
  readonly putInteractions: (rows: readonly OfTenant<InteractionTable>[]) => Written
  readonly putSegments: (rows: readonly OfTenant<SegmentTable>[]) => Written
  readonly putRecordings: (rows: readonly OfTenant<RecordingTable>[]) => Written
  readonly putAgentStates: (rows: readonly OfTenant<AgentStateTable>[]) => Written
  readonly dropSnapshot: () => Written
  readonly addSnapshot: (part: OfTenant<SnapshotTable>) => Written
  /** Changes nothing where a row is there already. */
  readonly addTraces: (rows: readonly OfTenant<TraceTable>[]) => Written
  readonly dropTrace: (interaction: string) => Written
  /** All folded rows. */
  readonly dropRows: () => readonly Written[]
}

/** One tenant's part of the tables. */
export function tenantTables(build: Builder, tenant: TenantId): TenantTables {
  return {
    ...pastTables(build, tenant),
    ...dayTables(build, tenant),
    ...auditTables(build, tenant),
    ...settingsTables(build, tenant),
    ...tracesOf(build, tenant),
    journal: () => build.selectFrom('journal').where('journal.tenant', '=', tenant),
    facts: () => build.selectFrom('facts').where('facts.tenant', '=', tenant),
    factsAfter: ({ seq, nth }) =>
      build
        .selectFrom('facts')
        .where('facts.tenant', '=', tenant)
        .where(of => of.eb(of.refTuple('seq', 'nth'), '>', of.tuple(seq, nth)))
        .orderBy('seq')
        .orderBy('nth'),
    positions: () => build.selectFrom('positions').where('positions.tenant', '=', tenant),
    interactions: () => build.selectFrom('interactions').where('interactions.tenant', '=', tenant),
    segments: () => build.selectFrom('segments').where('segments.tenant', '=', tenant),
    recordings: () => build.selectFrom('recordings').where('recordings.tenant', '=', tenant),
    beginPosition: row =>
      build
        .insertInto('positions')
        .values({ ...row, tenant })
        .onConflict(met => met.doNothing()),
    ...foldTables(build, tenant),
    dropRows: () => dropRows(build, tenant),
  }
}

/** What is written for every few facts, by texts that are kept. */
function foldTables(
  build: Builder,
  tenant: TenantId,
): Pick<
  TenantTables,
  'movePosition' | 'addFacts' | 'putInteractions' | 'putSegments' | 'putRecordings'
> {
  return {
    movePosition: ({ from, to }) =>
      remembered(build, {
        name: 'movePosition',
        parameters: [...placesOf(to), tenant, ...placesOf(from)],
        write: () => movePosition(build, tenant, { from, to }),
      }),
    addFacts: given =>
      rememberedRows(build, {
        name: 'addFacts',
        rows: given.map(row => ({ ...row, tenant })),
        write: rows => build.insertInto('facts').values(rows),
      }),
    putInteractions: given =>
      rememberedRows(build, {
        name: 'putInteractions',
        rows: given.map(row => ({ ...row, tenant })),
        write: rows =>
          build
            .insertInto('interactions')
            .values(rows)
            .onConflict(met => met.columns(['tenant', 'id']).doUpdateSet(incoming(given, ['id']))),
      }),
    putSegments: given =>
      rememberedRows(build, {
        name: 'putSegments',
        rows: given.map(row => ({ ...row, tenant })),
        write: rows =>
          build
            .insertInto('segments')
            .values(rows)
            .onConflict(met =>
              met
                .columns(['tenant', 'interaction', 'nth'])
                .doUpdateSet(incoming(given, ['interaction', 'nth'])),
            ),
      }),
    putRecordings: given =>
      rememberedRows(build, {
        name: 'putRecordings',
        rows: given.map(row => ({ ...row, tenant })),
        write: rows =>
          build
            .insertInto('recordings')
            .values(rows)
            .onConflict(met => met.columns(['tenant', 'id']).doUpdateSet(incoming(given, ['id']))),
      }),
  }
}

function movePosition(
  build: Builder,
  tenant: TenantId,
  move: Parameters<TenantTables['movePosition']>[0],
): Written {
  const { kept_seq, kept_nth, folded_seq, folded_nth } = move.to
  return build
    .updateTable('positions')
    .set({ kept_seq, kept_nth, folded_seq, folded_nth })
    .where('tenant', '=', tenant)
    .where('kept_seq', '=', move.from.kept_seq)
    .where('kept_nth', '=', move.from.kept_nth)
    .where('folded_seq', '=', move.from.folded_seq)
    .where('folded_nth', '=', move.from.folded_nth)
}

function placesOf(at: OfTenant<PositionTable>): readonly Value[] {
  return [at.kept_seq, at.kept_nth, at.folded_seq, at.folded_nth]
}

/** What a lane makes its state from, beside the journal's inputs. */
function pastTables(
  build: Builder,
  tenant: TenantId,
): Pick<TenantTables, 'marks' | 'snapshots' | 'dropSnapshot' | 'addSnapshot'> {
  return {
    marks: () =>
      build
        .selectFrom('journal')
        .where('journal.tenant', '=', tenant)
        // Written out and not a parameter: only so does the partial index serve.
        .where('journal.kind', '=', sql.lit('invariant-broken')),
    snapshots: () => build.selectFrom('snapshots').where('snapshots.tenant', '=', tenant),
    dropSnapshot: () => build.deleteFrom('snapshots').where('tenant', '=', tenant),
    addSnapshot: part => build.insertInto('snapshots').values({ ...part, tenant }),
  }
}

function auditTables(build: Builder, tenant: TenantId): Pick<TenantTables, 'audit' | 'addAudit'> {
  return {
    audit: () => build.selectFrom('audit').where('audit.tenant', '=', tenant),
    addAudit: row =>
      build
        .insertInto('audit')
        .values({ ...row, tenant })
        .onConflict(met => met.doNothing()),
  }
}

function settingsTables(
  build: Builder,
  tenant: TenantId,
): Pick<TenantTables, 'settings' | 'addSettings' | 'dropSettings'> {
  return {
    settings: () => build.selectFrom('settings').where('settings.tenant', '=', tenant),
    addSettings: row =>
      build
        .insertInto('settings')
        .values({ ...row, tenant })
        .onConflict(met => met.doNothing()),
    dropSettings: (compare, version) =>
      build.deleteFrom('settings').where('tenant', '=', tenant).where('version', compare, version),
  }
}

/** Signalling, which belongs to an interaction and to nothing else. */
function tracesOf(
  build: Builder,
  tenant: TenantId,
): Pick<TenantTables, 'traces' | 'addTraces' | 'dropTrace'> {
  return {
    traces: () => build.selectFrom('traces').where('traces.tenant', '=', tenant),
    addTraces: rows =>
      build
        .insertInto('traces')
        .values(rows.map(row => ({ ...row, tenant })))
        .onConflict(met => met.doNothing()),
    dropTrace: interaction =>
      build
        .deleteFrom('traces')
        .where('tenant', '=', tenant)
        .where('interaction', '=', interaction),
  }
}

function dropRows(build: Builder, tenant: TenantId): readonly Written[] {
  return [
    build.deleteFrom('agent_states').where('tenant', '=', tenant),
    build.deleteFrom('recordings').where('tenant', '=', tenant),
    build.deleteFrom('segments').where('tenant', '=', tenant),
    build.deleteFrom('interactions').where('tenant', '=', tenant),
  ]
}

/** The days of agents. */
function dayTables(
  build: Builder,
  tenant: TenantId,
): Pick<TenantTables, 'agentStates' | 'putAgentStates'> {
  return {
    agentStates: () => build.selectFrom('agent_states').where('agent_states.tenant', '=', tenant),
    putAgentStates: given =>
      rememberedRows(build, {
        name: 'putAgentStates',
        rows: given.map(row => ({ ...row, tenant })),
        write: rows =>
          build
            .insertInto('agent_states')
            .values(rows)
            .onConflict(met =>
              met
                .columns(['tenant', 'agent', 'seq', 'nth'])
                .doUpdateSet(incoming(given, ['agent', 'seq', 'nth'])),
            ),
      }),
  }
}

/** Sets every column but those of the key to what comes in. */
function incoming<Row extends object>(
  rows: readonly Row[],
  key: readonly (keyof Row)[],
): Readonly<Record<string, RawBuilder<Value>>> {
  const kept = new Set<string>(key.map(String))
  const columns = Object.keys(rows[0] ?? {}).filter(column => !kept.has(column))
  return Object.fromEntries(
    columns.map(column => [column, sql<Value>`excluded.${sql.ref(column)}`]),
  )
}
