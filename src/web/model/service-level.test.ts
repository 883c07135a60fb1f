import { expect, test } from 'vitest'
import { serviceLevel } from './service-level.ts'

/** The worked example of the glossary: 100 offered, 80 answered of them 70 in time, 12 gave up, 8 left otherwise. */
const today = {
  offered: 100,
  answered: 80,
  abandoned: 12,
  abandonedShort: 5,
  leftOtherwise: 8,
  answeredInTime: 70,
  waitMsAnswered: 0,
}

test.each([
  ['left', 100, '70.0'],
  ['decided', 92, '76.1'],
  ['without-short', 87, '80.5'],
  ['answered', 80, '87.5'],
] as const)('In the dialect %s 70 in time are of %i: %s %%', (dialect, whole, share) => {
  const level = serviceLevel([{ today }], dialect)
  expect(level).toEqual({ inTime: 70, whole })
  expect(((100 * level.inTime) / level.whole).toFixed(1)).toBe(share)
})

test('Of several queues counts are added', () => {
  expect(serviceLevel([{ today }, { today }], 'decided')).toEqual({ inTime: 140, whole: 184 })
})
