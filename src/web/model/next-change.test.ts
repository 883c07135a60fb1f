import { expect, test } from 'vitest'
import { nextChange, wallTime } from './next-change.ts'

const office = {
  week: { 'mon-fri': ['09:00-12:30', '13:30-17:30'], sat: '10:00-24:00', sun: '00:00-01:00' },
  holidays: [{ date: '2026-12-24', open: '09:00-12:00' }, { date: '2026-12-25' }],
}

/** Where, what now, what next: read as a table. */
function row(at: string): string {
  const [date = '', time = ''] = at.split('T')
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const { isOpen, next } = nextChange(office, { date, minute: hour * 60 + minute })
  const when = next === undefined ? 'never' : `${next.date} ${next.minute / 60} +${next.days}`
  return `${at} ${isOpen ? 'open' : 'shut'} ${when}`
}

test('Hours tell when they change: at noon, over the night, over a holiday, and over midnight', () => {
  const moments = [
    '2026-11-23T08:59',
    '2026-11-23T09:00',
    '2026-11-23T12:30',
    '2026-11-24T17:30',
    '2026-11-28T23:00',
    '2026-11-29T12:00',
    '2026-12-24T11:00',
    '2026-12-24T12:00',
  ]
  expect(moments.map(row)).toEqual([
    '2026-11-23T08:59 shut 2026-11-23 9 +0',
    '2026-11-23T09:00 open 2026-11-23 12.5 +0',
    '2026-11-23T12:30 shut 2026-11-23 13.5 +0',
    '2026-11-24T17:30 shut 2026-11-25 9 +1',
    '2026-11-28T23:00 open 2026-11-29 1 +1',
    '2026-11-29T12:00 shut 2026-11-30 9 +1',
    '2026-12-24T11:00 open 2026-12-24 12 +0',
    '2026-12-24T12:00 shut 2026-12-26 10 +2',
  ])
})

test('Hours of day and night never change, and a week without hours never opens', () => {
  const now = { date: '2026-11-23', minute: 600 }
  const none = { isOpen: false, next: undefined }
  expect(nextChange({ week: 'always', holidays: [] }, now)).toEqual({ ...none, isOpen: true })
  expect(nextChange({ week: {}, holidays: [] }, now)).toEqual(none)
})

test('The clock on the wall is that of the zone, and an unknown zone has none', () => {
  const at = Date.UTC(2026, 6, 1, 23, 30)
  expect(wallTime('Europe/London', at)).toEqual({ date: '2026-07-02', minute: 30 })
  expect(wallTime('Europe/Nowhere', at)).toBeUndefined()
})
