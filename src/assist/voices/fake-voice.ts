import type { SynthesisAnswer, SynthesisRequest, VoiceProvider } from './voice-provider.ts'
import { writeWav } from '../sound/wav.ts'

/** A provider that hums every text for 10 ms a letter, and remembers what it was asked. */
export interface FakeVoice extends VoiceProvider {
  readonly asked: SynthesisRequest[]
}

/** Says `answer` instead of humming where one is given. */
export function fakeVoice(
  id: string,
  languages: readonly string[],
  answer?: (request: SynthesisRequest, signal: AbortSignal) => Promise<SynthesisAnswer>,
): FakeVoice {
  const asked: SynthesisRequest[] = []
  return {
    asked,
    info: { id, locality: 'embedded', quality: 'basic', languages },
    voices: languages.map(language => ({ id: `${id}-${language}`, language, name: id })),
    synthesize: async (request, signal) => {
      asked.push(request)
      return answer === undefined
        ? { ok: true, wav: hum(request.text.length * 10) }
        : answer(request, signal)
    },
    close: async () => undefined,
  }
}

function hum(ms: number): Uint8Array {
  const samples = Float32Array.from({ length: ms * 16 }, (_, i) => 0.3 * Math.sin(i / 5))
  return writeWav({ rateHz: 16_000, samples })
}
