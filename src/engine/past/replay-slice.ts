import type { Input, Outcome } from '#core'
import { newState, step } from '#core'
import type { JournalSlice } from '../ports/alarms.ts'
import type { JournalEntry } from '../ports/journal.ts'
import { codeVersion } from './code-version.ts'
import { readPast } from './read-past.ts'
import { readSnapshot } from './snapshot.ts'

/** One step of a slice told again: what came of it, or what it broke with. */
export type SliceStep =
  | { readonly seq: number; readonly input: Input; readonly outcome: Outcome }
  | { readonly seq: number; readonly input: Input; readonly broke: unknown }

/** The slice was made by other code, so that its state means nothing here. */
export class SliceError extends Error {
  override readonly name = 'SliceError'
  readonly code = 'other-version'
}

/** Tells a slice again, step by step, up to the one that breaks. */
export async function* replaySlice(slice: JournalSlice): AsyncIterable<SliceStep> {
  const entries: JournalEntry[] = []
  for await (const entry of slice.entries) entries.push(entry)
  const state = await stateOf(slice, entries)
  const replaced = new Map(slice.replaced.map(mark => [mark.instead, mark]))
  const { tenant } = slice
  const journal = { read: (_: unknown, from: number) => listed(entries, from) }
  const fromSeq = (slice.from?.seq ?? 0) + 1
  for await (const { input, seq } of readPast(journal, { tenant, fromSeq, replaced })) {
    if (input === undefined) continue
    let outcome: Outcome
    try {
      outcome = step(state, input)
    } catch (broke) {
      yield { seq, input, broke }
      return
    }
    yield { seq, input, outcome }
  }
}

async function stateOf(
  { from, tenant }: JournalSlice,
  [last]: readonly JournalEntry[],
): Promise<ReturnType<typeof newState>> {
  if (from === undefined) return newState(tenant)
  const trusted = { tenant, version: codeVersion() }
  const state = last && (await readSnapshot(from, { ...trusted, last }))
  if (state !== undefined) return state
  throw new SliceError(
    `The slice was made by other code (${from.version}): replay it with the version that made it.`,
  )
}

async function* listed(
  entries: readonly JournalEntry[],
  fromSeq: number,
): AsyncIterable<JournalEntry> {
  for (const entry of entries) if (entry.seq >= fromSeq) yield entry
}
