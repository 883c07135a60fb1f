import { namesOf, type Names, type TenantConfig } from '#core'

const known = new WeakMap<TenantConfig, Names>()
const none = namesOf(undefined)

/** The names of a configuration, made once: a view is drawn thousands of times a second. */
export function namesIn(config: TenantConfig | undefined): Names {
  if (config === undefined) return none
  const before = known.get(config)
  if (before !== undefined) return before
  const names = namesOf(config)
  known.set(config, names)
  return names
}
