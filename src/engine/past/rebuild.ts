import type { Input, Outcome, TenantId, TenantState } from '#core'
import { newState } from '#core'
import type { JournalEntry, JournalPort } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { Snapshot, SnapshotsPort } from '../ports/snapshots.ts'
import type { Replacements } from './read-past.ts'
import { readPast } from './read-past.ts'
import { readSnapshot } from './snapshot.ts'

/** What it takes to make a state from the past. */
export interface PastParts {
  readonly tenant: TenantId
  readonly journal: JournalPort
  readonly snapshots: SnapshotsPort | undefined
  readonly step: (state: TenantState, input: Input) => Outcome
  /** The code that steps, as snapshots name it. */
  readonly version: string
  readonly log: Log
}

/** A state and how far it has come. */
export interface Point {
  readonly state: TenantState
  seq: number
  /** The last entry worked in. */
  last: JournalEntry | undefined
}

/** An input that no step could take. */
export interface BrokenInput {
  readonly seq: number
  readonly input: Input
  readonly error: unknown
}

/** The snapshot to begin from, if there is one before a number that can be trusted; else the very beginning. */
export async function beginPoint(
  parts: PastParts,
  before = Infinity,
): Promise<{ readonly point: Point; readonly from: Snapshot | undefined }> {
  const from = await latest(parts)
  if (from !== undefined && from.seq < before) {
    const point = await pointIn(parts, from)
    if (point !== undefined) return { point, from }
    parts.log('info', 'snapshot-ignored', { tenant: parts.tenant, seq: from.seq })
  }
  return { point: { state: newState(parts.tenant), seq: 0, last: undefined }, from: undefined }
}

/** Goes on from a point until the past ends, a number is reached, or a step breaks. */
export async function replayOn(
  point: Point,
  parts: PastParts,
  how: {
    readonly replaced: Replacements
    readonly before?: number
    readonly onOutcome?: (seq: number, outcome: Outcome) => void
  },
): Promise<BrokenInput | undefined> {
  const of = { tenant: parts.tenant, fromSeq: point.seq + 1, replaced: how.replaced }
  for await (const { seq, input, written } of readPast(parts.journal, of)) {
    if (seq >= (how.before ?? Infinity)) return undefined
    if (input !== undefined) {
      try {
        const outcome = parts.step(point.state, input)
        how.onOutcome?.(seq, outcome)
      } catch (error) {
        return { seq, input, error }
      }
    }
    point.seq = seq
    point.last = { seq, input: written }
  }
  return undefined
}

async function latest({ log, snapshots, tenant }: PastParts): Promise<Snapshot | undefined> {
  try {
    return await snapshots?.latest(tenant)
  } catch (error) {
    log('warn', 'snapshot-not-read', { tenant, words: String(error) })
    return undefined
  }
}

async function pointIn(
  { journal, log, tenant, version }: PastParts,
  snapshot: Snapshot,
): Promise<Point | undefined> {
  for await (const last of journal.read(tenant, snapshot.seq)) {
    try {
      const state = await readSnapshot(snapshot, { tenant, version, last })
      return state && { state, seq: snapshot.seq, last }
    } catch (error) {
      log('warn', 'snapshot-damaged', { tenant, seq: snapshot.seq, words: String(error) })
      return undefined
    }
  }
  return undefined
}
