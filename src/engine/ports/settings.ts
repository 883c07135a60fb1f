import type { TenantId } from '#core'

/** One version of everything a tenant has decided about itself, as its files say it. */
export interface SettingsVersion {
  /** From 1, without a gap as long as versions are kept. */
  readonly version: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Who made it, in words for people. */
  readonly by: string
  /** Whether it came from the files of the installation, or from a page or a program. */
  readonly origin: 'files' | 'page'
  /** What was done, in words. */
  readonly why: string
  /** The texts by path; the tenant's own file first, then its flows. */
  readonly texts: ReadonlyMap<string, string>
}

/** A version without what it holds. */
export type SettingsRow = Omit<SettingsVersion, 'texts'>

/** The most versions kept of one tenant; older ones go as new ones come. */
export const settingsVersionsMax = 200

/**
 * Versions of a tenant's configuration. Promises every implementation keeps:
 *
 * 1. When `keep` resolves with `kept`, the version survives a kill of the process.
 * 2. Of two who keep the same number at the same time, one is told `taken`.
 * 3. Texts come back in their order, letter for letter.
 * 4. At most `settingsVersionsMax` versions of a tenant are kept; the oldest go first.
 */
export interface SettingsPort {
  readonly keep: (tenant: TenantId, version: SettingsVersion) => Promise<'kept' | 'taken'>
  readonly latest: (tenant: TenantId) => Promise<SettingsVersion | undefined>
  readonly version: (tenant: TenantId, version: number) => Promise<SettingsVersion | undefined>
  /** The newest first. */
  readonly list: (tenant: TenantId, limit: number) => Promise<readonly SettingsRow[]>
  /** Takes a version back that never came into force. */
  readonly drop: (tenant: TenantId, version: number) => Promise<void>
}
