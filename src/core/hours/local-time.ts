import type { Zone } from './hours.ts'

/**
 * Wall-clock time as plain integers: minutes since 1970-01-01 00:00 on the clock on the wall, and
 * days since that day. A day of the wall always has 1440 minutes; what daylight saving does to it
 * is in the zone's table, as a stretch of minutes that never comes or comes twice.
 */

/** Minutes in a day of the wall clock. */
export const dayMinutes = 1440

const minuteMs = 60_000

/** A time during which a zone keeps one offset: `from` included, `to` not, in ms since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly offsetMinutes: number
}

/** The stretches of a zone from the one that holds `at` onwards; the last one never ends. */
export function stretchesFrom(zone: Zone, at: number): readonly Stretch[] {
  const { changes } = zone
  let next = changes.findIndex(change => change.at > at)
  if (next === -1) next = changes.length
  const stretches: Stretch[] = []
  for (let index = next - 1; index < changes.length; index += 1) {
    const begun = changes[index]
    stretches.push({
      from: begun?.at ?? Number.NEGATIVE_INFINITY,
      to: changes[index + 1]?.at ?? Number.POSITIVE_INFINITY,
      offsetMinutes: begun?.offsetMinutes ?? zone.offsetMinutes,
    })
  }
  return stretches
}

/** What the clock on the wall shows at a moment, in whole minutes. */
export function wallMinute(at: number, offsetMinutes: number): number {
  return Math.floor(at / minuteMs) + offsetMinutes
}

/** The day a minute of the wall clock lies in. */
export function dayOf(minute: number): number {
  return Math.floor(minute / dayMinutes)
}

/** 0 for Monday to 6 for Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/**
 * A day as `2026-12-25`. The calendar repeats every 400 years (146,097 days); a year counted from
 * March has its leap day last, which makes months a linear function of days.
 */
export function dateText(day: number): string {
  const fromMarch = day + 719_468
  const era = Math.floor(fromMarch / 146_097)
  const dayOfEra = fromMarch - era * 146_097
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(date)}`
}

/** The time of day of a wall minute, as `09:05`. */
export function clockText(minute: number): string {
  const ofDay = minute - dayOf(minute) * dayMinutes
  return `${twoDigits(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
