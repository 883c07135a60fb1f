import type { DaySpans, Holiday, Hours, HoursVerdict } from './hours.ts'
import type { Stretch } from './local-time.ts'
import {
  clockText,
  dateText,
  dayMinutes,
  dayOf,
  stretchesFrom,
  wallMinute,
  weekdayOf,
} from './local-time.ts'

/** How far ahead a closing time is looked for; hours that stay open longer are open around the clock. */
export const closingDaysMax = 7

/** How far ahead the next opening is looked for. */
export const openingDaysMax = 366

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/**
 * What opening hours say at a moment, and why in words. Spans are read off the clock on the wall:
 * a span in the hour that daylight saving skips never comes, one in the hour that comes twice is
 * open twice.
 */
export function hoursAt(hours: Hours, at: number): HoursVerdict {
  const stretches = stretchesFrom(hours.zone, at)
  const now = wallMinute(at, stretches[0]?.offsetMinutes ?? hours.zone.offsetMinutes)
  const today = dayOf(now)
  const holiday = holidayOn(hours, today)
  if (spanEnd(hours, now) !== undefined) {
    const until = closing(hours, stretches, at)
    const during = holiday === undefined ? '' : `, holiday hours: ${holiday.name}`
    return { verdict: 'open', why: `${openWords(until, now, hours.zone.name)}${during}` }
  }
  const next = openingWords(opening(hours, stretches, at), now, hours.zone.name)
  return holiday === undefined
    ? { verdict: 'closed', why: `closed: ${next}` }
    : { verdict: 'holiday', why: `holiday: ${holiday.name}, ${next}` }
}

/** The first wall minute at which the hours are closed again. */
function closing(hours: Hours, stretches: readonly Stretch[], at: number): number | undefined {
  let daysLeft = closingDaysMax
  for (const stretch of stretches) {
    let minute = wallMinute(Math.max(at, stretch.from), stretch.offsetMinutes)
    const last = wallMinute(stretch.to, stretch.offsetMinutes)
    for (; minute < last; daysLeft -= 1) {
      const end = spanEnd(hours, minute)
      if (end === undefined) return minute
      if (daysLeft <= 0) return undefined
      minute = end
    }
  }
  return undefined
}

/** The first wall minute from now on at which the hours are open. */
function opening(hours: Hours, stretches: readonly Stretch[], at: number): number | undefined {
  let daysLeft = openingDaysMax
  for (const stretch of stretches) {
    const first = wallMinute(Math.max(at, stretch.from), stretch.offsetMinutes)
    const last = wallMinute(stretch.to, stretch.offsetMinutes)
    for (let day = dayOf(first); day * dayMinutes < last; day += 1) {
      const start = firstOpenMinute(hours, day, { first, last })
      if (start !== undefined) return start
      daysLeft -= 1
      if (daysLeft <= 0) return undefined
    }
  }
  return undefined
}

/** The first open minute of a day within a range of wall minutes. */
function firstOpenMinute(
  hours: Hours,
  day: number,
  range: { readonly first: number; readonly last: number },
): number | undefined {
  const starts = spansOn(hours, day).flatMap(({ from, to }) => {
    const start = Math.max(day * dayMinutes + from, range.first)
    return start < Math.min(day * dayMinutes + to, range.last) ? [start] : []
  })
  return starts.length === 0 ? undefined : Math.min(...starts)
}

/** Where the span that holds a wall minute ends, or nothing if no span holds it. */
function spanEnd(hours: Hours, minute: number): number | undefined {
  const day = dayOf(minute)
  const ofDay = minute - day * dayMinutes
  const ends = spansOn(hours, day).flatMap(({ from, to }) =>
    from <= ofDay && ofDay < to ? [day * dayMinutes + to] : [],
  )
  return ends.length === 0 ? undefined : Math.max(...ends)
}

function spansOn(hours: Hours, day: number): DaySpans {
  return holidayOn(hours, day)?.spans ?? hours.week[weekdayOf(day)] ?? []
}

function holidayOn(hours: Hours, day: number): Holiday | undefined {
  if (hours.holidays.length === 0) return undefined
  const date = dateText(day)
  return hours.holidays.find(holiday => holiday.date === date)
}

function openWords(until: number | undefined, now: number, zone: string): string {
  if (until === undefined) return 'open around the clock'
  const midnight = (dayOf(now) + 1) * dayMinutes
  return `open until ${until === midnight ? 'midnight' : momentWords(until, now)} (${zone})`
}

function openingWords(next: number | undefined, now: number, zone: string): string {
  return next === undefined
    ? 'no opening within a year'
    : `opens ${momentWords(next, now)} (${zone})`
}

/** `17:30` today, `Monday 09:00` within a week, `2027-01-04 09:00` after that. */
function momentWords(minute: number, now: number): string {
  const daysAway = dayOf(minute) - dayOf(now)
  const clock = clockText(minute)
  if (daysAway === 0) return clock
  if (daysAway > 6) return `${dateText(dayOf(minute))} ${clock}`
  return `${weekdays[weekdayOf(dayOf(minute))] ?? ''} ${clock}`
}
