import { days, type Stretch, weekOf } from './week.ts'

/** A moment as a clock on the wall of a zone says it. */
export interface WallTime {
  /** As `2026-11-21`. */
  readonly date: string
  /** After midnight. */
  readonly minute: number
}

/** A holiday as it is written in the tenant's file. */
export interface WrittenHoliday {
  readonly date: string
  readonly open?: unknown
}

/** What hours say now, and when they say something else; never where there is no such moment. */
export interface NextChange {
  readonly isOpen: boolean
  readonly next: (WallTime & { readonly days: number }) | undefined
}

/** How far ahead a change is looked for. */
const daysMax = 366
const dayMinutes = 1440
const dayMs = 86_400_000

/** What the clock on a wall of the zone says; nothing where no such zone is known. */
export function wallTime(zone: string, at: number): WallTime | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'short',
    }).formatToParts(at)
    const part = (type: string): string => parts.find(one => one.type === type)?.value ?? '0'
    return {
      date: `${part('year')}-${part('month')}-${part('day')}`,
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** When hours as they are written open or close next, by the clock on the wall. */
export function nextChange(
  written: { readonly week: unknown; readonly holidays: readonly WrittenHoliday[] },
  now: WallTime,
): NextChange {
  const week = weekOf(written.week)
  const today = Date.parse(`${now.date}T00:00:00Z`)
  const on = (day: number): readonly Stretch[] => {
    const date = dateOf(today + day * dayMs)
    const holiday = written.holidays.find(one => one.date === date)
    if (holiday !== undefined) return weekOf({ mon: holiday.open })[0] ?? []
    const weekday = (new Date(today + day * dayMs).getUTCDay() + 6) % days.length
    return week[weekday] ?? []
  }
  const isOpenAt = (day: number, minute: number): boolean =>
    on(day).some(({ from, to }) => from <= minute && minute < to)
  const isOpen = isOpenAt(0, now.minute)
  for (let day = 0; day <= daysMax; day += 1) {
    // Hours change only where a stretch begins or ends; one that ends at midnight ends tomorrow at 0.
    const edges = [0, ...on(day).flatMap(({ from, to }) => [from, to])]
      .filter(minute => minute < dayMinutes && (day > 0 || minute > now.minute))
      .toSorted((a, b) => a - b)
    const minute = edges.find(edge => isOpenAt(day, edge) !== isOpen)
    if (minute !== undefined) {
      return { isOpen, next: { date: dateOf(today + day * dayMs), minute, days: day } }
    }
  }
  return { isOpen, next: undefined }
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
