import { expect, test } from 'vitest'
import { activeDb, activeLevelDb, peakDbMax, polish } from './polish.ts'

const rateHz = 8_000
const quiet = (ms: number): number[] => Array.from({ length: ms * 8 }, () => 0)
const tone = (ms: number, amplitude: number): number[] =>
  Array.from({ length: ms * 8 }, (_, i) => amplitude * Math.cos(2 * Math.PI * 0.05 * i))
const sound = (...parts: number[][]): Parameters<typeof polish>[0] => ({
  rateHz,
  samples: Float32Array.from(parts.flat()),
})
const peakDb = (samples: Float32Array): number =>
  20 * Math.log10(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0))

test.each([0.06, 0.1, 0.3])('speech of amplitude %f comes out at the common level', amplitude => {
  expect(activeDb(polish(sound(quiet(100), tone(500, amplitude))))).toBeCloseTo(activeLevelDb, 0)
})

test('a whisper is lifted by no more than the gain allowed', () => {
  expect(activeDb(polish(sound(tone(1_000, 0.01))))).toBeCloseTo(-43 + 12, 0)
})

test('a loud click among quiet speech holds the whole below the peak allowed', () => {
  const clicking = sound(tone(500, 0.02), [0.9], tone(500, 0.02))
  expect(peakDb(polish(clicking).samples)).toBeCloseTo(peakDbMax, 1)
})

test('long silence at the ends is cut to a breath and the pause inside stays', () => {
  const { samples } = polish(
    sound(quiet(900), tone(300, 0.2), quiet(700), tone(300, 0.2), quiet(900)),
  )
  expect(samples.length / 8).toBeCloseTo(60 + 1_300 + 150, -1)
})

test('both ends begin and finish at nothing, without a step', () => {
  const { samples } = polish(sound(tone(500, 0.5)))
  expect([samples.at(0), samples.at(-1)]).toEqual([0, 0])
  expect(Math.abs(samples.at(1) ?? 1)).toBeLessThan(0.01)
})

test('silence stays silence', () => {
  expect(polish(sound(quiet(200))).samples.every(sample => sample === 0)).toBe(true)
})
