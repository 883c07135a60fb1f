import { expect, test } from 'vitest'
import { readAnyWav } from './read-any-wav.ts'
import { promptMsMax, toPrompt } from './to-prompt.ts'
import { readWav, writeWav } from './wav.ts'

/** A WAV file of the form given, with a tone on its first channel and the same on every other. */
function wavOf(form: {
  readonly format: number
  readonly bits: number
  readonly channels: number
  readonly rateHz: number
  readonly encode: (view: DataView, at: number, sample: number) => void
  readonly seconds?: number
}): Uint8Array {
  const { format, bits, channels, rateHz, encode, seconds = 1 } = form
  const frames = Math.round(rateHz * seconds)
  const frameBytes = (channels * bits) / 8
  const bytes = new Uint8Array(44 + frames * frameBytes)
  bytes.set(writeWav({ rateHz, samples: new Float32Array(0) }))
  const view = new DataView(bytes.buffer)
  view.setUint16(20, format, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rateHz, true)
  view.setUint16(34, bits, true)
  view.setUint32(40, frames * frameBytes, true)
  for (let frame = 0; frame < frames; frame += 1) {
    const sample = 0.5 * Math.sin((2 * Math.PI * 440 * frame) / rateHz)
    for (let channel = 0; channel < channels; channel += 1) {
      encode(view, 44 + frame * frameBytes + (channel * bits) / 8, sample)
    }
  }
  return bytes
}

const pcm16 = (view: DataView, at: number, sample: number): void =>
  view.setInt16(at, Math.round(sample * 0x7fff), true)

/** µ-law by search: slow, and surely the inverse of the table under test. */
function companded(format: 6 | 7): (view: DataView, at: number, sample: number) => void {
  const values = Array.from({ length: 256 }, (_, octet) => {
    const bytes = wavOf({
      format,
      bits: 8,
      channels: 1,
      rateHz: 8_000,
      encode: () => {},
      seconds: 1,
    })
    bytes[44] = octet
    const read = readAnyWav(bytes)
    return read.ok ? (read.sound.samples[0] ?? 0) : 0
  })
  return (view, at, sample) => {
    let best = 0
    for (const [octet, value] of values.entries()) {
      if (Math.abs(value - sample) < Math.abs((values[best] ?? 0) - sample)) best = octet
    }
    view.setUint8(at, best)
  }
}

test.each([
  [
    '8-bit PCM',
    {
      format: 1,
      bits: 8,
      channels: 1,
      rateHz: 11_025,
      encode: (view: DataView, at: number, sample: number) =>
        view.setUint8(at, Math.round(sample * 127 + 128)),
    },
  ],
  [
    'stereo 16-bit PCM at 44.1 kHz',
    { format: 1, bits: 16, channels: 2, rateHz: 44_100, encode: pcm16 },
  ],
  [
    '24-bit PCM at 48 kHz',
    {
      format: 1,
      bits: 24,
      channels: 1,
      rateHz: 48_000,
      encode: (view: DataView, at: number, sample: number) => {
        const value = Math.round(sample * 0x7fffff)
        view.setUint8(at, value & 255)
        view.setUint8(at + 1, (value >> 8) & 255)
        view.setUint8(at + 2, (value >> 16) & 255)
      },
    },
  ],
  [
    '32-bit PCM',
    {
      format: 1,
      bits: 32,
      channels: 1,
      rateHz: 16_000,
      encode: (view: DataView, at: number, sample: number) =>
        view.setInt32(at, Math.round(sample * 0x7fffffff), true),
    },
  ],
  [
    'floating point at 48 kHz',
    {
      format: 3,
      bits: 32,
      channels: 2,
      rateHz: 48_000,
      encode: (view: DataView, at: number, sample: number) => view.setFloat32(at, sample, true),
    },
  ],
  ['A-law', { format: 6, bits: 8, channels: 1, rateHz: 8_000, encode: companded(6) }],
  ['µ-law', { format: 7, bits: 8, channels: 1, rateHz: 8_000, encode: companded(7) }],
])('%s becomes a second of 16 kHz mono at the level it had', async (_, form) => {
  const prompt = await toPrompt(wavOf(form))
  if (!prompt.ok) throw new Error(prompt.words)
  const read = readWav(prompt.wav)
  if (!read.ok) throw new Error(read.reason)
  const { rateHz, samples } = read.sound
  expect([rateHz, samples.length, prompt.durationMs]).toEqual([16_000, 16_000, 1_000])
  const inside = samples.subarray(1_000, -1_000)
  const power = inside.reduce((sum, sample) => sum + sample * sample, 0) / inside.length
  expect(Math.sqrt(2 * power)).toBeCloseTo(0.5, 1)
  const tone = samples.map(
    (sample, index) => sample - 0.5 * Math.sin((2 * Math.PI * 440 * index) / 16_000),
  )
  const rest = tone.subarray(1_000, -1_000).reduce((sum, sample) => sum + sample * sample, 0)
  expect(rest / inside.length / power).toBeLessThan(0.01)
})

test.each([
  ['an MP3', new TextEncoder().encode('ID3 and much more'), 'it is an MP3'],
  ['an M4A', new TextEncoder().encode('\0\0\0\x18ftypM4A and more'), 'it is an MP4 or M4A file'],
  ['nothing', new Uint8Array(0), 'it does not begin as a WAV file does'],
  [
    'ADPCM',
    wavOf({ format: 2, bits: 4, channels: 2, rateHz: 8_000, encode: () => {}, seconds: 0.5 }),
    'it is compressed (format 2)',
  ],
  [
    'no rate at all',
    wavOf({ format: 1, bits: 16, channels: 1, rateHz: 8_000, encode: pcm16 })
      .with(24, 0)
      .with(25, 0),
    '0 Hz; 4000 to 192000 are read',
  ],
])('%s is refused in words, with what to do', async (_, bytes, reason) => {
  const prompt = await toPrompt(bytes)
  expect(prompt).toMatchObject({
    ok: false,
    code: 'sound-unreadable',
    words: `This is no sound we can play: ${reason}.`,
    remedy: expect.stringContaining('Save it as WAV'),
  })
})

function silence(seconds: number): Uint8Array {
  return wavOf({ format: 1, bits: 8, channels: 1, rateHz: 4_000, encode: () => {}, seconds })
}

test('a click is too short and an hour too long for a prompt', async () => {
  expect(await toPrompt(silence(0.05))).toMatchObject({ code: 'sound-too-short' })
  expect(await toPrompt(silence(promptMsMax / 1000 + 1))).toMatchObject({ code: 'sound-too-long' })
})
