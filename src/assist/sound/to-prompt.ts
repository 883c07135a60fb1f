import { readAnyWav } from './read-any-wav.ts'
import { resample } from './resample.ts'
import { writeWav } from './wav.ts'

/** The rate prompts are kept at: what the best of our codecs carries, and what telephones halve. */
const promptRateHz = 16_000

/** The longest recording a prompt may be. */
export const promptMsMax = 300_000

/** The largest file a prompt is made of: five minutes of stereo as studios record it. */
export const promptBytesMax = 64 * 1024 * 1024

/** A recording as it is played, or why it cannot be. */
export type PromptSound =
  | { readonly ok: true; readonly wav: Uint8Array; readonly durationMs: number }
  | {
      readonly ok: false
      readonly code: 'sound-unreadable' | 'sound-too-long' | 'sound-too-short'
      readonly words: string
      readonly remedy: string
    }

/** Turns a recording somebody has into one that is played: one channel, 16-bit PCM, 16 kHz. */
export async function toPrompt(bytes: Uint8Array): Promise<PromptSound> {
  const read = readAnyWav(bytes)
  if (!read.ok) {
    return {
      ok: false,
      code: 'sound-unreadable',
      words: `This is no sound we can play: ${read.reason}.`,
      remedy: 'Save it as WAV: PCM, A-law or µ-law, at any rate, mono or stereo.',
    }
  }
  const { samples, rateHz } = read.sound
  const durationMs = Math.round((samples.length / rateHz) * 1000)
  if (durationMs < 100) {
    return {
      ok: false,
      code: 'sound-too-short',
      words: 'The recording holds less than a tenth of a second.',
      remedy: 'Record again, and wait a moment before you stop.',
    }
  }
  if (durationMs > promptMsMax) {
    return {
      ok: false,
      code: 'sound-too-long',
      words: `The recording lasts ${Math.round(durationMs / 1000)} s; ${promptMsMax / 1000} s are allowed.`,
      remedy: 'Cut it, or play several prompts one after the other.',
    }
  }
  return { ok: true, durationMs, wav: writeWav(await resample(read.sound, promptRateHz)) }
}
