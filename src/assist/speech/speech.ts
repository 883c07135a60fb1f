import type { ProviderInfo, SpeechRefusal, VoiceInfo } from '../voices/voice-provider.ts'

/** A text as it stands in a flow. The language is a BCP 47 tag such as "en-US". */
export interface SpeechRequest {
  readonly text: string
  readonly language: string
  readonly voice?: string
}

/** A prompt on disk: WAV, PCM16, 8 kHz, mono. `method` names the provider that spoke it. */
export interface SpokenPrompt {
  readonly ok: true
  readonly file: string
  readonly durationMs: number
  readonly method: string
  readonly fromCache: boolean
}

/** Either a file to play, or why there is none and what to do about it. */
export type SpeechAnswer = SpokenPrompt | SpeechRefusal

/**
 * Turns text into prompts. Answers are cached on disk, so a prompt is synthesised once in its life.
 * Call `close` (or use `await using`) so that no engine outlives its owner.
 */
export interface Speech {
  speak(request: SpeechRequest, signal?: AbortSignal): Promise<SpeechAnswer>
  readonly providers: readonly ProviderInfo[]
  readonly voices: readonly VoiceInfo[]
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Where speech reports what an operator should know. A pino logger fits as it is. */
export interface SpeechLog {
  info(fields: object, words: string): void
  warn(fields: object, words: string): void
}

/** Everything that has an end. Tests and small machines may lower them. */
export interface SpeechLimits {
  /** Longest text, in characters. Microsoft's auto attendants stop at 1,000 as well. */
  readonly textCharactersMax: number
  /** Texts waiting for an engine at the same time. */
  readonly queueLengthMax: number
  /** From being asked to being answered, waiting included. */
  readonly requestMsMax: number
  /** Bytes of prompts kept on disk; the least recently used go first. */
  readonly cacheBytesMax: number
}

/** The limits used when nothing else is said. */
export const speechLimits: SpeechLimits = {
  textCharactersMax: 1_000,
  queueLengthMax: 200,
  requestMsMax: 15_000,
  cacheBytesMax: 500_000_000,
}
