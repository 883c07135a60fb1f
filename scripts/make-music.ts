/**
 * Composes the waiting music and writes assets/music/waiting.wav: twelve bars for an electric piano, a soft
 * pad and a bass, made for a telephone. The tune is ours and in the public domain (CC0).
 * Run it again with `node scripts/make-music.ts`; the same seed gives the same file.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const rateHz = 8_000
const beatsPerMinute = 72
const beatsPerBar = 4
const samplesPerBeat = (rateHz * 60) / beatsPerMinute
const peakDb = -12
const seed = 1_876

/** A telephone passes 300 to 3,400 Hz; what lies outside is not played, so nothing is lost on the way. */
const band = { lowHz: 300, highHz: 3_300 }

/** MIDI numbers of each bar: the bass, then the chord from below. All of it lies in D major. */
const bars: readonly (readonly [bass: number, ...chord: number[]])[] = [
  [50, 62, 66, 69, 73], // D major seventh.
  [47, 62, 66, 69, 71], // B minor seventh.
  [43, 62, 66, 67, 71], // G major seventh.
  [45, 62, 64, 69, 71], // A, suspended.
  [42, 61, 64, 66, 69], // F sharp minor seventh.
  [47, 62, 66, 69, 71],
  [40, 62, 64, 67, 71], // E minor seventh.
  [45, 61, 64, 67, 69], // A seventh.
  [43, 62, 66, 67, 71],
  [42, 61, 64, 66, 69],
  [40, 62, 64, 67, 71],
  [45, 61, 64, 69, 71], // A with its ninth, which leads back to the beginning.
]

/** Scale degrees of D major above its tonic, for the melody to walk on. */
const scale = [74, 76, 78, 79, 81, 83, 85, 86]

interface Note {
  readonly atBeat: number
  readonly midi: number
  readonly loudness: number
}

/** How a sound begins, fades, and which overtones it has. */
interface Instrument {
  readonly attackMs: number
  readonly decayMs: number
  readonly lengthMs: number
  /** Strength of each partial, the fundamental first. */
  readonly partials: readonly number[]
  /** How much sooner each higher partial has faded: 0 for all alike. */
  readonly mellowing: number
}

const piano: Instrument = {
  attackMs: 6,
  decayMs: 700,
  lengthMs: 3_500,
  partials: [1, 0.32, 0.1, 0.09, 0.03, 0.02],
  mellowing: 0.7,
}
const pad: Instrument = {
  attackMs: 900,
  decayMs: 1_500,
  lengthMs: 5_500,
  partials: [1, 0.2, 0.06],
  mellowing: 0,
}
/** A telephone has no bass: the ear hears one all the same in overtones that are whole multiples of it. */
const bass: Instrument = {
  attackMs: 25,
  decayMs: 900,
  lengthMs: 3_500,
  partials: [0, 0.5, 0.6, 0.5, 0.3, 0.15],
  mellowing: 0.4,
}

const file = fileURLToPath(new URL('../assets/music/waiting.wav', import.meta.url))
mkdirSync(fileURLToPath(new URL('.', `file://${file}`)), { recursive: true })
writeFileSync(file, toWav(levelled(compose())))

function compose(): Float64Array {
  const loop = new Float64Array(Math.round(bars.length * beatsPerBar * samplesPerBeat))
  const chance = seeded(seed)
  for (const note of melody(chance)) play(loop, piano, note)
  for (const note of arpeggio(chance)) play(loop, piano, note)
  for (const note of pads()) play(loop, pad, note)
  for (const note of basses()) play(loop, bass, note)
  return withEcho(loop)
}

/** Two or three notes a bar: a note of the chord on the first beat, then steps, and every fourth bar a rest. */
function melody(chance: () => number): Note[] {
  let place = 4
  return bars.flatMap(([, ...chord], bar) => {
    if (bar % 4 === 3) return []
    const onChord = scale.filter(midi => chord.some(tone => (midi - tone) % 12 === 0))
    const first = nearest(onChord, scale[place] ?? 81)
    const steps = [0, chance() < 0.5 ? 1 : -1, chance() < 0.6 ? 2 : -2]
    const times = chance() < 0.5 ? [0, 1.5, 2.5] : [0.5, 2, 3]
    return times.map((time, index) => {
      place = clamp(scale.indexOf(first) + (steps[index] ?? 0), scale.length - 1)
      const midi = scale[place] ?? first
      return {
        atBeat: bar * beatsPerBar + time,
        midi,
        loudness: 0.5 - 0.08 * index + 0.08 * chance(),
      }
    })
  })
}

