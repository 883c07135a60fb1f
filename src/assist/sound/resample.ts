import { setImmediate as letOthersRun } from 'node:timers/promises'
import type { Sound } from './wav.ts'

/** Zero crossings of the sinc on each side: 48 make the slope from pass to stop about 400 Hz wide at 8 kHz. */
const crossings = 48

/** Kaiser's β. 7 gives about -70 dB of leakage, under the noise of an 8-bit companded telephone line. */
const kaiserBeta = 7

/** The middle of the slope, as a share of the lower Nyquist: flat to 3.4 kHz and shut at 4 kHz for telephones. */
const cutoffShare = 0.92

/** Samples made at a stretch: a few milliseconds of work, after which signalling and timers get their turn. */
const sliceLength = 4_000

/**
 * Changes the rate with a windowed-sinc low-pass, one phase of it per possible fractional position, so
 * that nothing above the new Nyquist folds back as a whistle.
 */
export async function resample(sound: Sound, rateHz: number): Promise<Sound> {
  if (sound.rateHz === rateHz) return sound
  const divisor = greatestCommonDivisor(sound.rateHz, rateHz)
  const up = rateHz / divisor
  const down = sound.rateHz / divisor
  const filter = phases(up, down)
  const padded = new Float64Array(sound.samples.length + 2 * filter.reach + 1)
  padded.set(sound.samples, filter.reach)
  const samples = new Float32Array(Math.ceil((sound.samples.length * up) / down))
  for (let index = 0; index < samples.length; index += 1) {
    const position = index * down
    const kernel = filter.kernels[position % up] ?? noKernel
    samples[index] = convolve(padded, kernel, Math.floor(position / up))
    if (index % sliceLength === sliceLength - 1) await letOthersRun()
  }
  return { rateHz, samples }
}

const noKernel = new Float64Array()

interface Filter {
  readonly kernels: readonly Float64Array[]
  readonly reach: number
}

/** The filter sampled at each of the `up` positions an output sample can have between two input samples. */
function phases(up: number, down: number): Filter {
  const cutoff = Math.min(1, up / down) * cutoffShare
  const reach = Math.ceil(crossings / cutoff)
  const kernels = Array.from({ length: up }, (_, phase) => {
    const taps = Array.from({ length: 2 * reach + 1 }, (__, tap) => {
      const distance = tap - reach - phase / up
      return sinc(distance * cutoff) * kaiser(distance / (reach + 1))
    })
    const sum = taps.reduce((total, tap) => total + tap, 0)
    return Float64Array.from(taps, tap => tap / sum)
  })
  return { kernels, reach }
}

function convolve(samples: Float64Array, kernel: Float64Array, first: number): number {
  let sum = 0
  for (let tap = 0; tap < kernel.length; tap += 1) {
    sum += (samples[first + tap] ?? 0) * (kernel[tap] ?? 0)
  }
  return sum
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** The Kaiser window at x in -1..1. */
function kaiser(x: number): number {
  if (Math.abs(x) >= 1) return 0
  return bessel(kaiserBeta * Math.sqrt(1 - x * x)) / besselAtBeta
}

const besselAtBeta = bessel(kaiserBeta)

/** The modified Bessel function of order zero, by its series; 30 terms are exact for any β we use. */
function bessel(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; k <= 30; k += 1) {
    term *= (x / 2 / k) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
