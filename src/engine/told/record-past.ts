import type { InteractionId, TenantId } from '#core'
import { readPast, readReplacements } from '../past/read-past.ts'
import type { JournalEntry, JournalPort } from '../ports/journal.ts'
import type { PlacedFact } from '../ports/records.ts'
import type { Recorded } from './recorded.ts'
import { maskOthers, retell } from './retell.ts'

/** Inputs in one recorded interaction: about 20 MB of text, and a second or two to tell again. */
export const recordedInputsMax = 200_000

/** What became of recording an interaction. */
export type Recording =
  | { readonly ok: true; readonly past: Recorded; readonly seqs: ReadonlySet<number> }
  | { readonly ok: false; readonly code: 'too-much-past'; readonly words: string }

/**
 * Takes an interaction out of the journal as a test: everything its tenant saw up to its last
 * fact, as decisions depend on all that came before. Others' numbers are masked, unless a flow
 * looked at one and the interaction would go another way without it.
 */
export async function recordPast(
  journal: Pick<JournalPort, 'read' | 'marks'>,
  of: {
    readonly tenant: TenantId
    readonly interaction: InteractionId
    readonly kept: readonly PlacedFact[]
    readonly inputsMax?: number
  },
): Promise<Recording> {
  const { tenant, interaction, kept, inputsMax = recordedInputsMax } = of
  const last = kept.at(-1)?.seq ?? 0
  if (last > inputsMax) return tooMuch(last, inputsMax)
  const replaced = await readReplacements(journal, tenant)
  const inputs: JournalEntry[] = []
  for await (const { seq, input } of readPast(journal, { tenant, fromSeq: 1, replaced })) {
    if (seq > last) break
    if (input !== undefined) inputs.push({ seq, input })
  }
  const facts = kept.map(({ fact }) => fact)
  const plain: Recorded = { tenant, interaction, masked: false, inputs, facts }
  const masked = maskOthers(plain)
  const same = (await retell(masked)).differences.length === 0
  const seqs = new Set(kept.map(({ seq }) => seq))
  return { ok: true, past: same ? masked : plain, seqs }
}

function tooMuch(last: number, inputsMax: number): Recording {
  return {
    ok: false,
    code: 'too-much-past',
    words: `${last} inputs lead up to it; a recorded interaction holds ${inputsMax} at most.`,
  }
}
