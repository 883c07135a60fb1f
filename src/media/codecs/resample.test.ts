import { expect, test } from 'vitest'
import { fillNoise } from './comfort-noise.ts'
import { halveWhole, openDoubler, openHalver } from './resample.ts'
import { beginTone, fillTone, goertzelPower, meanPower } from './tones.ts'

function toneAt(hz: number, rateHz: number): Int16Array {
  const samples = new Int16Array(rateHz)
  fillTone(beginTone([hz], rateHz), samples, 0, samples.length)
  return samples
}

const decibels = (power: number, of: number): number => 10 * Math.log10(power / of)

test.for([300, 1_000, 3_000])('%s Hz pass both ways with their level', hz => {
  const narrow = toneAt(hz, 8_000)
  const wide = new Int16Array(16_000)
  openDoubler()(narrow, wide)
  const back = new Int16Array(8_000)
  openHalver()(wide, back)
  const whole = goertzelPower(toneAt(hz, 16_000).subarray(200), hz, 16_000)
  expect(Math.abs(decibels(goertzelPower(wide.subarray(200), hz, 16_000), whole))).toBeLessThan(0.5)
  expect(Math.abs(decibels(goertzelPower(back.subarray(200), hz, 8_000), whole))).toBeLessThan(0.5)
})

test('what is above the narrow band does not fold down into it', () => {
  const folded = halveWhole(toneAt(6_000, 16_000)).subarray(200)
  expect(decibels(meanPower(folded), meanPower(toneAt(6_000, 16_000)))).toBeLessThan(-50)
})

test('frames through one filter are the same as the whole at once', () => {
  const sound = toneAt(1_000, 16_000)
  const halve = openHalver()
  const frames = new Int16Array(8_000)
  for (let at = 0; at < sound.length; at += 320) {
    halve(sound.subarray(at, at + 320), frames.subarray(at / 2, at / 2 + 160))
  }
  expect(frames).toEqual(halveWhole(sound))
})

test.for([
  { level: 40, dbov: -40 },
  { level: 60, dbov: -60 },
  { level: 0, dbov: -30 },
])('comfort noise asked at −$level dBov sounds at $dbov', ({ level, dbov }) => {
  const noise = new Int16Array(8_000)
  fillNoise(noise, level, 1)
  // Full scale is a square wave's power, so −level dBov is that much below 32,768².
  expect(Math.abs(decibels(meanPower(noise), 32_768 ** 2) - dbov)).toBeLessThan(0.5)
})
