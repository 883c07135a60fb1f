import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toId } from '#core'
import { expect, test } from 'vitest'
import type { Database } from '../database.ts'
import type { Written } from './builder.ts'
import { newBuilder } from './builder.ts'
import { migrations } from './migrations.ts'
import { howBackedUp } from '../whole/other-rows.ts'
import { tenantTables } from './tenant-tables.ts'

const nowhere: Database = {
  kind: 'sqlite',
  query: async () => [],
  append: async () => 'done',
  write: async () => 'done',
  look: async () => [],
  close: async () => {},
}

const position = { kept_seq: 1, kept_nth: 0, folded_seq: 1, folded_nth: 0 }
const snapshotPart = { part: 0, seq: 1, version: 'v', digest: 'd', body: 'AA==' }
const tables = tenantTables(newBuilder(nowhere), toId('acme'))
const row = {
  id: 'i-1',
  interaction: 'i-1',
  arrived_seq: 1,
  last_seq: 1,
  seq: 1,
  nth: 1,
  at: 1,
  kind: 'queue',
  body: '{}',
  channel: 'voice',
  customer_address: '+441',
  customer_name: null,
  dialled: '+442',
  title: null,
  arrived_at: 1,
  started_at: 1,
  ended_at: null,
  queue: null,
  agent: null,
  number: null,
  flow: null,
  version: null,
  result: null,
  lasted_ms: null,
  wrap_up_ms: null,
  service_level_ms: null,
  waited_ms: null,
  talk_ms: null,
  outcome: null,
  disposition: null,
  note: null,
  file: null,
  duration_ms: null,
  bytes: null,
  sha256: null,
}

const everyWay: readonly (readonly [string, readonly Written[]])[] = [
  ['journal', [tables.journal().selectAll()]],
  ['marks', [tables.marks().selectAll()]],
  ['snapshots', [tables.snapshots().selectAll()]],
  ['dropSnapshot', [tables.dropSnapshot()]],
  ['addSnapshot', [tables.addSnapshot(snapshotPart)]],
  ['facts', [tables.facts().selectAll()]],
  ['factsAfter', [tables.factsAfter({ seq: 1, nth: 0 }).selectAll()]],
  ['audit', [tables.audit().selectAll()]],
  ['addAudit', [tables.addAudit({ seq: 1, at: 1, what: 'w', body: '{}', hash: 'h' })]],
  ['settings', [tables.settings().selectAll()]],
  [
    'addSettings',
    [tables.addSettings({ version: 1, at: 1, by: 'b', origin: 'page', why: 'w', body: '[]' })],
  ],
  ['dropSettings', [tables.dropSettings('=', 1)]],
  ['positions', [tables.positions().selectAll()]],
  ['interactions', [tables.interactions().selectAll()]],
  ['segments', [tables.segments().selectAll()]],
  ['recordings', [tables.recordings().selectAll()]],
  ['agentStates', [tables.agentStates().selectAll()]],
  ['beginPosition', [tables.beginPosition(position)]],
  ['movePosition', [tables.movePosition({ from: position, to: position })]],
  ['addFacts', [tables.addFacts([row, row])]],
  ['putInteractions', [tables.putInteractions([row, row])]],
  ['putSegments', [tables.putSegments([row, row])]],
  ['putRecordings', [tables.putRecordings([row, row])]],
  [
    'putAgentStates',
    [
      tables.putAgentStates([
        { agent: 'a', seq: 1, nth: 0, started_at: 1, state: 's', reason: null, interaction: null },
      ]),
    ],
  ],
  ['traces', [tables.traces().selectAll()]],
  ['addTraces', [tables.addTraces([row, row])]],
  ['dropTrace', [tables.dropTrace('i-1')]],
  ['dropRows', tables.dropRows()],
]

test('every way to a table names the tenant', () => {
  expect(everyWay.map(([name]) => name).toSorted()).toEqual(Object.keys(tables).toSorted())
  for (const [name, queries] of everyWay) {
    for (const query of queries) {
      const { sql, parameters } = query.compile()
      expect([name, /"tenant"/.test(sql), parameters.includes('acme')]).toEqual([name, true, true])
    }
  }
})

test('no table that holds a tenant is without its column, and no other table is there', () => {
  const made = migrations.flatMap(({ statements }) =>
    statements('sqlite').filter(sql => sql.startsWith('create table')),
  )
  expect(made.filter(sql => !/^create table \w+ \(\s+tenant text not null/.test(sql))).toEqual([])
})

test('for every table it is said how it comes into a backup', () => {
  const made = migrations.flatMap(({ statements }) =>
    statements('sqlite').flatMap(sql => /^create table (\w+)/.exec(sql)?.[1] ?? []),
  )
  expect(Object.keys(howBackedUp).toSorted()).toEqual(made.toSorted())
})

/** Files of the store, tests left out, in which a line matches. */
function filesWith(line: RegExp): readonly string[] {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  return files.filter(name => line.test(readFileSync(join(folder, name), 'utf8'))).toSorted()
}

test('no other file of this folder begins a query, but those of what is found by a secret', () => {
  const begins = /\.(?:selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto|with)\(/
  expect(filesWith(begins)).toEqual(['schema/tenant-tables.ts', 'sign-ins.ts', 'wallboards.ts'])
})

test('written-out SQL on them is in migrations, checks, appends, and where tenants are listed', () => {
  const names =
    'journal|journal_ends|facts|positions|interactions|segments|recordings|snapshots|audit|settings|traces|agent_states'
  const written = new RegExp(`\\b(?:from|into|update|join)\\s+(?:${names})\\b\\s*[(\\n'\`swo]`)
  expect(filesWith(written)).toEqual([
    'postgres/append-group.ts',
    'postgres/look-at-server.ts',
    'schema/migrations.ts',
    'sqlite/commit-group.ts',
    'sqlite/file-site.ts',
    'whole/lines.ts',
  ])
})
