import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const wav = readFileSync(new URL('../assets/music/waiting.wav', import.meta.url))
const samples = Array.from({ length: (wav.length - 44) / 2 }, (_, i) => wav.readInt16LE(44 + i * 2))

test('the waiting music is 40 s of 16-bit mono sound for a telephone', () => {
  expect([wav.toString('latin1', 0, 4), wav.toString('latin1', 8, 16)]).toEqual([
    'RIFF',
    'WAVEfmt ',
  ])
  expect([wav.readUInt16LE(20), wav.readUInt16LE(22), wav.readUInt32LE(24)]).toEqual([1, 1, 8_000])
  expect([wav.readUInt16LE(34), wav.readUInt32LE(40), samples.length]).toEqual([
    16, 640_000, 320_000,
  ])
})

test('it leaves room for a voice above it: its peak is at -12 dBFS, and no second is silent', () => {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  expect(20 * Math.log10(peak / 32_768)).toBeCloseTo(-12, 1)
  const seconds = Array.from({ length: 40 }, (_, s) => samples.slice(s * 8_000, (s + 1) * 8_000))
  const levels = seconds.map(part =>
    Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length),
  )
  expect(Math.min(...levels)).toBeGreaterThan(300)
})

test('the step from its end to its beginning is one of its ordinary steps', () => {
  const steps = samples.map((sample, i) => Math.abs(sample - (samples.at(i - 1) ?? 0)))
  const ordinary = steps.slice(1).toSorted((a, b) => a - b)
  expect(steps[0]).toBeLessThan(ordinary[Math.floor(ordinary.length * 0.95)] ?? 0)
})
