import { expect, test } from 'vitest'
import { decodeG722, encodeG722, openG722 } from './g722.ts'
import { g722Tables } from './g722-tables.ts'
import { beginTone, fillTone, goertzelPower, meanPower } from './tones.ts'

/** A second of a tone through the codec: its share of all that comes out, as a ratio in dB. */
function toneToNoiseDb(hz: number): number {
  const sound = new Int16Array(16_000)
  fillTone(beginTone([hz], 16_000), sound, 0, sound.length)
  const octets = new Uint8Array(8_000)
  encodeG722(openG722(), sound, octets, 0)
  const heard = new Int16Array(16_000)
  decodeG722(openG722(), octets, heard)
  const steady = heard.subarray(4_000)
  const tone = goertzelPower(steady, hz, 16_000) / 2
  return 10 * Math.log10(tone / (meanPower(steady) - tone))
}

test('the tables have the sizes of the standard', () => {
  const sizes = Object.values(g722Tables).map(table => table.length)
  expect(sizes).toEqual([32, 32, 32, 8, 16, 32, 16, 64, 4, 12, 3, 3, 3, 4])
})

test.for([
  { hz: 300, db: 30 },
  { hz: 1_000, db: 30 },
  { hz: 3_000, db: 25 },
  { hz: 6_000, db: 10 },
])('a tone of $hz Hz comes through with at least $db dB over the noise', ({ hz, db }) => {
  expect(toneToNoiseDb(hz)).toBeGreaterThan(db)
})

test('a tone keeps its level', () => {
  const sound = new Int16Array(16_000)
  fillTone(beginTone([1_000], 16_000), sound, 0, sound.length)
  const octets = new Uint8Array(8_000)
  encodeG722(openG722(), sound, octets, 0)
  const heard = new Int16Array(16_000)
  decodeG722(openG722(), octets, heard)
  const gain = meanPower(heard.subarray(4_000)) / meanPower(sound.subarray(4_000))
  expect(Math.abs(10 * Math.log10(gain))).toBeLessThan(0.3)
})
