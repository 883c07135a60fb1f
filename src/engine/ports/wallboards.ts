import type { TenantId } from '#core'

/** A wallboard that somebody may look at without signing in, until its link is taken back. */
export interface KeptWallboard {
  readonly tenant: TenantId
  /** A digest of the token in its link; the link alone has the token. */
  readonly digest: string
  readonly id: string
  readonly madeAt: number
  /** What it shows, as whoever keeps it writes it down. */
  readonly body: string
}

/**
 * Where the links of wallboards are kept. Promises every implementation keeps:
 *
 * 1. `find` gives what was put under that digest and not dropped, and nothing else.
 * 2. `list` gives a tenant's own, the oldest first; `drop` takes none of another tenant's.
 */
export interface WallboardsPort {
  readonly put: (wallboard: KeptWallboard) => Promise<void>
  readonly find: (digest: string) => Promise<KeptWallboard | undefined>
  readonly list: (tenant: TenantId) => Promise<readonly KeptWallboard[]>
  /** False where the tenant has no such wallboard. */
  readonly drop: (tenant: TenantId, id: string) => Promise<boolean>
}
