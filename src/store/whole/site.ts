import type { StorePlace } from '../store.ts'

/**
 * Where a restored store is put: first beside the place it is for, then in it, so that a restore
 * that breaks off has changed nothing.
 */
export interface Site {
  /** The place beside, where nothing else is. */
  readonly beside: StorePlace
  /** Whether anything durable of a tenant is in the place already. */
  readonly isTaken: () => Promise<boolean>
  /** Stops in words where a server runs on the place. */
  readonly refuseInUse: () => Promise<void>
  /** Drops what an earlier restore left beside when it broke off. */
  readonly clearBeside: () => Promise<void>
  /** Puts what is beside into the place, and gives the name under which the old one is kept. */
  readonly swapIn: (stamp: string) => Promise<string | undefined>
}
