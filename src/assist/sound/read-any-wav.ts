import type { WavReading } from './wav.ts'

/** Reads any uncompressed WAV people have: PCM of 8 to 32 bits, floating point, A-law, µ-law; channels become one. */
export function readAnyWav(bytes: Uint8Array): WavReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = otherKind(view)
  if (kind !== undefined) return { ok: false, reason: kind }
  const chunks = chunksOf(view)
  const [format, data] = [chunks.get('fmt '), chunks.get('data')]
  if (format === undefined || format.length < 16) return { ok: false, reason: 'no fmt chunk' }
  if (data === undefined || data.length === 0) return { ok: false, reason: 'no sound in it' }
  const channels = view.getUint16(format.start + 2, true)
  const rateHz = view.getUint32(format.start + 4, true)
  const bits = view.getUint16(format.start + 14, true)
  if (channels === 0 || channels > channelsMax) {
    return { ok: false, reason: `${channels} channels; 1 to ${channelsMax} are read` }
  }
  if (rateHz < rateHzMin || rateHz > rateHzMax) {
    return { ok: false, reason: `${rateHz} Hz; ${rateHzMin} to ${rateHzMax} are read` }
  }
  const decode = decoderOf(formatOf(view, format), bits)
  if (decode === undefined) {
    return { ok: false, reason: `it is compressed (format ${formatOf(view, format)})` }
  }
  const sound = { rateHz, samples: mixDown(view, data, { channels, size: bits / 8, decode }) }
  return { ok: true, sound }
}

const channelsMax = 8
const rateHzMin = 4_000
const rateHzMax = 192_000

/** What a file is instead, by its first letters; nothing where it begins as a WAV. */
function otherKind(view: DataView): string | undefined {
  if (view.byteLength >= 12 && tag(view, 0) === 'RIFF' && tag(view, 8) === 'WAVE') return undefined
  const head = view.byteLength >= 12 ? tag(view, 0) : ''
  if (head.startsWith('ID3') || head.startsWith('\xff\xfb')) return 'it is an MP3'
  if (head === 'OggS') return 'it is an Ogg file'
  if (head === 'fLaC') return 'it is a FLAC file'
  if (view.byteLength >= 12 && tag(view, 4) === 'ftyp') return 'it is an MP4 or M4A file'
  if (head === '\x1aE\xdf\xa3') return 'it is a WebM file'
  return 'it does not begin as a WAV file does'
}

interface Chunk {
  readonly start: number
  readonly length: number
}

function chunksOf(view: DataView): ReadonlyMap<string, Chunk> {
  const chunks = new Map<string, Chunk>()
  for (let at = 12; at + 8 <= view.byteLength;) {
    const length = Math.min(view.getUint32(at + 4, true), view.byteLength - at - 8)
    if (!chunks.has(tag(view, at))) chunks.set(tag(view, at), { start: at + 8, length })
    // Chunks are padded to an even length.
    at += 8 + length + (length % 2)
  }
  return chunks
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map(index => view.getUint8(at + index)))
}

/** An extensible header has the real format at the head of its GUID. */
function formatOf(view: DataView, { start, length }: Chunk): number {
  const said = view.getUint16(start, true)
  return said === 0xfffe && length >= 26 ? view.getUint16(start + 24, true) : said
}

/** One sample, between -1 and 1. */
type Decode = (view: DataView, at: number) => number

const decoders: Readonly<Record<string, Decode>> = {
  '1 8': (view, at) => (view.getUint8(at) - 128) / 128,
  '1 16': (view, at) => view.getInt16(at, true) / 0x8000,
  '1 24': (view, at) =>
    ((view.getInt8(at + 2) << 16) | (view.getUint8(at + 1) << 8) | view.getUint8(at)) / 0x800000,
  '1 32': (view, at) => view.getInt32(at, true) / 0x80000000,
  '3 32': (view, at) => view.getFloat32(at, true),
  '3 64': (view, at) => view.getFloat64(at, true),
  '6 8': (view, at) => aLawSample(view.getUint8(at)),
  '7 8': (view, at) => muLawSample(view.getUint8(at)),
}

function decoderOf(format: number, bits: number): Decode | undefined {
  return decoders[`${format} ${bits}`]
}

/** ITU-T G.711 §3: A-law, even bits inverted; the first two segments share one slope. */
function aLawSample(octet: number): number {
  const bits = octet ^ 0x55
  const segment = (bits >> 4) & 7
  const step = ((bits & 15) << 4) + 8
  const size = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return ((bits & 0x80) === 0 ? -size : size) / 0x8000
}

/** ITU-T G.711 §3: µ-law, all bits inverted, with a bias. */
function muLawSample(octet: number): number {
  const bits = ~octet & 0xff
  const size = ((((bits & 15) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return ((bits & 0x80) === 0 ? size : -size) / 0x8000
}

function mixDown(
  view: DataView,
  { start, length }: Chunk,
  given: { readonly channels: number; readonly size: number; readonly decode: Decode },
): Float32Array {
  const { channels, size, decode } = given
  const samples = new Float32Array(Math.floor(length / (channels * size)))
  for (let frame = 0; frame < samples.length; frame += 1) {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) {
      sum += decode(view, start + (frame * channels + channel) * size)
    }
    samples[frame] = sum / channels
  }
  return samples
}
