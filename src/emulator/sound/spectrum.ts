/** The strongest tone of a stretch of sound, and the share of the whole energy that lies on it. */
export interface Tone {
  readonly hz: number
  readonly purity: number
}

/** Bins to each side of the peak that a Hann window smears a pure tone over. */
const smearBins = 3

/** Finds it by a Fourier transform; the number of samples must be a power of two. */
export function strongestTone(samples: Float64Array, rateHz: number): Tone {
  const size = samples.length
  const real = Float64Array.from(
    samples,
    (sample, at) => sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size)),
  )
  const imaginary = new Float64Array(size)
  transform(real, imaginary)
  const powers = Float64Array.from({ length: size / 2 }, (_, bin) => {
    const [re = 0, im = 0] = [real[bin], imaginary[bin]]
    return bin <= smearBins ? 0 : re * re + im * im
  })
  const whole = powers.reduce((sum, power) => sum + power, 0)
  if (whole === 0) return { hz: 0, purity: 0 }
  const peak = powers.reduce((best, power, bin) => (power > (powers[best] ?? 0) ? bin : best), 0)
  const near = powers.subarray(Math.max(0, peak - smearBins), peak + smearBins + 1)
  const purity = near.reduce((sum, power) => sum + power, 0) / whole
  return { hz: (peak * rateHz) / size, purity }
}

/** In-place radix-2 transform: reorder by reversed bits, then join halves of growing size. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let at = 0, reversed = 0; at < size; at++) {
    if (at < reversed) swap(real, imaginary, { at, with: reversed })
    let bit = size >> 1
    while (bit > 0 && (reversed & bit) !== 0) {
      reversed ^= bit
      bit >>= 1
    }
    reversed |= bit
  }
  for (let half = 1; half < size; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const angle = (-Math.PI * offset) / half
      joinAt(real, imaginary, { half, offset, cos: Math.cos(angle), sin: Math.sin(angle) })
    }
  }
}

function swap(
  real: Float64Array,
  imaginary: Float64Array,
  pair: { at: number; with: number },
): void {
  for (const values of [real, imaginary]) {
    const kept = values[pair.at] ?? 0
    values[pair.at] = values[pair.with] ?? 0
    values[pair.with] = kept
  }
}

function joinAt(
  real: Float64Array,
  imaginary: Float64Array,
  turn: { half: number; offset: number; cos: number; sin: number },
): void {
  for (let even = turn.offset; even < real.length; even += 2 * turn.half) {
    const odd = even + turn.half
    const [re = 0, im = 0] = [real[odd], imaginary[odd]]
    const turnedRe = re * turn.cos - im * turn.sin
    const turnedIm = re * turn.sin + im * turn.cos
    const [evenRe = 0, evenIm = 0] = [real[even], imaginary[even]]
    real[odd] = evenRe - turnedRe
    imaginary[odd] = evenIm - turnedIm
    real[even] = evenRe + turnedRe
    imaginary[even] = evenIm + turnedIm
  }
}
