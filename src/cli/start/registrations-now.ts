import type { RegistrationsNow } from '#api'
import type { KeptTrunks } from '#channels'

/** How many trunks are to be registered, and how many their carriers have not taken. */
export function registrationsNow({ registrations }: KeptTrunks): RegistrationsNow {
  const all = [...registrations().values()]
  return { wanted: all.length, failed: all.filter(({ state }) => state === 'failed').length }
}
