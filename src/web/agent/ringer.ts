import { createCell, type Source } from '../model/cell.ts'

/** Between two rings. */
const ringEveryMs = 3000
/** Two soft tones a fourth apart: heard across a desk, not across a room. */
const tones = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.18 },
]
const toneSeconds = 0.32
const loudness = 0.12

/** The sound of an incoming call in this browser. */
export interface Ringer {
  /** True while it should ring and the browser keeps the page silent because nobody has touched it yet. */
  readonly blocked: Source<boolean>
  readonly start: () => void
  readonly stop: () => void
  /** A click or key anywhere: from now on the browser lets the page be heard. */
  readonly allow: () => void
}

function ring(audio: AudioContext): void {
  for (const { hertz, at } of tones) {
    const begin = audio.currentTime + at
    const tone = new OscillatorNode(audio, { frequency: hertz, type: 'sine' })
    const gain = new GainNode(audio, { gain: 0 })
    gain.gain.setValueAtTime(0, begin)
    gain.gain.linearRampToValueAtTime(loudness, begin + 0.03)
    gain.gain.exponentialRampToValueAtTime(0.001, begin + toneSeconds)
    tone.connect(gain).connect(audio.destination)
    tone.start(begin)
    tone.stop(begin + toneSeconds)
  }
}

/** A ringer over the browser's audio, opened when it is first needed; a browser without any stays silent. */
export function createRinger(open: () => AudioContext | undefined): Ringer {
  let audio: AudioContext | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  const blocked = createCell(false)
  function ringIfHeard(): void {
    if (audio?.state === 'running') ring(audio)
    blocked.set(audio?.state === 'suspended')
  }
  return {
    blocked,
    start: () => {
      if (timer !== undefined) return
      audio ??= open()
      ringIfHeard()
      timer = setInterval(ringIfHeard, ringEveryMs)
    },
    stop: () => {
      clearInterval(timer)
      timer = undefined
      blocked.set(false)
    },
    allow: () => {
      audio ??= open()
      if (audio?.state === 'suspended') void audio.resume()
      blocked.set(false)
    },
  }
}