/** Eighth notes up and down the chord, quiet, the off-beats quieter. */
function arpeggio(chance: () => number): Note[] {
  const shape = [0, 1, 2, 3, 2, 1, 2, 1]
  return bars.flatMap(([, ...chord], bar) =>
    shape.map((tone, eighth) => ({
      atBeat: bar * beatsPerBar + eighth / 2 + 0.015 * chance(),
      midi: chord[tone] ?? 62,
      loudness: (eighth % 2 === 0 ? 0.24 : 0.16) + 0.04 * chance(),
    })),
  )
}

function pads(): Note[] {
  return bars.flatMap(([, ...chord], bar) =>
    chord.map(midi => ({ atBeat: bar * beatsPerBar - 0.5, midi, loudness: 0.085 })),
  )
}

function basses(): Note[] {
  return bars.flatMap(([midi], bar) => [
    { atBeat: bar * beatsPerBar, midi, loudness: 0.3 },
    { atBeat: bar * beatsPerBar + 2.5, midi, loudness: 0.18 },
  ])
}

/** Adds a note to the loop. What rings beyond the end rings on at the beginning, so the seam cannot click. */
function play(loop: Float64Array, instrument: Instrument, note: Note): void {
  const start = Math.round(note.atBeat * samplesPerBeat) + loop.length
  const length = Math.round((instrument.lengthMs * rateHz) / 1_000)
  const fundamentalHz = 440 * 2 ** ((note.midi - 69) / 12)
  instrument.partials.forEach((strength, index) => {
    const frequencyHz = fundamentalHz * (index + 1)
    if (frequencyHz > band.highHz) return
    const audible = strength * Math.min(1, frequencyHz / band.lowHz) ** 2
    const decaySamples = (instrument.decayMs * rateHz) / 1_000 / (1 + instrument.mellowing * index)
    for (let i = 0; i < length; i += 1) {
      const envelope = swell(i, instrument) * Math.exp(-i / decaySamples) * fall(i, length)
      const wave = Math.sin((2 * Math.PI * frequencyHz * i) / rateHz)
      const at = (start + i) % loop.length
      loop[at] = (loop[at] ?? 0) + note.loudness * audible * envelope * wave
    }
  })
}

function swell(sample: number, { attackMs }: Instrument): number {
  const share = Math.min(1, (sample * 1_000) / rateHz / attackMs)
  return Math.sin((share * Math.PI) / 2) ** 2
}

/** The last tenth of a note fades to nothing. */
function fall(sample: number, length: number): number {
  return Math.min(1, ((length - sample) / length) * 10)
}

/** A room: three quieter repetitions, round the loop like everything else. */
function withEcho(loop: Float64Array): Float64Array {
  const echoes = [
    { beats: 0.11, gain: 0.22 },
    { beats: 0.75, gain: 0.2 },
    { beats: 1.5, gain: 0.08 },
  ]
  return loop.map((dry, index) =>
    echoes.reduce((sum, { beats, gain }) => {
      const from = index - Math.round(beats * samplesPerBeat) + loop.length
      return sum + gain * (loop[from % loop.length] ?? 0)
    }, dry),
  )
}

function levelled(loop: Float64Array): Float64Array {
  const peak = loop.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  return loop.map(sample => (sample * 10 ** (peakDb / 20)) / peak)
}

function toWav(samples: Float64Array): Buffer {
  const wav = Buffer.alloc(44 + samples.length * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples.length * 2, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rateHz, 24)
  wav.writeUInt32LE(rateHz * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples.length * 2, 40)
  samples.forEach((sample, index) => wav.writeInt16LE(Math.round(sample * 32_767), 44 + index * 2))
  return wav
}

/** A linear congruential generator (Numerical Recipes' constants): plenty for a tune, the same everywhere. */
function seeded(start: number): () => number {
  let state = start
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function nearest(choices: readonly number[], wanted: number): number {
  return choices.reduce(
    (best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best),
    200,
  )
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(max, value))
}
