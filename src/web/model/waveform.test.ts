import { expect, test } from 'vitest'
import { twoVoices } from '../gallery/voices.ts'
import { createWaveformReader } from './waveform.ts'

/** A header of the WAV format with the sample bytes given. */
function wav(format: number, lanes: number, samples: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(44 + samples.length)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('RIFF'), 0)
  bytes.set(new TextEncoder().encode('WAVEfmt '), 8)
  view.setUint32(16, 16, true)
  view.setUint16(20, format, true)
  view.setUint16(22, lanes, true)
  bytes.set(new TextEncoder().encode('data'), 36)
  view.setUint32(40, samples.length, true)
  bytes.set(samples, 44)
  return bytes
}

function read(
  slices: number,
  ...chunks: readonly Uint8Array[]
): readonly (readonly number[])[] | undefined {
  const reader = createWaveformReader(slices)
  for (const chunk of chunks) reader.push(chunk)
  return reader.finish()
}

test('Both sides are told apart, the loudest of each slice', () => {
  // Two frames, two sides, 16 bits: left 0x4000 then 0, right 0 then -0x8000.
  const bytes = wav(1, 2, [0x00, 0x40, 0, 0, 0, 0, 0x00, 0x80])
  expect(read(2, bytes)).toEqual([
    [0.5, 0],
    [0, 1],
  ])
})

test('It does not matter where the bytes are cut', () => {
  const bytes = wav(1, 2, [0x00, 0x40, 0, 0, 0, 0, 0x00, 0x80])
  const single = Array.from(bytes, byte => Uint8Array.of(byte))
  expect(read(2, ...single)).toEqual(read(2, bytes))
})

test.each([
  ['µ-law', 7, 0xff, 0x80],
  ['A-law', 6, 0xd5, 0xaa],
])('Telephone sound in %s is as loud as it is heard', (_, format, silence, loudest) => {
  const [lane] = read(2, wav(format, 1, [silence, loudest])) ?? []
  expect(lane?.[0]).toBeLessThan(0.001)
  expect(lane?.[1]).toBeGreaterThan(0.97)
})

test('What is no recording of ours has no waveform', () => {
  expect(read(4, new Uint8Array(9000))).toBeUndefined()
  expect(read(4, wav(3, 1, [0, 0, 0, 0]))).toBeUndefined()
  expect(read(4, new Uint8Array())).toBeUndefined()
})

test('A whole recording has its turns on the sides that spoke', async () => {
  const bytes = new Uint8Array(await twoVoices(4).arrayBuffer())
  const [left = [], right = []] = read(4, bytes) ?? []
  expect((left[0] ?? 0) > 0.2 && (right[0] ?? 1) < 0.1).toBe(true)
  expect((left[3] ?? 1) < 0.1 && (right[3] ?? 0) > 0.2).toBe(true)
})
