import { expect, test } from 'vitest'
import { zoneTable } from './zone-table.ts'

/** A table in text: the first offset, then each change as moment and new offset. */
function tableText(name: string, fromYear: number, years: number): readonly string[] {
  const zone = zoneTable(name, { fromYear, years })
  if (zone === undefined) return ['unknown']
  return [
    String(zone.offsetMinutes),
    ...zone.changes.map(({ at, offsetMinutes }) => {
      return `${new Date(at).toISOString().slice(0, 16)} ${offsetMinutes}`
    }),
  ]
}

test.each([
  ['Europe/London', 2026, 1, ['0', '2026-03-29T01:00 60', '2026-10-25T01:00 0']],
  ['America/New_York', 2026, 1, ['-300', '2026-03-08T07:00 -240', '2026-11-01T06:00 -300']],
  // Brazil kept summer time for the last time in the summer of 2018 to 2019.
  [
    'America/Sao_Paulo',
    2018,
    9,
    ['-120', '2018-02-18T02:00 -180', '2018-11-04T03:00 -120', '2019-02-17T02:00 -180'],
  ],
  // Lord Howe Island moves its clocks by half an hour.
  ['Australia/Lord_Howe', 2026, 1, ['660', '2026-04-04T15:00 630', '2026-10-03T15:30 660']],
  ['Asia/Kolkata', 2026, 5, ['330']],
  // Moscow changed its mind in 2011 and again in 2014, and has been still since then.
  [
    'Europe/Moscow',
    2010,
    17,
    [
      '180',
      '2010-03-27T23:00 240',
      '2010-10-30T23:00 180',
      '2011-03-26T23:00 240',
      '2014-10-25T22:00 180',
    ],
  ],
  // Morocco leaves summer time for Ramadan: two changes a month apart.
  ['Africa/Casablanca', 2025, 1, ['60', '2025-02-23T02:00 0', '2025-04-06T02:00 60']],
  ['UTC', 2026, 2, ['0']],
  ['Europe/Lundon', 2026, 1, ['unknown']],
  ['+01:00', 2026, 1, ['unknown']],
  ['', 2026, 1, ['unknown']],
] as const)(
  '%s from %i for %i years changes as its history says',
  (name, from, years, expected) => {
    expect(tableText(name, from, years)).toEqual(expected)
  },
)
