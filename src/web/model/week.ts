/** The days of a week, as the tenant's file names them. */
export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A stretch of a day, in minutes after midnight. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A week as it is written (`always`, or `mon-fri: 09:00-17:30`) as stretches for each day. */
export function weekOf(written: unknown): readonly (readonly Stretch[])[] {
  if (written === 'always') return days.map(() => [{ from: 0, to: 1440 }])
  const week: Stretch[][] = days.map(() => [])
  if (typeof written !== 'object' || written === null) return week
  for (const [key, spans] of Object.entries(written)) {
    const stretches = [spans].flat().flatMap(stretchOf)
    for (const day of daysOf(key)) week[day]?.push(...stretches)
  }
  return week
}

/** A week as it is written in a file: each day that is open, with its stretches. */
export function writtenWeek(texts: readonly string[]): Readonly<Record<string, unknown>> {
  const entries = texts.flatMap((text, index) => {
    const spans = text
      .split(',')
      .map(span => span.trim())
      .filter(span => span !== '')
    return spans.length === 0 ? [] : [[days[index] ?? '', spans.length === 1 ? spans[0] : spans]]
  })
  return Object.fromEntries(entries)
}

/** A day's stretches as people write them: `09:00-12:00, 13:00-17:30`. */
export function dayText(stretches: readonly Stretch[]): string {
  return stretches.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(', ')
}

function clock(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function stretchOf(text: unknown): readonly Stretch[] {
  const [, ...parts] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(String(text)) ?? []
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts.map(Number)
  return parts.length === 0
    ? []
    : [{ from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }]
}

/** `mon-fri` is five days; `sat-mon` runs over the week's end. */
function daysOf(key: string): readonly number[] {
  const [first = '', last = first] = key.split('-')
  const from = days.findIndex(day => day === first)
  const to = days.findIndex(day => day === last)
  if (from === -1 || to === -1) return []
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => (from + step) % 7)
}
