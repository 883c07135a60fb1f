/** Speech behind ports: the embedded voice by default, other providers in front of it or after it. */
export { checkSpeech } from './speech/check-speech.ts'
export type { SpeechCheck } from './speech/check-speech.ts'
export type { PromptSound } from './sound/to-prompt.ts'
export { promptBytesMax, toPrompt } from './sound/to-prompt.ts'
export { openSpeech } from './speech/open-speech.ts'
export type { SpeechOptions } from './speech/open-speech.ts'
export { speechLimits } from './speech/speech.ts'
export type {
  Speech,
  SpeechAnswer,
  SpeechLimits,
  SpeechLog,
  SpeechRequest,
  SpokenPrompt,
} from './speech/speech.ts'
export type {
  ProviderInfo,
  SpeechRefusal,
  SpeechRefusalCode,
  VoiceInfo,
  VoiceProvider,
} from './voices/voice-provider.ts'
