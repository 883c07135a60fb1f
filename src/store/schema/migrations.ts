import type { Database } from '../database.ts'

/** One step forward of the tables. There is no way back; a restored backup is the way back. */
export interface Migration {
  readonly number: number
  readonly name: string
  /** The statements of the step, carried out in one transaction. */
  readonly statements: (kind: Database['kind']) => readonly string[]
}

/**
 * Every step there is, numbered from 1 without a gap. A released step never changes.
 *
 * No foreign keys: rows that belong together are written in one transaction by one place. And in
 * PostgreSQL the check of a key keeps the plan it made when the table was empty; at 50,000
 * calls that plan read a tenant's whole index for each row (942 facts a second, not 15,000).
 */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'journal and facts', statements: journalAndFacts },
  { number: 2, name: 'rows folded from facts', statements: foldedRows },
  { number: 3, name: 'snapshots and marks', statements: snapshotsAndMarks },
  { number: 4, name: 'service levels of visits', statements: serviceLevels },
  { number: 5, name: 'audit log', statements: auditLog },
  { number: 6, name: 'versions of configurations', statements: settingsVersions },
  { number: 7, name: 'signalling', statements: signalling },
  { number: 8, name: 'titles of tasks', statements: titles },
  { number: 9, name: 'interactions by customer', statements: byCustomer },
  { number: 10, name: 'sign-ins', statements: signIns },
  { number: 11, name: 'days of agents', statements: agentStates },
  { number: 12, name: 'wallboards', statements: wallboards },
  { number: 13, name: 'talks with numbers outside', statements: numbersOutside },
  { number: 14, name: 'talks of agents by their end', statements: byAgent },
  { number: 15, name: 'interactions by who talked', statements: byTalker },
]

/** SQLite keeps whatever it is given unless a table is strict; PostgreSQL's integer ends at 2^31. */
function words(kind: Database['kind']): { readonly whole: string; readonly end: string } {
  return kind === 'sqlite' ? { whole: 'integer', end: ') strict' } : { whole: 'bigint', end: ')' }
}

