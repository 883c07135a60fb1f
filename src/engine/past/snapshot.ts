import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { TenantId, TenantState } from '#core'
import type { JournalEntry } from '../ports/journal.ts'
import type { Snapshot } from '../ports/snapshots.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** A state written down at once, to be made small and kept when there is time. */
export interface Written {
  readonly bytes: Uint8Array
  /** The last input in it. */
  readonly last: JournalEntry
}

/**
 * Writes a state down. This is the part that makes the lane wait. V8's own format keeps what is
 * one object in two places one object, as the timers need it; JSON would make two of it.
 */
export function writeState(state: TenantState, last: JournalEntry): Written {
  return { bytes: serialize(state), last }
}

/** Makes a snapshot of what was written; the work is done beside the loop. */
export async function snapshotOf({ bytes, last }: Written, version: string): Promise<Snapshot> {
  const body = await deflate(bytes, { level: 1 })
  return { seq: last.seq, version, body, digest: digestOf(body, last) }
}

/**
 * The state in a snapshot, or nothing where it must not be trusted: made by other code, damaged,
 * or of a journal whose input of that number is not the one the snapshot ends with.
 */
export async function readSnapshot(
  snapshot: Snapshot,
  of: { readonly tenant: TenantId; readonly version: string; readonly last: JournalEntry },
): Promise<TenantState | undefined> {
  const { body, digest, seq, version } = snapshot
  if (version !== of.version || seq !== of.last.seq) return undefined
  if (digest !== digestOf(body, of.last)) return undefined
  const state: unknown = deserialize(await inflate(body))
  return isStateOf(state, of.tenant) ? state : undefined
}

function digestOf(body: Uint8Array, last: JournalEntry): string {
  const hash = createHash('sha256').update(JSON.stringify(last.input))
  return hash.update(`\0${last.seq}\0`).update(body).digest('base64url')
}

/** The digest has vouched for every byte, and the version for the shape. */
function isStateOf(state: unknown, tenant: TenantId): state is TenantState {
  return typeof state === 'object' && state !== null && 'tenant' in state && state.tenant === tenant
}
