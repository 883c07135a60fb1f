import type { Sound } from './wav.ts'

/** Speech is brought towards this level while someone speaks, so that prompts of all voices match. */
export const activeLevelDb = -22

/** No peak above this, whatever the level asks: room for the companding and for mixing. */
export const peakDbMax = -3

/** Beyond this the voice is left quieter or louder: lifting more would lift its noise too. */
export const gainDbMax = 12

/** Quieter than this, a whole prompt holds no speech. */
export const silentDb = -50

const frameMs = 20
const fadeMs = 5
const quietMsMax = { before: 60, after: 150 }
const edgeDb = -55

/** Evens the level, keeps only a breath of silence at the ends, and fades them so that nothing clicks. */
export function polish(sound: Sound): Sound {
  return fadeEnds(level(trim(sound)))
}

/** The level while someone speaks: the mean over the 20 ms frames within 20 dB of the loudest. */
export function activeDb(sound: Sound): number {
  const powers = framePowers(sound)
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0)
  const active = powers.filter(power => power > loudest / 100)
  const mean = active.reduce((total, power) => total + power, 0) / Math.max(1, active.length)
  return 10 * Math.log10(Math.max(mean, 1e-12))
}

function framePowers({ samples, rateHz }: Sound): readonly number[] {
  const size = Math.max(1, Math.round((rateHz * frameMs) / 1000))
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, frame) => {
    const part = samples.subarray(frame * size, (frame + 1) * size)
    return part.reduce((total, sample) => total + sample * sample, 0) / part.length
  })
}

function level(sound: Sound): Sound {
  const peak = sound.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  if (peak === 0) return sound
  const wanted = Math.max(-gainDbMax, Math.min(gainDbMax, activeLevelDb - activeDb(sound)))
  const gain = Math.min(10 ** (wanted / 20), 10 ** (peakDbMax / 20) / peak)
  return { ...sound, samples: sound.samples.map(sample => sample * gain) }
}

/** Silence is what stays under -55 dBFS; the pauses inside the text are part of it and stay. */
function trim(sound: Sound): Sound {
  const { samples, rateHz } = sound
  const first = samples.findIndex(heard)
  if (first === -1) return sound
  const from = Math.max(0, first - Math.round((rateHz * quietMsMax.before) / 1000))
  const to = samples.findLastIndex(heard) + 1 + Math.round((rateHz * quietMsMax.after) / 1000)
  return { rateHz, samples: samples.subarray(from, to) }
}

function heard(sample: number): boolean {
  return Math.abs(sample) > 10 ** (edgeDb / 20)
}

function fadeEnds({ samples, rateHz }: Sound): Sound {
  const length = Math.min(Math.floor(samples.length / 2), Math.round((rateHz * fadeMs) / 1000))
  const faded = samples.map((sample, index) => {
    const fromEdge = Math.min(index, samples.length - 1 - index)
    return fromEdge >= length ? sample : sample * Math.sin((Math.PI / 2) * (fromEdge / length)) ** 2
  })
  return { rateHz, samples: faded }
}
