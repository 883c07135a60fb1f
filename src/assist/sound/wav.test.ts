import { expect, test } from 'vitest'
import { readWav, writeWav } from './wav.ts'

const ramp = { rateHz: 8000, samples: Float32Array.from([-1, -0.5, 0, 0.25, 0.5]) }

test('what is written is read again', () => {
  expect(readWav(writeWav(ramp))).toEqual({ ok: true, sound: ramp })
})

test('a file cut short by a pipe still gives the samples it holds', () => {
  const bytes = writeWav(ramp)
  new DataView(bytes.buffer).setUint32(40, 0xffffffff, true)
  expect(readWav(bytes)).toEqual({ ok: true, sound: ramp })
})

test('samples beyond full scale are held at full scale and do not wrap round', () => {
  const reading = readWav(writeWav({ rateHz: 8000, samples: Float32Array.from([2, -2]) }))
  expect(reading.ok && [...reading.sound.samples]).toEqual([32_767 / 32_768, -1])
})

test.each([
  ['nothing at all', new Uint8Array(0), 'it does not begin as a WAV file does'],
  [
    'another kind of file',
    new TextEncoder().encode('ID3 and so on, an MP3'),
    'it does not begin as a WAV file does',
  ],
  ['a header alone', writeWav(ramp).subarray(0, 12), 'no fmt chunk'],
  ['no sound', writeWav(ramp).subarray(0, 36), 'no data chunk'],
  ['24-bit samples', writeWav(ramp).with(34, 24), 'only 16-bit PCM is read'],
  ['no channel', writeWav(ramp).with(22, 0), 'no channel or no rate'],
])('%s is refused with the reason', (_, bytes, reason) => {
  expect(readWav(bytes)).toEqual({ ok: false, reason })
})
