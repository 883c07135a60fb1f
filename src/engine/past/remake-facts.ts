import type { Outcome } from '#core'
import type { PlacedFact } from '../ports/records.ts'
import type { PastParts } from './rebuild.ts'
import { beginPoint } from './rebuild.ts'
import type { Replacements } from './read-past.ts'
import { readPast } from './read-past.ts'

/** Facts after a number, made again by a second replay beside the lane. */
export async function* remakeFacts(
  parts: PastParts,
  of: { readonly afterSeq: number; readonly replaced: Replacements },
): AsyncIterable<PlacedFact> {
  // A snapshot is kept only when every fact up to it is; so none is missed by beginning with it.
  const { point } = await beginPoint(parts)
  const { tenant } = parts
  const from = { tenant, fromSeq: point.seq + 1, replaced: of.replaced }
  for await (const { input, seq } of readPast(parts.journal, from)) {
    if (input === undefined) continue
    let outcome: Outcome
    try {
      outcome = parts.step(point.state, input)
    } catch {
      // The lane is at this very input, and goes on from it: the facts that follow are its own to hand over.
      return
    }
    if (seq <= of.afterSeq) continue
    let nth = 0
    for (const effect of outcome.effects) {
      if (effect.kind !== 'fact') continue
      yield { seq, nth, fact: effect.fact }
      nth += 1
    }
  }
}
