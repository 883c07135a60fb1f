import type { SpeechRefusal, VoiceInfo, VoiceProvider } from '../voices/voice-provider.ts'
import type { PromptIdentity } from './prompt-cache.ts'
import type { SpeechLimits, SpeechRequest } from './speech.ts'
import { refuse } from '../voices/refuse.ts'
import { spokenForm, unspeakable } from '../words/spoken-form.ts'

/** Whom to ask for what, and who stands in when the first has trouble of his own. */
export type SpeechPlan =
  | { readonly ok: true; readonly first: SpeechAttempt; readonly others: readonly SpeechAttempt[] }
  | SpeechRefusal

/** One provider, and exactly what it is asked to say. */
export interface SpeechAttempt {
  readonly provider: VoiceProvider
  readonly identity: PromptIdentity
}

/** Decides without speaking: every fault of the request is found here, also when a flow is only checked. */
export function planSpeech(
  request: SpeechRequest,
  providers: readonly VoiceProvider[],
  limits: SpeechLimits,
): SpeechPlan {
  const { text, language } = request
  if (text.length > limits.textCharactersMax) {
    const words = `The text has ${text.length} characters; ${limits.textCharactersMax} is the most.`
    return refuse('text-too-long', words)
  }
  if (!/[\p{L}\p{N}]/u.test(text)) return refuse('text-empty', 'The text has no word in it.')
  const able = providers.filter(({ info }) => info.languages.includes(primary(language)))
  if (able.length === 0) return unsupported(language, providers)
  const [first, ...others] = able.flatMap(provider => {
    const voice = chooseVoice(provider.voices, request)
    if (voice === undefined) return []
    const identity = {
      provider: provider.info.id,
      voice: voice.id,
      language,
      text: spokenForm(text, language),
    }
    return [{ provider, identity }]
  })
  if (first === undefined) return unknownVoice(request, able)
  const strange = primary(language) === 'en' ? unspeakable(first.identity.text) : ''
  if (strange !== '') {
    return refuse('text-unspeakable', `The voice for ${language} would leave out: ${strange}`)
  }
  return { ok: true, first, others }
}

/** The voice named; else the first of the exact region; else of the language; else of a sister region. */
function chooseVoice(
  voices: readonly VoiceInfo[],
  { voice, language }: SpeechRequest,
): VoiceInfo | undefined {
  if (voice !== undefined) return voices.find(known => known.id === voice)
  const wanted = language.toLowerCase()
  return (
    voices.find(known => known.language.toLowerCase() === wanted) ??
    voices.find(known => known.language.toLowerCase() === primary(language)) ??
    voices.find(known => primary(known.language) === primary(language))
  )
}

function unknownVoice(request: SpeechRequest, able: readonly VoiceProvider[]): SpeechRefusal {
  const there = able
    .flatMap(provider => provider.voices)
    .filter(voice => primary(voice.language) === primary(request.language))
    .map(voice => voice.id)
  const words = `There is no voice "${request.voice ?? ''}" for ${request.language}.`
  return refuse(
    'voice-unknown',
    words,
    `Name one of ${there.join(', ')}, or none to get the first.`,
  )
}

function unsupported(language: string, providers: readonly VoiceProvider[]): SpeechRefusal {
  const there = [...new Set(providers.flatMap(({ info }) => info.languages))].toSorted()
  return refuse(
    'language-unsupported',
    `No voice here speaks "${language}"; there is ${there.join(', ') || 'none at all'}.`,
    'Upload a recording of this prompt, install espeak-ng on this machine, or set up a voice provider.',
  )
}

function primary(language: string): string {
  return (language.split('-')[0] ?? '').toLowerCase()
}
