import type { Input, InvariantBroken, TenantId } from '#core'
import type { JournalPort } from '../ports/journal.ts'

/** What stands in the place of inputs that broke an invariant, by their numbers. */
export type Replacements = Map<number, InvariantBroken>

/** One place of the past. At a place that only says what another was replaced by, nothing happened. */
export interface PastEntry {
  readonly seq: number
  readonly input: Input | undefined
  /** The input as the journal has it. */
  readonly written: Input
}

/** What the journal says to put in the place of which input. */
export async function readReplacements(
  journal: Pick<JournalPort, 'marks'>,
  tenant: TenantId,
): Promise<Replacements> {
  const found: Replacements = new Map()
  for (const { input } of await journal.marks(tenant)) {
    if (input.kind === 'invariant-broken') found.set(input.instead, input)
  }
  return found
}

/**
 * The past as it counts: the journal with what stands in the place of its broken inputs. Whoever
 * replays reads it this way, or ends in another state than the lane did.
 */
export async function* readPast(
  journal: Pick<JournalPort, 'read'>,
  of: { readonly tenant: TenantId; readonly fromSeq: number; readonly replaced: Replacements },
): AsyncIterable<PastEntry> {
  for await (const { seq, input } of journal.read(of.tenant, of.fromSeq)) {
    const counts = input.kind !== 'invariant-broken'
    yield {
      seq,
      written: input,
      input: counts ? inPlace(input, of.replaced.get(seq)) : undefined,
    }
  }
}

function inPlace(input: Input, replacement: InvariantBroken | undefined): Input {
  return replacement === undefined ? input : { ...replacement, at: input.at }
}
