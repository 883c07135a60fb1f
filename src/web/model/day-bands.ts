import type { DayView } from '#contract'

const hourMs = 3_600_000

/** Before the first and after the last state, so that neither touches the edge. */
const marginMs = 10 * 60_000

/** One state of the day as a band, from 0 to 100 along the line. */
export interface DayBand {
  readonly segment: DayView['segments'][number]
  readonly from: number
  readonly width: number
  readonly lastedMs: number
}

/** A day ready to be drawn. */
export interface DayLine {
  readonly bands: readonly DayBand[]
  /** Full hours along the line. */
  readonly hours: readonly { readonly at: number; readonly place: number }[]
}

/** The part of the day at which anything was, in whole hours by the zone's own clock. */
function span(view: DayView): { readonly from: number; readonly to: number } {
  const worked = view.segments.filter(({ state }) => state !== 'signed-out')
  const first = worked[0]?.from ?? view.from
  const end = Math.min(view.to, view.at)
  const last = Math.max(...worked.map(({ to }) => to ?? end), first + hourMs)
  // The day begins at a full hour of its zone, which zones of half hours have at other moments than UTC.
  const back = Math.floor((first - marginMs - view.from) / hourMs) * hourMs
  const on = Math.ceil((last + marginMs - view.from) / hourMs) * hourMs
  return { from: view.from + Math.max(0, back), to: Math.min(view.to, view.from + on) }
}

/** Hours between two that are named where a day fits the page, by how long the day is. */
function hourStep(hours: number): number {
  return hours > 12 ? 2 : 1
}

/** Lays a day along a line, so many times larger than the page. A state that lasts ends now. */
export function dayLine(view: DayView, zoom = 1): DayLine {
  const { from, to } = span(view)
  const place = (at: number): number =>
    (100 * (Math.min(Math.max(at, from), to) - from)) / Math.max(1, to - from)
  const end = Math.min(view.at, view.to)
  const bands = view.segments
    .filter(({ state }) => state !== 'signed-out')
    .map(segment => {
      const until = segment.to ?? end
      const begin = place(segment.from)
      return {
        segment,
        from: begin,
        width: place(until) - begin,
        lastedMs: until - segment.from,
      }
    })
  const hours = Math.max(0, (to - from) / hourMs)
  // Drawn larger, hours stand twice as far apart before their halves and quarters are named.
  const step = Math.max(1 / 4, hourStep(hours) * Math.min(1, 2 / zoom))
  return {
    bands,
    hours: Array.from({ length: Math.floor(hours / step) + 1 }, (_, nth) => {
      const at = from + nth * step * hourMs
      return { at, place: place(at) }
    }),
  }
}

/** How long each state lasted, the longest first. */
export function dayTotals(
  line: DayLine,
): readonly { readonly state: DayBand['segment']['state']; readonly lastedMs: number }[] {
  const totals = new Map<DayBand['segment']['state'], number>()
  for (const { segment, lastedMs } of line.bands) {
    totals.set(segment.state, (totals.get(segment.state) ?? 0) + lastedMs)
  }
  return [...totals]
    .map(([state, lastedMs]) => ({ state, lastedMs }))
    .toSorted((a, b) => b.lastedMs - a.lastedMs)
}

/** The date so many days from another, `2026-11-21`. */
export function dateBeside(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 24 * hourMs).toISOString().slice(0, 10)
}
