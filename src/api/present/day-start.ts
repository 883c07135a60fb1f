import type { TenantConfig, Zone } from '#core'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * The last midnight by the tenant's clock on the wall: that of its first opening hours, or UTC
 * where it has none. On a day that loses or gains an hour, midnight has the offset it had then.
 */
export function dayStart(config: TenantConfig | undefined, at: number): number {
  const zone = config?.hours[0]?.zone
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
