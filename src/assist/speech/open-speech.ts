import type { VoiceProvider } from '../voices/voice-provider.ts'
import type { Speech, SpeechLimits, SpeechLog } from './speech.ts'

/** What speech needs from its owner. Without `providers` it uses the embedded voice and what the system has. */
export interface SpeechOptions {
  readonly cacheDirectory: string
  readonly log: SpeechLog
  readonly limits?: Partial<SpeechLimits>
  readonly providers?: readonly VoiceProvider[]
}

/** Opens the voices and the prompt cache. Nothing is started until the first text is spoken. */
export async function openSpeech(options: SpeechOptions): Promise<Speech> {
  throw new Error(`not yet: ${options.cacheDirectory}`)
}
