import type { HoursId } from '../ids.ts'

/**
 * Opening hours in local time. The zone is carried as its table of offsets, made where the
 * configuration is read: the core asks no clock and no time-zone database, so a journal
 * replays alike on every machine.
 */
export interface Hours {
  readonly id: HoursId
  readonly name: string
  readonly zone: Zone
  /** Spans by weekday, Monday first. */
  readonly week: readonly DaySpans[]
  readonly holidays: readonly Holiday[]
}

/** An IANA zone and the moments its offset from UTC changes, oldest first. */
export interface Zone {
  readonly name: string
  /** The offset before the first change. */
  readonly offsetMinutes: number
  readonly changes: readonly { readonly at: number; readonly offsetMinutes: number }[]
}

/** The open spans of one day. */
export type DaySpans = readonly Span[]

/** Minutes after local midnight, `from` included, `to` not; 1440 is the day's end. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A day, as `2026-12-25`, on which the week's spans do not hold. Without spans it is closed all day. */
export interface Holiday {
  readonly date: string
  readonly name: string
  readonly spans: DaySpans
}

/** What the hours say at a moment, and why, in words. */
export interface HoursVerdict {
  readonly verdict: 'open' | 'closed' | 'holiday'
  readonly why: string
}
