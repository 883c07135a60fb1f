import { toId } from '#core'
import { expect, test } from 'vitest'
import type { Database } from '../database.ts'
import type { Builder, Written } from './builder.ts'
import { newBuilder } from './builder.ts'
import { remembered, rowsRememberedMax } from './remembered-texts.ts'
import { tenantTables } from './tenant-tables.ts'

const kinds: readonly Database['kind'][] = ['sqlite', 'postgres']

function builderOf(kind: Database['kind']): Builder {
  return newBuilder({
    kind,
    query: async () => [],
    append: async () => 'done',
    write: async () => 'done',
    look: async () => [],
    close: async () => {},
  })
}

function statements(
  build: Builder,
  tenant: string,
  from: number,
  length: number,
): readonly Written[] {
  const tables = tenantTables(build, toId(tenant))
  const place = { kept_seq: from, kept_nth: 1, folded_seq: from, folded_nth: 1 }
  const numbers = Array.from({ length }, (_, index) => from + index)
  const facts = numbers.map(seq => ({
    seq,
    nth: seq + 1,
    at: seq + 2,
    kind: `kind ${seq}`,
    interaction: null,
    agent: `a${seq}`,
    queue: null,
    body: `{"at":${seq}}`,
  }))
  const states = numbers.map(seq => ({
    agent: `a${seq}`,
    seq,
    nth: 0,
    started_at: seq,
    state: 's',
    reason: null,
    interaction: `i${seq}`,
  }))
  return [
    tables.movePosition({ from: place, to: { ...place, kept_seq: from + 9 } }),
    tables.addFacts(facts),
    tables.putAgentStates(states),
  ]
}

function textsOf(written: readonly Written[]): unknown {
  return written.map(query => {
    const { sql, parameters } = query.compile()
    return { sql, parameters }
  })
}

test.each(kinds)('A text that is kept says what one made anew would say, over %s', kind => {
  const build = builderOf(kind)
  for (const length of [1, 2, 7, rowsRememberedMax, rowsRememberedMax + 1]) {
    textsOf(statements(build, 'acme', 1, length))
    const kept = textsOf(statements(build, 'contoso', 1000, length))
    expect(kept).toEqual(textsOf(statements(builderOf(kind), 'contoso', 1000, length)))
  }
})

test('A text whose parameters are not those that are given is refused when it is made', () => {
  const wrong = remembered(builderOf('sqlite'), {
    name: 'wrong',
    parameters: [1, 2],
    write: () => ({ compile: () => ({ sql: 'select ?, ?', parameters: [2, 1] }) }),
  })
  expect(() => wrong.compile()).toThrow('takes other parameters')
})
