import type { TenantId } from '#core'

/** A tenant's state at one moment, made small, with all that is needed to know whether to trust it. */
export interface Snapshot {
  /** The number of the last input in it. Every fact up to it is kept already. */
  readonly seq: number
  /** The code that made it: the state of another is none. */
  readonly version: string
  /** Tells whether the body came back whole, and whether it is of this very journal. */
  readonly digest: string
  readonly body: Uint8Array
}

/**
 * Where the latest snapshot of each tenant is kept. Losing one loses nothing but time: whatever
 * is not there, or not to be trusted, is made again from the journal.
 */
export interface SnapshotsPort {
  /** Takes the place of the one before. */
  readonly keep: (tenant: TenantId, snapshot: Snapshot) => Promise<void>
  readonly latest: (tenant: TenantId) => Promise<Snapshot | undefined>
}
