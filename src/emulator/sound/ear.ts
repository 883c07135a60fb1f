import { strongestTone } from './spectrum.ts'
import type { Heard } from './sound.ts'

/** Samples the ear remembers: half a second at 8 kHz, rounded up to a power of two. */
export const earSamples = 4096

/** The rate the ear listens at. */
export const earHz = 8000

/** Below this an ear calls it silence. */
export const silenceDbfs = -50

/** Remembers the last half second of what it is given. */
export interface Ear {
  take(samples: Int16Array): void
  levelDbfs(): number
  heard(): Heard
}

/** Opens an ear that has heard nothing yet. */
export function openEar(): Ear {
  const ring = new Float64Array(earSamples)
  let total = 0
  const levelDbfs = (): number => levelOf(ring, Math.min(total, earSamples))
  return {
    take: samples => {
      for (const sample of samples) {
        ring[total % earSamples] = sample / 32_768
        total++
      }
    },
    levelDbfs,
    heard: () => {
      const level = levelDbfs()
      const start = total % earSamples
      const recent = Float64Array.from(ring, (_, at) => ring[(start + at) % earSamples] ?? 0)
      const tone = level < silenceDbfs ? { hz: 0, purity: 0 } : strongestTone(recent, earHz)
      return {
        levelDbfs: level,
        dominantHz: tone.hz,
        purity: tone.purity,
        totalMs: (total / earHz) * 1000,
      }
    },
  }
}

function levelOf(samples: Float64Array, count: number): number {
  if (count === 0) return -96
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / count
  return Math.max(-96, Math.round(100 * Math.log10(energy + 1e-12)) / 10)
}
