import type { Zone } from '#core'

/** Which years a zone's table covers. */
export interface ZoneYears {
  readonly fromYear: number
  readonly years: number
}

/** How many years a table may cover. */
export const zoneYearsMax = 100

/**
 * The closest two changes a zone is known to make are a month apart (Morocco, around Ramadan), so
 * one look every five days misses none.
 */
const strideMs = 5 * 86_400_000

const secondMs = 1_000

/**
 * An IANA zone as a table of its offsets, so that the core needs no time-zone database. Changes are
 * found by looking every few days and halving the gap between two looks that differ. Gives nothing
 * for a name this machine's database does not know.
 */
export function zoneTable(name: string, { fromYear, years }: ZoneYears): Zone | undefined {
  const offsetAt = offsetReader(name)
  if (offsetAt === undefined) return undefined
  const from = Date.UTC(fromYear, 0, 1)
  const to = Date.UTC(fromYear + Math.min(years, zoneYearsMax), 0, 1)
  const changes: { readonly at: number; readonly offsetMinutes: number }[] = []
  let before = offsetAt(from)
  for (let at = from; at < to; at += strideMs) {
    const next = Math.min(at + strideMs, to)
    const after = offsetAt(next)
    if (after !== before)
      changes.push({ at: firstMoment(offsetAt, at, next), offsetMinutes: after })
    before = after
  }
  return { name, offsetMinutes: offsetAt(from), changes }
}

/** Gives the table of a zone by its name. */
export type ZoneReader = (name: string) => Zone | undefined

/** Makes each zone's table once: a tenant may have hundreds of opening hours in the same few zones. */
export function zoneReader(years: ZoneYears): ZoneReader {
  const tables = new Map<string, Zone | undefined>()
  return name => {
    const known = tables.get(name)
    if (known !== undefined || tables.has(name)) return known
    const table = zoneTable(name, years)
    tables.set(name, table)
    return table
  }
}

type OffsetReader = (at: number) => number

/** The first moment, to the second, that has the later offset of two. */
function firstMoment(offsetAt: OffsetReader, from: number, to: number): number {
  const after = offsetAt(to)
  let early = from / secondMs
  let late = to / secondMs
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (offsetAt(middle * secondMs) === after) late = middle
    else early = middle
  }
  return late * secondMs
}

/** Reads a zone's offset in whole minutes from the words the machine's database has for it. */
function offsetReader(name: string): OffsetReader | undefined {
  const format = zoneFormat(name)
  if (format === undefined) return undefined
  return at => {
    const parts = format.formatToParts(at)
    const words = parts.find(part => part.type === 'timeZoneName')?.value ?? ''
    const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(words) ?? []
    const offset = Number(hours) * 60 + Number(minutes)
    return sign === '-' ? -offset : offset
  }
}

function zoneFormat(name: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
  } catch (error) {
    // An unknown zone is an expected outcome here, and Intl has no other way to say it.
    if (error instanceof RangeError) return undefined
    throw error
  }
}
