import { cardinal } from './number-words.ts'

interface WrittenTime {
  readonly hour: string | undefined
  readonly minute: string | undefined
  /** "a" or "p" in either case; empty where the text has a 24-hour clock. */
  readonly half: string | undefined
}

/**
 * Clock times become twelve-hour ones, as people say them: "17:30" is "five thirty P M". A morning hour of a
 * 24-hour clock stays without its half, because "9:00 to 17:00" needs none. '' where there is no such time.
 */
export function clockTime(written: WrittenTime): string {
  const hour = Number(written.hour)
  const letter = (written.half ?? '').toLowerCase()
  if (hour > (letter === '' ? 24 : 12)) return ''
  const half = letter === '' ? halfOf24(hour) : ` ${letter.toUpperCase()} M`
  const past = minutesPast(Number(written.minute))
  const oClock = past === '' && half === '' ? " o'clock" : ''
  return `${cardinal(hour % 12 === 0 ? 12 : hour % 12)}${past}${oClock}${half}`
}

function halfOf24(hour: number): string {
  if (hour === 0 || hour === 24) return ' A M'
  return hour > 12 ? ' P M' : ''
}

function minutesPast(minute: number): string {
  if (minute === 0) return ''
  return minute < 10 ? ` oh ${cardinal(minute)}` : ` ${cardinal(minute)}`
}
