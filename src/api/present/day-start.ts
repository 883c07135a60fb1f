import type { TenantConfig, Zone } from '#core'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** The zone whose midnight begins the day of all figures: the tenant's own, or that of its first hours. */
function zoneOf(config: TenantConfig | undefined): Zone | undefined {
  return config?.zone ?? config?.hours[0]?.zone
}

/** The day that a date names in the tenant's zone, or the one that a moment is in. */
export function dayOf(
  config: TenantConfig | undefined,
  { at, date }: { readonly at: number; readonly date: string | undefined },
): { readonly date: string; readonly zone: string; readonly from: number; readonly to: number } {
  const noon = date === undefined ? dayStart(config, at) + dayMs / 2 : Date.parse(`${date}T12:00Z`)
  const zone = zoneOf(config)
  // Noon by the wall is on the same date by any clock a few hours off.
  const inside = date === undefined ? noon : noon - offsetMsAt(zone, noon)
  const from = dayStart(config, inside)
  const to = dayStart(config, from + 1.5 * dayMs)
  const wall = new Date(inside + offsetMsAt(zone, inside)).toISOString().slice(0, 10)
  return { date: wall, zone: zone?.name ?? 'UTC', from, to }
}

/**
 * The last midnight by the tenant's clock on the wall; UTC where it names no zone and has no hours.
 * On a day that loses or gains an hour, midnight has the offset it had then.
 */
export function dayStart(config: TenantConfig | undefined, at: number): number {
  const zone = zoneOf(config)
  const guess = midnight(at, offsetMsAt(zone, at))
  return midnight(at, offsetMsAt(zone, guess))
}

function midnight(at: number, offsetMs: number): number {
  return Math.floor((at + offsetMs) / dayMs) * dayMs - offsetMs
}

function offsetMsAt(zone: Zone | undefined, at: number): number {
  if (zone === undefined) return 0
  const change = zone.changes.findLast(one => one.at <= at)
  return (change?.offsetMinutes ?? zone.offsetMinutes) * minuteMs
}
