import type { TenantId } from '#core'

/** What a deed did something with, as it was before or after: anything that is JSON. */
export type AuditValue =
  | null
  | boolean
  | number
  | string
  | readonly AuditValue[]
  | { readonly [name: string]: AuditValue }

/** Who did it: a person as the directory knows them, or a part of the program by its name. */
export type AuditActor =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly role: string }
  | { readonly kind: 'program'; readonly name: string }

/** Something that somebody did and may be asked about later. Secrets have no place in it. */
export interface Deed {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly who: AuditActor
  /** What was done, as `queue-changed`: lower-case words with dashes. */
  readonly what: string
  /** What it was done to, as `queue sales`. */
  readonly about: string
  /** Absent where there was nothing before. */
  readonly before?: AuditValue
  /** Absent where nothing is left. */
  readonly after?: AuditValue
}

/** A deed in its place in the chain. */
export interface AuditEntry extends Deed {
  /** From 1, without a gap. */
  readonly seq: number
  /** The hash of the entry before; of the first one, 64 zeros. */
  readonly previous: string
  /** SHA-256 over the hash before and this entry, in hexadecimal digits. */
  readonly hash: string
}

/** Whether a tenant's chain is whole: how long it is and where it ends, or where it breaks and why. */
export type AuditVerdict =
  | { readonly ok: true; readonly length: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly words: string }

/**
 * The audit log: who did what, when, from what to what. Promises every implementation keeps:
 *
 * 1. When `append` resolves, the deed survives a kill of the process.
 * 2. Deeds are numbered in the order they were appended, whoever appends at the same time.
 * 3. Each entry's hash covers the one before, so that none can be changed, taken out or put in
 *    without `verify` naming the place. Deeds cut off at the end are seen only by whoever wrote
 *    down an earlier head.
 * 4. Tenants have chains of their own.
 */
export interface AuditPort {
  readonly append: (tenant: TenantId, deed: Deed) => Promise<AuditEntry>
  /** The newest entries first, `limit` at most, of those before a number where one is given. */
  readonly newest: (
    tenant: TenantId,
    page: { readonly before?: number; readonly limit: number },
  ) => Promise<readonly AuditEntry[]>
  readonly verify: (tenant: TenantId) => Promise<AuditVerdict>
}
