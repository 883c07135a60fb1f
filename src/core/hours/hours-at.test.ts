import { expect, test } from 'vitest'
import { toId } from '../ids.ts'
import type { DaySpans, Holiday, Hours, Zone } from './hours.ts'
import { hoursAt } from './hours-at.ts'

const london: Zone = {
  name: 'Europe/London',
  offsetMinutes: 0,
  changes: [
    { at: Date.parse('2026-03-29T01:00Z'), offsetMinutes: 60 },
    { at: Date.parse('2026-10-25T01:00Z'), offsetMinutes: 0 },
    { at: Date.parse('2027-03-28T01:00Z'), offsetMinutes: 60 },
  ],
}
const kolkata: Zone = { name: 'Asia/Kolkata', offsetMinutes: 330, changes: [] }

function span(text: string): DaySpans[number] {
  const [from = 0, to = 0] = text.split('-').map(clock => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number)
    return hour * 60 + minute
  })
  return { from, to }
}

function hours(week: readonly string[], zone = london, holidays: readonly Holiday[] = []): Hours {
  const days = week.map(day => (day === '' ? [] : day.split(' ').map(span)))
  return { id: toId('office'), name: 'Office', zone, week: days, holidays }
}

const everyDay = (spans: string): string[] => Array.from({ length: 7 }, () => spans)
const office = [...Array.from({ length: 5 }, () => '09:00-12:30 13:30-17:30'), '10:00-14:00', '']
const holidays: Holiday[] = [
  { date: '2026-12-25', name: 'Christmas Day', spans: [] },
  { date: '2026-12-24', name: 'Christmas Eve', spans: [span('09:00-12:00')] },
]

/** A day on which the office is shut. */
const shutOn = (date: string): Holiday => ({ date, name: 'Shut', spans: [] })

/** A line per moment: what the hours say, and why. */
function lines(table: string): readonly string[] {
  return table
    .trim()
    .split('\n')
    .map(line => line.trim())
}

/** What the hours really say at the moments of a table, in the table's own form. */
function verdicts(these: Hours, table: string): readonly string[] {
  return lines(table).map(line => {
    const moment = line.split(' ')[0] ?? ''
    const { verdict, why } = hoursAt(these, Date.parse(`${moment}:00Z`))
    return `${moment} ${verdict.padEnd(7)} ${why}`
  })
}

test('an office week opens, breaks for lunch, and closes on local time in winter and summer', () => {
  const weekTable = `
    2026-11-23T08:59 closed  closed: opens 09:00 (Europe/London)
    2026-11-23T09:00 open    open until 12:30 (Europe/London)
    2026-11-23T12:30 closed  closed: opens 13:30 (Europe/London)
    2026-11-23T17:29 open    open until 17:30 (Europe/London)
    2026-11-23T17:30 closed  closed: opens Tuesday 09:00 (Europe/London)
    2026-11-27T18:00 closed  closed: opens Saturday 10:00 (Europe/London)
    2026-11-28T15:00 closed  closed: opens Monday 09:00 (Europe/London)
    2026-07-06T07:59 closed  closed: opens 09:00 (Europe/London)
    2026-07-06T08:00 open    open until 12:30 (Europe/London)
    2026-07-06T16:30 closed  closed: opens Tuesday 09:00 (Europe/London)
    `
  expect(verdicts(hours(office), weekTable)).toEqual(lines(weekTable))
})

test('a holiday closes the day, or shortens it to its own spans', () => {
  const yearTable = `
    2026-12-24T10:00 open    open until 12:00 (Europe/London), holiday hours: Christmas Eve
    2026-12-24T12:00 holiday holiday: Christmas Eve, opens Saturday 10:00 (Europe/London)
    2026-12-25T10:00 holiday holiday: Christmas Day, opens Saturday 10:00 (Europe/London)
    2026-12-23T18:00 closed  closed: opens Thursday 09:00 (Europe/London)
    `
  expect(verdicts(hours(office, london, holidays), yearTable)).toEqual(lines(yearTable))
})

test('a span to midnight runs on into the next day where that day begins at midnight', () => {
  const nightsTable = `
    2026-11-23T21:00 open    open until Tuesday 02:00 (Europe/London)
    2026-11-24T01:59 open    open until 02:00 (Europe/London)
    2026-11-24T02:00 closed  closed: opens Wednesday 20:00 (Europe/London)
    2026-11-25T23:59 open    open until midnight (Europe/London)
    2026-11-26T00:00 closed  closed: opens Monday 20:00 (Europe/London)
    `
  expect(
    verdicts(hours(['20:00-24:00', '00:00-02:00', '20:00-24:00', '', '', '', '']), nightsTable),
  ).toEqual(lines(nightsTable))
})

