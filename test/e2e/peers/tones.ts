/** Sound as the phone network has it: 8,000 samples of 16 bits a second. */
export const sampleRate = 8_000

/** A sine of half the full scale. */
export function sine(hz: number, ms: number): Int16Array {
  const step = (2 * Math.PI * hz) / sampleRate
  const length = Math.round((ms * sampleRate) / 1000)
  return Int16Array.from({ length }, (_, index) => Math.round(16_000 * Math.sin(step * index)))
}

/** Pieces of sound one after the other. */
export function joined(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** Root mean square, 0 to 1 of the full scale. */
export function loudness(samples: Int16Array): number {
  if (samples.length === 0) return 0
  const sum = samples.reduce((total, sample) => total + (sample / 32_768) ** 2, 0)
  return Math.sqrt(sum / samples.length)
}

/** The share of the sound's power that lies at one pitch, 0 to 1 (Goertzel's algorithm, in windows of 50 ms). */
export function shareAt(samples: Int16Array, hz: number): number {
  const windowLength = 400
  let tone = 0
  let all = 0
  for (let from = 0; from + windowLength <= samples.length; from += windowLength) {
    const window = samples.subarray(from, from + windowLength)
    tone += powerAt(window, hz)
    all += window.reduce((total, sample) => total + sample * sample, 0)
  }
  return all === 0 ? 0 : tone / all
}

/** The power of one pitch in a window, on the scale of the sum of squares. */
function powerAt(window: Int16Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / sampleRate)
  let before = 0
  let last = 0
  for (const sample of window) {
    const next = sample + turn * last - before
    before = last
    last = next
  }
  const power = last * last + before * before - turn * last * before
  return (2 * power) / window.length
}

/** How long all these pitches sound together, and hardly anything else: windows of 50 ms. */
export function msTogether(samples: Int16Array, pitches: readonly number[]): number {
  let windows = 0
  for (let from = 0; from + 400 <= samples.length; from += 400) {
    const window = samples.subarray(from, from + 400)
    const shares = pitches.map(hz => shareAt(window, hz))
    const whole = shares.reduce((sum, share) => sum + share, 0)
    if (loudness(window) > 0.01 && whole > 0.7 && Math.min(...shares) > 0.15) windows += 1
  }
  return windows * 50
}

/** How long one pitch is what is heard, all in all: windows of 50 ms with most of their power there. */
export function msOf(samples: Int16Array, hz: number): number {
  let windows = 0
  for (let from = 0; from + 400 <= samples.length; from += 400) {
    const window = samples.subarray(from, from + 400)
    if (loudness(window) > 0.01 && shareAt(window, hz) > 0.7) windows += 1
  }
  return windows * 50
}

/** How long there is any sound at all. */
export function msLoud(samples: Int16Array): number {
  let windows = 0
  for (let from = 0; from + 400 <= samples.length; from += 400) {
    if (loudness(samples.subarray(from, from + 400)) > 0.01) windows += 1
  }
  return windows * 50
}
