/**
 * Tones: made by sines, found again by Goertzel's filter, which is one bin of a Fourier transform
 * for the price of one multiplication a sample.
 */

/** A tone's place in its waves, so that it runs on from frame to frame without a click. */
export interface ToneState {
  readonly hz: readonly number[]
  readonly rateHz: number
  readonly amplitude: number
  position: number
}

/** −12 dBm0 or so for the whole tone: loud enough to hear, quiet enough to share. */
export const toneAmplitude = 8_000

/** Begins a tone at phase zero; several frequencies share the amplitude. */
export function beginTone(hz: readonly number[], rateHz: number): ToneState {
  return { hz, rateHz, amplitude: toneAmplitude / Math.max(1, hz.length), position: 0 }
}

/** Writes the tone's next samples into `into[from, to)`. */
export function fillTone(tone: ToneState, into: Int16Array, from: number, to: number): void {
  for (let index = from; index < to; index += 1) {
    let value = 0
    for (const hz of tone.hz) {
      value += Math.sin((2 * Math.PI * hz * tone.position) / tone.rateHz)
    }
    into[index] = Math.round(value * tone.amplitude)
    tone.position += 1
  }
}

/** Mean power of one frequency in the samples, as the square of its amplitude. */
export function goertzelPower(samples: Int16Array, hz: number, rateHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rateHz)
  let last = 0
  let beforeLast = 0
  for (const sample of samples) {
    const next = sample + coefficient * last - beforeLast
    beforeLast = last
    last = next
  }
  const energy = last * last + beforeLast * beforeLast - coefficient * last * beforeLast
  return samples.length === 0 ? 0 : (4 * energy) / (samples.length * samples.length)
}

/** Mean square of the samples: the power of everything there is. */
export function meanPower(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? 0 : sum / samples.length
}
