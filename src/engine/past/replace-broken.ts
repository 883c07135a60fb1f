import type { Input, InvariantBroken, Outcome, Suspect, TenantState } from '#core'
import { BrokenInvariant, subjectOf } from '#core'
import type { BrokenInput, PastParts, Point } from './rebuild.ts'
import { beginPoint, replayOn } from './rebuild.ts'
import type { Replacements } from './read-past.ts'

/** How many interactions are tried as the one an input broke on, before the lane gives up. */
export const suspectsMax = 8

/** What takes the place of a broken input, and the state after it did. */
export interface Replaced {
  readonly mark: InvariantBroken
  readonly point: Point
  readonly outcome: Outcome
}

/**
 * Finds what to put in the place of a broken input: the past is made again up to before it, and
 * the likeliest interaction ended instead. If that breaks as well, the next likely one is; at
 * last none, so that the input alone is left out. Nothing here is durable yet, nor leaves.
 */
export async function replaceBroken(
  parts: PastParts,
  broken: BrokenInput,
  replaced: Replacements,
): Promise<Replaced | undefined> {
  let point = await pointBefore(parts, broken.seq, replaced)
  for (const suspect of [...suspectsOf(point.state, broken), undefined]) {
    const mark = markOf(broken, suspect)
    const outcome = tryStep(parts, point.state, { ...mark, at: broken.input.at })
    if (outcome !== undefined) return { mark, point, outcome }
    point = await pointBefore(parts, broken.seq, replaced)
  }
  return undefined
}

async function pointBefore(
  parts: PastParts,
  before: number,
  replaced: Replacements,
): Promise<Point> {
  const { point } = await beginPoint(parts, before)
  const broken = await replayOn(point, parts, { before, replaced })
  if (broken !== undefined) throw broken.error
  return point
}

function suspectsOf(state: TenantState, { error, input }: BrokenInput): readonly Suspect[] {
  const interaction = subjectOf(state, input)
  const subject: Suspect[] = interaction === undefined ? [] : [{ interaction }]
  const found = error instanceof BrokenInvariant ? error.suspects : []
  const byTimer = error instanceof BrokenInvariant && error.part === 'timers'
  const all = byTimer ? [...found, ...subject] : [...subject, ...found]
  const known = all.filter(({ interaction: id }) => id === undefined || state.interactions.has(id))
  const named = new Map(known.map(one => [one.interaction ?? `agent ${one.agent}`, one]))
  return [...named.values()].slice(0, suspectsMax)
}

function markOf({ error, seq }: BrokenInput, suspect: Suspect | undefined): InvariantBroken {
  const cause = error instanceof Error ? error.message : String(error)
  return { kind: 'invariant-broken', instead: seq, cause, ...suspect }
}

function tryStep({ step }: PastParts, state: TenantState, input: Input): Outcome | undefined {
  try {
    return step(state, input)
  } catch {
    // The caller goes on to the next suspect, and says so if none is left.
    return undefined
  }
}