test('a span in the hour that spring skips never comes, and one over it is an hour shorter', () => {
  const skippedTable = `
    2026-03-28T01:30 open    open until 02:00 (Europe/London)
    2026-03-29T00:59 closed  closed: opens Monday 01:00 (Europe/London)
    2026-03-29T01:00 closed  closed: opens Monday 01:00 (Europe/London)
    `
  expect(verdicts(hours(everyDay('01:00-02:00')), skippedTable)).toEqual(lines(skippedTable))
  const shorterTable = `
    2026-03-29T00:29 closed  closed: opens 00:30 (Europe/London)
    2026-03-29T00:59 open    open until 02:30 (Europe/London)
    2026-03-29T01:29 open    open until 02:30 (Europe/London)
    2026-03-29T01:30 closed  closed: opens Monday 00:30 (Europe/London)
    `
  expect(verdicts(hours(everyDay('00:30-02:30')), shorterTable)).toEqual(lines(shorterTable))
  const latenightTable = '2026-03-29T00:59 closed  closed: opens 02:00 (Europe/London)'
  expect(verdicts(hours(everyDay('01:30-05:00')), latenightTable)).toEqual(lines(latenightTable))
})

test('a span in the hour that autumn repeats is open twice', () => {
  const repeatedTable = `
    2026-10-25T00:14 closed  closed: opens 01:15 (Europe/London)
    2026-10-25T00:15 open    open until 01:45 (Europe/London)
    2026-10-25T00:45 closed  closed: opens 01:15 (Europe/London)
    2026-10-25T01:14 closed  closed: opens 01:15 (Europe/London)
    2026-10-25T01:15 open    open until 01:45 (Europe/London)
    2026-10-25T01:45 closed  closed: opens Monday 01:15 (Europe/London)
    `
  expect(verdicts(hours(everyDay('01:15-01:45')), repeatedTable)).toEqual(lines(repeatedTable))
  const longerTable = `
    2026-10-25T00:30 open    open until 02:30 (Europe/London)
    2026-10-25T02:29 open    open until 02:30 (Europe/London)
    2026-10-25T02:30 closed  closed: opens Monday 00:30 (Europe/London)
    `
  expect(verdicts(hours(everyDay('00:30-02:30')), longerTable)).toEqual(lines(longerTable))
})

test('hours that never close say so, and hours that never open say so', () => {
  const always = hours(everyDay('00:00-24:00'))
  const never = hours(everyDay(''))
  const at = Date.parse('2026-11-23T10:00Z')
  expect(hoursAt(always, at)).toEqual({ verdict: 'open', why: 'open around the clock' })
  expect(hoursAt(never, at)).toEqual({
    verdict: 'closed',
    why: 'closed: no opening within a year',
  })
})

test('hours always open still close on a holiday within the week, and open after it', () => {
  const alwaysTable = `
    2026-12-23T10:00 open    open until Friday 00:00 (Europe/London)
    2026-12-24T10:00 open    open until midnight (Europe/London)
    2026-12-25T10:00 holiday holiday: Christmas Day, opens Saturday 00:00 (Europe/London)
    `
  expect(
    verdicts(hours(everyDay('00:00-24:00'), london, holidays.slice(0, 1)), alwaysTable),
  ).toEqual(lines(alwaysTable))
})

test('an offset of half an hour and overlapping, unsorted spans are read as one', () => {
  const daysTable = `
    2026-11-23T03:29 closed  closed: opens 09:00 (Asia/Kolkata)
    2026-11-23T03:30 open    open until 18:00 (Asia/Kolkata)
    2026-11-23T12:30 closed  closed: opens Tuesday 09:00 (Asia/Kolkata)
    `
  expect(verdicts(hours(everyDay('12:00-18:00 09:00-13:00'), kolkata), daysTable)).toEqual(
    lines(daysTable),
  )
})

test('an opening more than a week away is named by its date, leap days and year ends included', () => {
  const shut = Array.from({ length: 9 }, (_, index) => shutOn(`2027-12-${String(23 + index)}`))
  const yearEndTable =
    '2027-12-23T10:00 holiday holiday: Shut, opens 2028-01-03 09:00 (Europe/London)'
  expect(verdicts(hours(office, london, [...shut, shutOn('2028-01-01')]), yearEndTable)).toEqual(
    lines(yearEndTable),
  )
  const leap = ['2028-02-28', '2028-02-29', '2028-03-01', '2028-03-02', '2028-03-03', '2028-03-04']
  const leapDayTable =
    '2028-02-28T10:00 holiday holiday: Shut, opens 2028-03-06 09:00 (Europe/London)'
  expect(verdicts(hours(office, london, leap.map(shutOn)), leapDayTable)).toEqual(
    lines(leapDayTable),
  )
})

test('every day of four hundred years has the date the calendar gives it', () => {
  const wrong: string[] = []
  const always = { ...hours(everyDay('')), zone: { ...kolkata, offsetMinutes: 0 } }
  for (let day = -25_567; day < 120_530; day += 97) {
    const at = day * 86_400_000
    const expected = new Date(at).toISOString().slice(0, 10)
    const closedOn = { ...always, holidays: [{ date: expected, name: 'It', spans: [] }] }
    if (hoursAt(closedOn, at).verdict !== 'holiday') wrong.push(expected)
  }
  expect(wrong).toEqual([])
})
