import type { TenantState } from '#core'

/** The reasons offered to a tenant that names none of its own. */
const usualReasons: readonly string[] = ['break', 'lunch', 'meeting', 'training', 'other']

/** What an agent of a tenant can be not ready for. */
export function reasonsOf({ config }: Pick<TenantState, 'config'>): readonly string[] {
  return config?.notReadyReasons ?? usualReasons
}
