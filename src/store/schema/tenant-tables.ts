import type { Compilable, RawBuilder, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { TenantId } from '#core'
import type { Value } from '../database.ts'
import type { Builder } from './builder.ts'
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
  readonly addAudit: (row: OfTenant<AuditTable>) => Compilable
  readonly settings: () => Reading<'settings'>
  /** Changes no row if the number is taken. */
  readonly addSettings: (row: OfTenant<SettingsTable>) => Compilable
  readonly dropSettings: (compare: '=' | '<=', version: number) => Compilable
  readonly positions: () => Reading<'positions'>
  readonly interactions: () => Reading<'interactions'>
  readonly segments: () => Reading<'segments'>
  readonly recordings: () => Reading<'recordings'>
  readonly agentStates: () => Reading<'agent_states'>
  readonly snapshots: () => Reading<'snapshots'>
  readonly traces: () => Reading<'traces'>
  /** Changes no row if there is one already. */
  readonly beginPosition: (row: OfTenant<PositionTable>) => Compilable
  /** Changes no row if it is not as it was. */
  readonly movePosition: (move: {
    readonly from: OfTenant<PositionTable>
    readonly to: OfTenant<PositionTable>
  }) => Compilable
  readonly addFacts: (rows: readonly OfTenant<FactTable>[]) => Compilable
  readonly putInteractions: (rows: readonly OfTenant<InteractionTable>[]) => Compilable
  readonly putSegments: (rows: readonly OfTenant<SegmentTable>[]) => Compilable
  readonly putRecordings: (rows: readonly OfTenant<RecordingTable>[]) => Compilable
  readonly putAgentStates: (rows: readonly OfTenant<AgentStateTable>[]) => Compilable
  readonly dropSnapshot: () => Compilable
  readonly addSnapshot: (part: OfTenant<SnapshotTable>) => Compilable
  /** Changes nothing where a row is there already. */
  readonly addTraces: (rows: readonly OfTenant<TraceTable>[]) => Compilable
  readonly dropTrace: (interaction: string) => Compilable
  /** All folded rows. */
  readonly dropRows: () => readonly Compilable[]
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
    movePosition: ({ from, to }) =>
      build
        .updateTable('positions')
        .set(to)
        .where('tenant', '=', tenant)
        .where('kept_seq', '=', from.kept_seq)
        .where('kept_nth', '=', from.kept_nth)
        .where('folded_seq', '=', from.folded_seq)
        .where('folded_nth', '=', from.folded_nth),
    addFacts: rows => build.insertInto('facts').values(rows.map(row => ({ ...row, tenant }))),
    putInteractions: rows =>
      build
        .insertInto('interactions')
        .values(rows.map(row => ({ ...row, tenant })))
        .onConflict(met => met.columns(['tenant', 'id']).doUpdateSet(incoming(rows, ['id']))),
    putSegments: rows =>
      build
        .insertInto('segments')
        .values(rows.map(row => ({ ...row, tenant })))
        .onConflict(met =>
          met
            .columns(['tenant', 'interaction', 'nth'])
            .doUpdateSet(incoming(rows, ['interaction', 'nth'])),
        ),
    putRecordings: rows =>
      build
        .insertInto('recordings')
        .values(rows.map(row => ({ ...row, tenant })))
        .onConflict(met => met.columns(['tenant', 'id']).doUpdateSet(incoming(rows, ['id']))),
    dropRows: () => dropRows(build, tenant),
  }
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

function dropRows(build: Builder, tenant: TenantId): readonly Compilable[] {
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
    putAgentStates: rows =>
      build
        .insertInto('agent_states')
        .values(rows.map(row => ({ ...row, tenant })))
        .onConflict(met =>
          met
            .columns(['tenant', 'agent', 'seq', 'nth'])
            .doUpdateSet(incoming(rows, ['agent', 'seq', 'nth'])),
        ),
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
