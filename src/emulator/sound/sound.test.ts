import { expect, test } from 'vitest'
import { earHz, openEar } from './ear.ts'

function tone(hz: number, ms: number, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: (earHz * ms) / 1000 }, (_, at) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * at) / earHz)),
  )
}

test.each([425, 1004, 3000])('an ear names a tone of %d Hz and knows how pure it is', hz => {
  const ear = openEar()
  ear.take(tone(hz, 700))
  const { dominantHz, purity, levelDbfs, totalMs } = ear.heard()
  expect(Math.abs(dominantHz - hz)).toBeLessThan(2)
  expect(purity).toBeGreaterThan(0.98)
  expect(levelDbfs).toBeCloseTo(20 * Math.log10(8000 / 32_768 / Math.SQRT2), 0)
  expect(totalMs).toBe(700)
})

test('two tones share the purity, silence has neither level nor tone, and the past is forgotten', () => {
  const ear = openEar()
  expect(ear.heard()).toEqual({ levelDbfs: -96, dominantHz: 0, purity: 0, totalMs: 0 })
  const second = tone(2000, 600, 4000)
  ear.take(tone(500, 600).map((sample, at) => sample + (second[at] ?? 0)))
  expect(ear.heard().dominantHz).toBe(500)
  expect(ear.heard().purity).toBeCloseTo(0.8, 1)
  ear.take(new Int16Array(earHz))
  expect(ear.heard()).toMatchObject({ levelDbfs: -96, dominantHz: 0 })
})
