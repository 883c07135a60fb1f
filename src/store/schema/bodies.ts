import type { Fact, Input } from '#core'
import type { JournalEntry, PlacedFact } from '#engine'
import type { StoredEntry } from '../database.ts'
import { damaged } from './row-values.ts'
import type { FactTable } from './tables.ts'
import type { StoreLimits } from '../store.ts'
import { StoreError } from '../store-error.ts'

/** Between inputs and facts, and the JSON they are kept as. */

/** An input as the journal table holds it. */
export function storedEntry({ seq, input }: JournalEntry, limits: StoreLimits): StoredEntry {
  return { seq, at: input.at, kind: input.kind, body: written(input, limits) }
}

/** An input read back. */
export function entryFrom({ seq, kind, body }: Omit<StoredEntry, 'at'>): JournalEntry {
  const input: unknown = readBody(body, { kind, name: 'journal.body' })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- storedEntry alone writes bodies with the kind of their column.
  return { seq, input: input as Input }
}

/** A fact as the facts table holds it, with what it is looked up by beside the body. */
export function factRow(
  { seq, nth, fact }: PlacedFact,
  limits: StoreLimits,
): Omit<FactTable, 'tenant'> {
  return {
    seq,
    nth,
    at: fact.at,
    kind: fact.kind,
    interaction: 'interaction' in fact ? (fact.interaction ?? null) : null,
    agent: 'agent' in fact ? fact.agent : null,
    queue: 'queue' in fact ? fact.queue : null,
    body: written(fact, limits),
  }
}

/** A fact read back. */
export function factFrom(row: Pick<FactTable, 'seq' | 'nth' | 'kind' | 'body'>): PlacedFact {
  const fact: unknown = readBody(row.body, { kind: row.kind, name: 'facts.body' })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- factRow alone writes bodies with the kind of their column.
  return { seq: row.seq, nth: row.nth, fact: fact as Fact }
}

function written(value: Input | Fact, { bodyCharactersMax }: StoreLimits): string {
  const body = JSON.stringify(value)
  if (body.length <= bodyCharactersMax) return body
  throw new StoreError('too-large', {
    words: `A ${value.kind} of ${body.length} characters is over the limit of ${bodyCharactersMax}.`,
    remedy: 'Make it smaller, or raise bodyCharactersMax.',
  })
}

function readBody(body: string, { kind, name }: { kind: string; name: string }): unknown {
  const value = parsed(body)
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind) {
    return value
  }
  throw damaged(name, body)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
