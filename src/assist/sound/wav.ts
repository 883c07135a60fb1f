/** One channel of sound between -1 and 1. */
export interface Sound {
  readonly rateHz: number
  readonly samples: Float32Array
}

/** A WAV file read, or the reason it could not be. */
export type WavReading =
  | { readonly ok: true; readonly sound: Sound }
  | { readonly ok: false; readonly reason: string }

/** Bytes before the first sample in the files we write. */
export const wavHeaderBytes = 44

const bytesPerSample = 2
const chunkHeaderBytes = 8
const pcm = 1
const fullScale = 32_768

/**
 * Reads 16-bit PCM WAV, mixing several channels into one. Engines that write to a pipe leave the
 * lengths in the header open, so a chunk may claim more than the file holds: it then ends with the file.
 */
export function readWav(bytes: Uint8Array): WavReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') {
    return { ok: false, reason: 'it does not begin as a WAV file does' }
  }
  const format = findChunk(view, 'fmt ')
  const data = findChunk(view, 'data')
  if (format === undefined || format.length < 16) return { ok: false, reason: 'no fmt chunk' }
  if (data === undefined) return { ok: false, reason: 'no data chunk' }
  const channels = view.getUint16(format.start + 2, true)
  const rateHz = view.getUint32(format.start + 4, true)
  const isPcm16 =
    view.getUint16(format.start, true) === pcm && view.getUint16(format.start + 14, true) === 16
  if (!isPcm16) return { ok: false, reason: 'only 16-bit PCM is read' }
  if (channels === 0 || rateHz === 0) return { ok: false, reason: 'no channel or no rate' }
  return { ok: true, sound: { rateHz, samples: mixDown(view, data, channels) } }
}

/** Writes 16-bit mono PCM with the plain 44-byte header every player understands. */
export function writeWav(sound: Sound): Uint8Array {
  const dataBytes = sound.samples.length * bytesPerSample
  const bytes = new Uint8Array(wavHeaderBytes + dataBytes)
  const view = new DataView(bytes.buffer)
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) view.setUint8(at + i, text.charCodeAt(i))
  }
  put(0, 'RIFF')
  view.setUint32(4, wavHeaderBytes - chunkHeaderBytes + dataBytes, true)
  put(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, pcm, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sound.rateHz, true)
  view.setUint32(28, sound.rateHz * bytesPerSample, true)
  view.setUint16(32, bytesPerSample, true)
  view.setUint16(34, 16, true)
  put(36, 'data')
  view.setUint32(40, dataBytes, true)
  sound.samples.forEach((sample, index) => {
    view.setInt16(wavHeaderBytes + index * bytesPerSample, toPcm(sample), true)
  })
  return bytes
}

interface Chunk {
  readonly start: number
  readonly length: number
}

/** Chunks start on even bytes: an odd length is followed by one byte of padding. */
function findChunk(view: DataView, name: string): Chunk | undefined {
  let at = 12
  while (at + chunkHeaderBytes <= view.byteLength) {
    const start = at + chunkHeaderBytes
    const length = Math.min(view.getUint32(at + 4, true), view.byteLength - start)
    if (tag(view, at) === name) return { start, length }
    at = start + length + (length % 2)
  }
  return undefined
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map(i => view.getUint8(at + i)))
}

function mixDown(view: DataView, data: Chunk, channels: number): Float32Array {
  const frames = Math.floor(data.length / (bytesPerSample * channels))
  const samples = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame += 1) {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) {
      sum += view.getInt16(data.start + (frame * channels + channel) * bytesPerSample, true)
    }
    samples[frame] = sum / channels / fullScale
  }
  return samples
}

function toPcm(sample: number): number {
  return Math.max(-fullScale, Math.min(fullScale - 1, Math.round(sample * fullScale)))
}
