/** The longest recording a waveform is drawn for; a longer one plays all the same. */
export const waveformBytesMax = 96 * 1024 * 1024

/** The loudest sample of each slice of one side, from 0 to 1. */
export type Lane = readonly number[]

/** How the samples lie in a WAV file (its `fmt ` chunk). */
interface WavShape {
  readonly coding: 'linear-16' | 'a-law' | 'mu-law'
  readonly lanes: number
  readonly dataAt: number
  readonly dataBytes: number
}

/** Reads a recording as it arrives and keeps nothing of it but the peaks. */
export interface WaveformReader {
  readonly push: (chunk: Uint8Array) => void
  /** The lanes, or undefined where the bytes are no WAV file of a kind we record. */
  readonly finish: () => readonly Lane[] | undefined
}

/** A header is far shorter; more without one is not a WAV file. */
const headerBytesMax = 4096
const codings = new Map<number, WavShape['coding']>([
  [1, 'linear-16'],
  [6, 'a-law'],
  [7, 'mu-law'],
])

/** ITU-T G.711: the eight bits of a law's sample hold a sign, a segment and a step in it. */
function lawLoudness(coding: 'a-law' | 'mu-law', byte: number): number {
  const bits = coding === 'a-law' ? byte ^ 0x55 : ~byte & 0xff
  const segment = (bits >> 4) & 7
  const step = bits & 15
  if (coding === 'mu-law') return (((step << 3) + 132) << segment) - 132
  return segment === 0 ? (step << 4) + 8 : ((step << 4) + 264) << (segment - 1)
}

function readShape(bytes: Uint8Array): WavShape | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || word(0) !== 'RIFF' || word(8) !== 'WAVE') return undefined
  let format: { readonly coding: WavShape['coding']; readonly lanes: number } | undefined
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    if (word(at) === 'fmt ' && at + 12 <= bytes.length) {
      const coding = codings.get(view.getUint16(at + 8, true))
      if (coding === undefined) return undefined
      format = { coding, lanes: Math.max(1, view.getUint16(at + 10, true)) }
    }
    if (word(at) === 'data' && format !== undefined) {
      return { ...format, dataAt: at + 8, dataBytes: size }
    }
    at += 8 + size + (size % 2)
  }
  return undefined
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}

/** Notes the loudness of every sample of a chunk that begins on a frame. */
function measure(
  shape: WavShape,
  lanes: readonly number[][],
  frames: Uint8Array,
  from: number,
): void {
  const bytesEach = shape.coding === 'linear-16' ? 2 : 1
  const frameBytes = bytesEach * shape.lanes
  const slices = lanes[0]?.length ?? 1
  const framesInAll = Math.max(1, Math.floor(shape.dataBytes / frameBytes))
  const view = new DataView(frames.buffer, frames.byteOffset, frames.byteLength)
  const count = Math.floor(frames.length / frameBytes)
  for (let frame = 0; frame < count; frame += 1) {
    const slice = Math.min(slices - 1, Math.floor(((from + frame) * slices) / framesInAll))
    for (const [side, lane] of lanes.entries()) {
      const at = frame * frameBytes + side * bytesEach
      const loudness =
        shape.coding === 'linear-16'
          ? Math.abs(view.getInt16(at, true))
          : lawLoudness(shape.coding, frames[at] ?? 0)
      const peak = loudness / 32_768
      if (peak > (lane[slice] ?? 0)) lane[slice] = peak
    }
  }
}

/** Peaks of a WAV file in so many slices; chunks may end anywhere. */
export function createWaveformReader(slices: number): WaveformReader {
  let pending: Uint8Array = new Uint8Array()
  let shape: WavShape | undefined
  let lanes: number[][] = []
  let framesDone = 0
  let isForeign = false

  function begin(): void {
    shape = readShape(pending)
    if (shape === undefined) {
      isForeign = pending.length > headerBytesMax
      return
    }
    lanes = Array.from({ length: shape.lanes }, () => Array.from({ length: slices }, () => 0))
    pending = pending.subarray(shape.dataAt)
  }

  return {
    push: chunk => {
      if (isForeign) return
      pending = join(pending, chunk)
      if (shape === undefined) begin()
      if (shape === undefined) return
      const frameBytes = (shape.coding === 'linear-16' ? 2 : 1) * shape.lanes
      const left = shape.dataBytes - framesDone * frameBytes
      const whole = Math.min(left, pending.length - (pending.length % frameBytes))
      measure(shape, lanes, pending.subarray(0, whole), framesDone)
      framesDone += Math.floor(whole / frameBytes)
      pending = pending.slice(whole)
    },
    finish: () => (shape === undefined ? undefined : lanes),
  }
}

/** Fetches a recording and keeps its waveform alone; undefined where none can be drawn. */
export async function fetchWaveform(
  fetch: typeof globalThis.fetch,
  url: string,
  slices: number,
  signal: AbortSignal,
): Promise<readonly Lane[] | undefined> {
  const response = await fetch(url, { signal, credentials: 'same-origin' })
  const bytes = Number(response.headers.get('content-length') ?? 0)
  if (!response.ok || response.body === null || bytes > waveformBytesMax) {
    await response.body?.cancel()
    return undefined
  }
  const reader = createWaveformReader(slices)
  const stream = response.body.getReader()
  for (let part = await stream.read(); !part.done; part = await stream.read())
    reader.push(part.value)
  return reader.finish()
}