function journalAndFacts(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table journal_ends (
      tenant text not null primary key,
      last_seq ${whole} not null
    ${end}`,
    `create table journal (
      tenant text not null,
      seq ${whole} not null check (seq > 0),
      at ${whole} not null,
      kind text not null,
      body text not null,
      primary key (tenant, seq)
    ${end}`,
    `create table positions (
      tenant text not null primary key,
      kept_seq ${whole} not null,
      kept_nth ${whole} not null,
      folded_seq ${whole} not null,
      folded_nth ${whole} not null
    ${end}`,
    `create table facts (
      tenant text not null,
      seq ${whole} not null,
      nth ${whole} not null,
      at ${whole} not null,
      kind text not null,
      interaction text,
      agent text,
      queue text,
      body text not null,
      primary key (tenant, seq, nth)
    ${end}`,
    `create index facts_by_interaction on facts (tenant, interaction, seq, nth)`,
  ]
}

function foldedRows(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table interactions (
      tenant text not null,
      id text not null,
      arrived_seq ${whole} not null,
      last_seq ${whole} not null,
      channel text not null,
      customer_address text not null,
      customer_name text,
      dialled text not null,
      arrived_at ${whole} not null,
      ended_at ${whole},
      queue text,
      agent text,
      waited_ms ${whole},
      talk_ms ${whole},
      outcome text,
      disposition text,
      note text,
      primary key (tenant, id)
    ${end}`,
    `create index interactions_by_arrival on interactions (tenant, arrived_seq, id)`,
    `create table segments (
      tenant text not null,
      interaction text not null,
      nth ${whole} not null,
      kind text not null,
      started_at ${whole} not null,
      ended_at ${whole},
      flow text,
      version text,
      queue text,
      agent text,
      result text,
      lasted_ms ${whole},
      wrap_up_ms ${whole},
      disposition text,
      primary key (tenant, interaction, nth)
    ${end}`,
    // Holds all a tally reads, so that a report of a month never touches the table itself.
    `create index segments_by_start
      on segments (tenant, kind, started_at, queue, result, lasted_ms)`,
    `create table recordings (
      tenant text not null,
      id text not null,
      interaction text not null,
      nth ${whole} not null,
      started_at ${whole} not null,
      file text,
      duration_ms ${whole},
      bytes ${whole},
      sha256 text,
      primary key (tenant, id)
    ${end}`,
    `create index recordings_by_interaction on recordings (tenant, interaction, nth)`,
  ]
}

function snapshotsAndMarks(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table snapshots (
      tenant text not null,
      part ${whole} not null,
      seq ${whole} not null,
      version text not null,
      digest text not null,
      body text not null,
      primary key (tenant, part)
    ${end}`,
    // Marks are few among millions: with an index of their own they are found without reading those.
    `create index journal_marks on journal (tenant, seq) where kind = 'invariant-broken'`,
  ]
}

/** Rows made before have no level: none of their answers counts as in time until they are made again. */
function serviceLevels(kind: Database['kind']): readonly string[] {
  return [
    `alter table segments add column service_level_ms ${words(kind).whole}`,
    'drop index segments_by_start',
    `create index segments_by_start
      on segments (tenant, kind, started_at, queue, result, lasted_ms, service_level_ms)`,
  ]
}

function auditLog(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table audit (
      tenant text not null,
      seq ${whole} not null check (seq > 0),
      at ${whole} not null,
      what text not null,
      body text not null,
      hash text not null,
      primary key (tenant, seq)
    ${end}`,
  ]
}

function settingsVersions(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table settings (
      tenant text not null,
      version ${whole} not null check (version > 0),
      at ${whole} not null,
      "by" text not null,
      origin text not null,
      why text not null,
      body text not null,
      primary key (tenant, version)
    ${end}`,
  ]
}

/** An agent looks up what was before with a customer while the phone rings. */
function byCustomer(): readonly string[] {
  return [
    `create index interactions_by_customer
      on interactions (tenant, customer_address, arrived_seq, id)`,
  ]
}

/** Read by interaction alone, and dropped with it. */
function signalling(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table traces (
      tenant text not null,
      interaction text not null,
      at ${whole} not null,
      nth ${whole} not null,
      kind text not null,
      body text not null,
      primary key (tenant, interaction, at, nth)
    ${end}`,
  ]
}

function titles(): readonly string[] {
  return ['alter table interactions add column title text']
}

/** Found by the digest of a secret: the one table whose key does not begin with its tenant. */
function signIns(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table sign_ins (
      tenant text not null,
      id text not null primary key,
      started_at ${whole} not null,
      used_at ${whole} not null,
      body text not null
    ${end}`,
  ]
}

/** Like a sign-in, found by the digest of a secret. */
function wallboards(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table wallboards (
      tenant text not null,
      digest text not null primary key,
      id text not null,
      made_at ${whole} not null,
      body text not null
    ${end}`,
  ]
}

/** Changes from before are not in it until the rows are made again. */
function agentStates(kind: Database['kind']): readonly string[] {
  const { whole, end } = words(kind)
  return [
    `create table agent_states (
      tenant text not null,
      agent text not null,
      seq ${whole} not null,
      nth ${whole} not null,
      started_at ${whole} not null,
      state text not null,
      reason text,
      interaction text,
      primary key (tenant, agent, seq, nth)
    ${end}`,
    `create index agent_states_by_start on agent_states (tenant, agent, started_at)`,
  ]
}

function numbersOutside(): readonly string[] {
  return ['alter table segments add column number text']
}

/** What an agent did since a moment, whenever it began: a task may be worked on for days. */
function byAgent(): readonly string[] {
  return [
    'create index segments_by_agent on segments (tenant, agent, ended_at) where agent is not null',
  ]
}

/** An agent's own list, the newest first, is read from the index alone, however many came since that were others'. */
function byTalker(kind: Database['kind']): readonly string[] {
  return [
    `alter table segments add column arrived_seq ${words(kind).whole}`,
    `update segments set arrived_seq = (
      select arrived_seq from interactions
      where interactions.tenant = segments.tenant and interactions.id = segments.interaction
    ) where agent is not null`,
    `create index segments_by_talker
      on segments (tenant, agent, arrived_seq, interaction) where agent is not null`,
  ]
}
