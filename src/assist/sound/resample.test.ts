import { expect, test } from 'vitest'
import { resample } from './resample.ts'

const tone = (rateHz: number, frequencyHz: number): Float32Array =>
  Float32Array.from({ length: rateHz }, (_, i) =>
    Math.sin((2 * Math.PI * frequencyHz * i) / rateHz),
  )

/** Level in dB against a full-scale sine, away from the ends. */
const levelDb = (samples: Float32Array): number => {
  const inside = samples.subarray(200, -200)
  const power = inside.reduce((sum, sample) => sum + sample * sample, 0) / inside.length
  return 10 * Math.log10(2 * power)
}

test.each([16_000, 22_050, 44_100, 8_000])('from %i Hz a second stays a second', async rateHz => {
  const out = await resample({ rateHz, samples: tone(rateHz, 440) }, 8_000)
  expect([out.rateHz, out.samples.length]).toEqual([8_000, 8_000])
})

test.each([
  [16_000, 300],
  [16_000, 1_000],
  [16_000, 3_400],
  [22_050, 1_000],
  [22_050, 3_400],
])('from %i Hz a tone of %i Hz keeps its level and its place', async (rateHz, frequencyHz) => {
  const { samples: out } = await resample({ rateHz, samples: tone(rateHz, frequencyHz) }, 8_000)
  const expected = tone(8_000, frequencyHz)
  const error = out.map((sample, index) => sample - (expected[index] ?? 0))
  expect(levelDb(out)).toBeCloseTo(0, 1)
  expect(levelDb(error)).toBeLessThan(-55)
})

test.each([
  [16_000, 4_400],
  [16_000, 5_000],
  [16_000, 7_000],
  [22_050, 5_000],
  [22_050, 10_000],
])(
  'from %i Hz a tone of %i Hz does not fold back into the telephone band',
  async (rateHz, frequencyHz) => {
    const { samples: out } = await resample({ rateHz, samples: tone(rateHz, frequencyHz) }, 8_000)
    expect(levelDb(out)).toBeLessThan(-60)
  },
)
