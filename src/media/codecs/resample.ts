/**
 * Between 8 and 16 kHz: a half-band low-pass filter of 47 taps, windowed by Blackman, which passes
 * speech to 3.4 kHz and keeps what is above 4.6 kHz 60 dB down. State runs on over frames.
 */

const taps = 47
const centre = (taps - 1) / 2

const halfBand: Float64Array = buildHalfBand()

function buildHalfBand(): Float64Array {
  const filter = Float64Array.from({ length: taps }, (_, index) => {
    const from = index - centre
    const sinc = from === 0 ? 0.5 : Math.sin((Math.PI * from) / 2) / (Math.PI * from)
    const turn = (2 * Math.PI * (index + 1)) / (taps + 1)
    return sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn))
  })
  const gain = filter.reduce((sum, tap) => sum + tap, 0)
  return filter.map(tap => tap / gain)
}

/** Turns a run of samples into half or twice as many; keeps the filter's memory between calls. */
export type Resampler = (samples: Int16Array, into: Int16Array) => void

/** From 16 kHz to 8 kHz: `into` is half as long. */
export function openHalver(): Resampler {
  const memory = new Float64Array(taps)
  let newest = 0
  return (samples, into) => {
    for (let index = 0; index < samples.length; index += 1) {
      newest = (newest + 1) % taps
      memory[newest] = samples[index] ?? 0
      if (index % 2 === 1) into[index >> 1] = clip(convolve(memory, newest, 1))
    }
  }
}

/** From 8 kHz to 16 kHz: `into` is twice as long. */
export function openDoubler(): Resampler {
  const memory = new Float64Array(taps)
  let newest = 0
  return (samples, into) => {
    for (let index = 0; index < into.length; index += 1) {
      newest = (newest + 1) % taps
      memory[newest] = index % 2 === 0 ? (samples[index >> 1] ?? 0) : 0
      // Every second sample is a zero, which halves the power; the gain of two restores it.
      into[index] = clip(convolve(memory, newest, 2))
    }
  }
}

function convolve(memory: Float64Array, newest: number, gain: number): number {
  let sum = 0
  let at = newest
  for (let tap = 0; tap < taps; tap += 1) {
    sum += (halfBand[tap] ?? 0) * (memory[at] ?? 0)
    at = at === 0 ? taps - 1 : at - 1
  }
  return sum * gain
}

function clip(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value)))
}

/** A whole sound at once, from 16 kHz to 8 kHz. */
export function halveWhole(samples: Int16Array): Int16Array {
  const into = new Int16Array(samples.length >> 1)
  openHalver()(samples.subarray(0, into.length * 2), into)
  return into
}
