import { createHash } from 'node:crypto'
import type { TenantId } from '#core'
import type { AuditEntry, AuditVerdict, Deed } from './audit.ts'

/** The hash before the first entry of a chain. */
export const chainBeginning = '0'.repeat(64)

/** An entry as it is kept: the text that the hash covers, word for word, and the hash. */
export interface SealedEntry {
  readonly seq: number
  readonly body: string
  readonly hash: string
}

/** Puts a deed behind the last entry of its tenant's chain. */
export function seal(
  tenant: TenantId,
  deed: Deed,
  last: Pick<SealedEntry, 'seq' | 'hash'> | undefined,
): SealedEntry {
  const previous = last?.hash ?? chainBeginning
  const seq = (last?.seq ?? 0) + 1
  const { about, after, at, before, what, who } = deed
  const body = JSON.stringify({ tenant, seq, at, who, what, about, before, after, previous })
  return { seq, body, hash: hashOf(body) }
}

/** Reads an entry that was sealed. */
export function opened({ body, hash }: SealedEntry): AuditEntry {
  const { tenant: _, ...entry }: { tenant: string } & Omit<AuditEntry, 'hash'> = JSON.parse(body)
  return { ...entry, hash }
}

/** Follows a chain from its beginning, and stops where it breaks. */
export async function verifyChain(
  tenant: TenantId,
  entries: AsyncIterable<SealedEntry>,
): Promise<AuditVerdict> {
  let last = { seq: 0, hash: chainBeginning }
  for await (const entry of entries) {
    const words = faultIn(tenant, entry, last)
    if (words !== undefined) return { ok: false, seq: last.seq + 1, words }
    last = entry
  }
  return { ok: true, length: last.seq, head: last.hash }
}

function faultIn(
  tenant: TenantId,
  entry: SealedEntry,
  last: { readonly seq: number; readonly hash: string },
): string | undefined {
  if (entry.seq !== last.seq + 1) return `entry ${last.seq + 1} is missing`
  if (hashOf(entry.body) !== entry.hash) return `entry ${entry.seq} was changed after it was made`
  const said: { tenant: string; seq: number; previous: string } = JSON.parse(entry.body)
  if (said.seq !== entry.seq || said.tenant !== tenant) {
    return `entry ${entry.seq} stood in another place when it was made`
  }
  if (said.previous !== last.hash) return `entry ${entry.seq} does not follow the one before it`
  return undefined
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}
