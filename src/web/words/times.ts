/** A span as a clock shows it: 0:07, 12:30, 1:05:09. Never negative. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const tail = String(seconds % 60).padStart(2, '0')
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`
}

/** The seconds still to go, counted so that the last second is shown as 1. */
export function secondsLeft(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000))
}

/** A moment's time of day, to the second. */
export function timeOfDay(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at)
}

/** A moment's day and time, short enough for a table. */
export function dayAndTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** A moment as short as it can be said: the time alone for a moment of today. */
export function shortMoment(at: number, now: number, language: string): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  if (!isToday) return dayAndTime(at, language)
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at)
}

/** A share as a whole percentage, or undefined of nothing. */
export function percent(part: number, whole: number): string | undefined {
  return whole <= 0 ? undefined : `${Math.round((100 * part) / whole)} %`
}
