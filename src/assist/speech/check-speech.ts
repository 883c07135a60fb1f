import type { ProviderInfo, SpeechRefusal } from '../voices/voice-provider.ts'
import type { SpeechLog } from './speech.ts'

/** What `parley doctor` says about speech: that it really spoke a sentence, and how long that took. */
export type SpeechCheck =
  | {
      readonly ok: true
      readonly method: string
      readonly tookMs: number
      readonly durationMs: number
      readonly providers: readonly ProviderInfo[]
    }
  | SpeechRefusal

/** Speaks one sentence with a fresh engine and an empty cache, and leaves nothing behind. */
export async function checkSpeech(options: { readonly log: SpeechLog }): Promise<SpeechCheck> {
  options.log.info({}, 'checking speech')
  throw new Error('not yet')
}
