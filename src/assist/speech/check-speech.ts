import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProviderInfo, SpeechRefusal } from '../voices/voice-provider.ts'
import type { SpeechLog } from './speech.ts'
import { openSpeech } from './open-speech.ts'

/** What the doctor command says about speech: that it really spoke a sentence, and how long that took. */
export type SpeechCheck =
  | {
      readonly ok: true
      readonly method: string
      readonly tookMs: number
      readonly durationMs: number
      readonly providers: readonly ProviderInfo[]
    }
  | SpeechRefusal

const sentence = 'Thank you for calling. Please hold for an agent.'

/** Speaks one sentence with a fresh engine and an empty cache, and leaves nothing behind. */
export async function checkSpeech(options: { readonly log: SpeechLog }): Promise<SpeechCheck> {
  const cacheDirectory = await mkdtemp(join(tmpdir(), 'parley-speech-check-'))
  try {
    await using speech = await openSpeech({ cacheDirectory, log: options.log })
    const startedAt = performance.now()
    const answer = await speech.speak({ text: sentence, language: 'en-US' })
    if (!answer.ok) return answer
    const tookMs = Math.round(performance.now() - startedAt)
    const { method, durationMs } = answer
    return { ok: true, method, tookMs, durationMs, providers: speech.providers }
  } finally {
    await rm(cacheDirectory, { recursive: true, force: true })
  }
}
